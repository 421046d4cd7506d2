// A wave on the page of the office: written, looked at, approved by somebody else, sent with its progress, paused, and sent to the end.
import { expect, test } from 'vitest'
import { openOffice } from './office.ts'
import type { Seat } from './seat.ts'

// Slow enough to be paused in the middle.
const office = openOffice({ settings: (set) => ({ ...set, waves: { ...set.waves, perSecond: 5 } }) })

/** What stands beside a name in the facts of the newest card. */
async function count(seat: Seat, name: string): Promise<number> {
  const words = await seat.said.last().innerText()
  const [, number = ''] = new RegExp(`^${name}\\s+([\\d,]+)$`, 'm').exec(words) ?? []
  return Number(number.replace(',', '') || Number.NaN)
}

test('an organiser writes a wave, a second one approves it, and it is seen to run, pause, go on and end', async () => {
  const camille = await office.sit('Camille Laurent', 'Web')
  const sofia = await office.sit('Sofia Andersson', 'Web')
  const greta = await office.sit('Greta Schneider', 'Android')
  await camille.says('new wave')
  await camille.sees('Groups, one a line')
  await camille.fills({
    'Name, for you only': 'Everybody',
    'Groups, one a line': 'All staff',
    'Own words': 'en: On Monday we help in the foyer.',
  })
  await camille.presses('Save')
  await camille.sees('A draft.')
  await camille.presses('Preview')
  await camille.sees('A dry run')
  const people = await count(camille, 'Recipients')
  expect(people).toBeGreaterThan(30)
  expect(await camille.button('Approve').count()).toBe(0)

  await sofia.says('waves')
  await sofia.presses('Everybody (previewed)')
  await sofia.sees('A dry run')
  await sofia.fills({ 'To approve': String(people) })
  await sofia.presses('Approve')
  await sofia.sees('Approved')

  await camille.sees('It is being sent.')
  await expect.poll(() => count(camille, 'Sent'), { timeout: 20_000 }).toBeGreaterThan(0)
  await camille.presses('Pause')
  await camille.sees('Paused. Nobody is written to.')
  expect(await count(camille, 'Sent')).toBeLessThan(people / 2)
  await camille.presses('Go on')
  await camille.sees('It is being sent.')
  await expect.poll(() => camille.said.last().innerText(), { timeout: 60_000 }).toContain('Everybody has been dealt with.')
  const ends = await Promise.all(['Sent', 'Failed', 'Skipped', 'Not known'].map((end) => count(camille, end)))
  expect(ends.reduce((sum, end) => sum + end, 0)).toBe(people)
  await greta.sees('On Monday we help in the foyer.')
}, 150_000)
