// Teams on a phone: the same chat, 390 pixels wide, in light and dark.
import { expect, test } from 'vitest'
import { openOffice } from './office.ts'
import type { Seat } from './seat.ts'

const office = openOffice()
const width = 390

/** Where the page does not fit, what is cut off, what a thumb would miss, and what is too pale to read. */
async function expectReadable(seat: Seat) {
  expect(await seat.page.evaluate(flawsOfThePage), `at "${(await seat.said.last().innerText()).slice(0, 60)}"`).toEqual([])
}

test.each(['light', 'dark'] as const)('an iPhone gets to Done at phone width, in %s, with nothing cut off', async (colours) => {
  const ines = await office.sit('Ines Moreau', 'iOS', { width, colours })
  await expect.poll(() => ines.page.evaluate(() => document.documentElement.dataset.theme)).toBe(colours)
  await ines.says('hi')
  const steps: [press: string, then: string][] = [
    ['Yes, this iPhone', 'Check the version'],
    ['iOS 18 or newer', 'Lock your phone'],
    ['It has a lock', 'Switch it on'],
  ]
  for (const [press, then] of steps) {
    await ines.presses(press)
    await ines.sees(then)
    await expectReadable(ines)
  }
  await ines.onPhone('switch-on-authenticator')
  await ines.presses('It is on')
  await ines.sees('Make your passkey')
  await ines.makesPasskeyIn('authenticator')
  await ines.sees('Use it once')
  await expectReadable(ines)
  await ines.presses('It worked')
  await ines.sees('Well done, Ines.')
  await expectReadable(ines)
})

test.each(['light', 'dark'] as const)('choices, the square code and what else there is fit at phone width, in %s', async (colours) => {
  const ines = await office.sit('Ines Moreau', 'Windows', { width, colours })
  await ines.says('hello')
  await expectReadable(ines)
  await ines.presses('Let’s start')
  await ines.sees('Which phone do you unlock every day?')
  await ines.presses('Go on')
  await ines.sees('Choose one of them.')
  await expectReadable(ines)
  await ines.picks('iPhone')
  await ines.presses('Go on')
  await ines.sees('Take your phone')
  await expectReadable(ines)
  await ines.presses('More')
  await ines.sees('What else I can do')
  await expectReadable(ines)
  await ines.presses('Talk to a person')
  await ines.sees('A person will help')
  await expectReadable(ines)
})

test('every room fits at phone width, and the people begin at the one who is chosen', async () => {
  const sofia = await office.sit('Sofia Andersson', 'iOS', { width })
  await sofia.said.last().waitFor()
  for (const room of ['people', 'phone', 'entra', 'chat'] as const) {
    await sofia.room(room)
    await expectReadable(sofia)
  }
  await sofia.room('people')
  const entry = sofia.page.locator('.person[aria-current]')
  await expect.poll(async () => (await entry.boundingBox())?.y).toBeLessThan(844)
})

/** Runs on the page itself. */
function flawsOfThePage(): string[] {
  const flaws: string[] = []
  const seen = (element: Element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true })
  const named = (element: Element) =>
    `"${(element.textContent || element.getAttribute('aria-label') || element.tagName).trim().slice(0, 40)}"`

  for (const box of document.querySelectorAll('html, body, .room, [data-test=chat], .bubble')) {
    if (seen(box) && box.scrollWidth > box.clientWidth) flaws.push(`${box.className || box.tagName} scrolls sideways`)
  }
  for (const control of document.querySelectorAll('button, select, .card img, .card label')) {
    const { left, right, height } = control.getBoundingClientRect()
    if (!seen(control) || right === left) continue
    if (left < 0 || right > innerWidth) flaws.push(`${named(control)} stands out of the page`)
    if (control.scrollWidth > control.clientWidth + 1 && getComputedStyle(control).overflow !== 'visible')
      flaws.push(`${named(control)} is cut off`)
    if (control.matches('.card button') && height < 44) flaws.push(`${named(control)} is ${height} pixels high, 44 are wanted`)
  }

  const canvas = Object.assign(document.createElement('canvas'), { width: 1, height: 1 }).getContext('2d', { willReadFrequently: true })
  const luminance = (colours: string[]) => {
    canvas?.clearRect(0, 0, 1, 1)
    for (const colour of colours) {
      if (canvas) canvas.fillStyle = colour
      canvas?.fillRect(0, 0, 1, 1)
    }
    const [red = 0, green = 0, blue = 0] = [...(canvas?.getImageData(0, 0, 1, 1).data ?? [])].map((part) =>
      part <= 10 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
  }
  /** From the page's ground up to the element. */
  const grounds = (element: Element | null): string[] =>
    element ? [...grounds(element.parentElement), getComputedStyle(element).backgroundColor] : []
  for (const element of document.querySelectorAll('body *')) {
    const hasWords = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim())
    if (!hasWords || !seen(element) || element.closest('.hidden, .skip, option, [aria-hidden=true]')) continue
    const under = grounds(element)
    const [dark = 0, light = 0] = [luminance([...under, getComputedStyle(element).color]), luminance(under)].sort((a, b) => a - b)
    const contrast = (light + 0.05) / (dark + 0.05)
    if (contrast < 4.5) flaws.push(`${named(element)} has a contrast of ${contrast.toFixed(1)}, 4.5 are wanted`)
  }
  return flaws
}
