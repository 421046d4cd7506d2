// Takes pictures of the office for a human to look at.
//   npm run screenshots                             the languages whose writing differs most: ar, ja, de
//   npm run screenshots -- --languages fr,pl        any of those that cards/content has
//   npm run screenshots -- --url http://127.0.0.1:4000 [--person <id>] [--on iOS]      a demo that runs already, as it stands
import { spawn } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Browser, Page } from 'playwright-core'
import { openBrowser } from '../support/browser.ts'

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    person: { type: 'string' },
    on: { type: 'string', default: 'iOS' },
    languages: { type: 'string', default: 'ar,ja,de' },
  },
})

const folder = join(import.meta.dirname, 'screenshots')
const sizes = { wide: { width: 1600, height: 950 }, phone: { width: 390, height: 844 } }
const rooms = ['people', 'chat', 'phone', 'entra'] as const

/** Somebody whose Teams speaks it. The others choose it. */
const speakers: Record<string, string> = { ar: 'Omar El-Sayed', ja: 'Hiroshi Sato', de: 'Greta Schneider' }

/** What is said or pressed before each picture. Words that are understood in any language; a press is the first button. */
const tour: [picture: string, on: string, deeds: (string | { press: number })[]][] = [
  ['welcome', 'iOS', ['hi']],
  ['step', 'iOS', [{ press: 0 }]],
  ['help', 'iOS', [{ press: 0 }, { press: 1 }]],
  ['person', 'iOS', ['talk to a human']],
  ['needs', 'iOS', ['i am deaf, no calls please']],
  ['needs-more', 'iOS', [{ press: 1 }]],
  ['person-no-calls', 'iOS', ['talk to a human']],
  ['language', 'iOS', ['another language']],
  ['not-now', 'iOS', ['later']],
  ['snoozed', 'iOS', [{ press: 1 }]],
  ['more', 'iOS', ['hi', { press: -1 }]],
]

mkdirSync(folder, { recursive: true })
const browser = await openBrowser()
try {
  if (values.url) await pictures(browser, values.url)
  else await tours(browser, values.languages.split(','))
} finally {
  await browser.close()
}

/** The office as it stands: wide and at phone width, light and dark. */
async function pictures(where: Browser, url: string) {
  const people = (await (await fetch(new URL('/office/people', url))).json()) as { id: string }[]
  const address = new URL(`/#${encodeURIComponent(values.person ?? people[0]?.id ?? '')}/${values.on}`, url).href
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await where.newPage({ viewport, colorScheme })
      await page.goto(address)
      await settled(page)
      for (const room of size === 'wide' ? (['chat'] as const) : rooms) {
        if (size === 'phone') await page.locator(`[data-test=room-${room}]`).click()
        await picture(page, `${size}-${colorScheme}${size === 'phone' ? `-${room}` : ''}`)
      }
      await page.close()
    }
  }
}

/** A demo of its own, and somebody of each language who goes through the cards that differ most by language. */
async function tours(where: Browser, languages: string[]) {
  const demo = spawn(process.execPath, [fileURLToPath(new URL('./demo.ts', import.meta.url)), '--languages', ['en', ...languages].join()], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, OFFICE_PORT: '0' },
  })
  try {
    const url = await openAt(demo.stdout)
    const people = (await (await fetch(new URL('/office/people', url))).json()) as { id: string; name: string }[]
    for (const language of languages) {
      const person = people.find(({ name }) => name === (speakers[language] ?? 'Ines Moreau'))
      if (!person) throw new Error(`nobody in the sample company is called ${speakers[language]}`)
      const page = await where.newPage({ viewport: { width: 390, height: 1000 } })
      await page.goto(new URL(`/#${person.id}/iOS`, url).href)
      await page.locator('[data-test=room-chat]').click()
      const wish = language in speakers ? [] : [new Intl.DisplayNames('en', { type: 'language' }).of(language) ?? language]
      for (const words of wish) await say(page, url, person.id, 'iOS', `${words} please`)
      for (const [name, on, deeds] of tour) {
        for (const deed of deeds) {
          if (typeof deed === 'string') await say(page, url, person.id, on, deed)
          else await press(page, deed.press)
        }
        await settled(page)
        await picture(page, `${language}-${name}`)
      }
      await page.close()
    }
  } finally {
    demo.kill('SIGTERM')
  }
}

function openAt(output: NodeJS.ReadableStream): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  let heard = ''
  output.on('data', (text: Buffer) => {
    heard += text
    const [, url] = /Open\s+(http:\S+)/.exec(heard) ?? []
    if (url) resolve(url)
  })
  return promise
}

function messages(page: Page) {
  return page.locator('[data-test=chat] [data-test=message]')
}

async function say(page: Page, url: string, id: string, on: string, text: string) {
  const before = await messages(page).count()
  const body = JSON.stringify({ text, on })
  await fetch(new URL(`/office/people/${id}/say`, url), { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  // Their own words and the answer.
  await messages(page)
    .nth(before + 1)
    .waitFor({ timeout: 10_000 })
}

async function press(page: Page, which: number) {
  const card = messages(page).last()
  const before = await card.innerText()
  await card.locator('button').nth(which).click()
  await page.waitForFunction((old) => {
    const last = [...document.querySelectorAll<HTMLElement>('[data-test=message]')].at(-1)
    return last?.innerText !== old && !last?.querySelector('button:disabled, button[aria-disabled=true], [aria-busy=true]')
  }, before)
}

async function settled(page: Page) {
  // A bot that is not there leaves the chat empty, which is a picture too.
  const answered = messages(page).last().waitFor({ timeout: 10_000 })
  await answered.catch(() => console.error('The bot said nothing in 10 seconds; the chat may be empty.'))
  await page.locator('[data-test=typing]').waitFor({ state: 'detached' })
}

async function picture(page: Page, name: string) {
  const path = join(folder, `${name}.png`)
  await page.screenshot({ path })
  console.log(path)
}
