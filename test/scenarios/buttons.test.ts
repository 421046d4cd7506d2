// Pressing about, as the curious and the lost do: no button is dead, and every card has a way out.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Actor } from '../support/actor.ts'
import { openStage, type Stage } from '../support/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

const phones = ['iphone', 'samsung', 'pixel', 'android', 'none']

/** The same steps on every run: numbers from 0 to below `most`. */
function dice(seed: number) {
  let state = seed
  return (most: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * most)
  }
}

async function pressesAbout(actor: Actor, presses: number, throws: (most: number) => number) {
  await actor.tells('hello')
  for (let press = 0; press < presses; press++) {
    const button = actor.actions()[throws(actor.actions().length)]
    if (!button) throw new Error(`no button on:\n${actor.last()}`)
    const inputs = actor.last().includes('( ) iPhone') ? { choice: phones[throws(phones.length)] ?? '' } : undefined
    const { body } = await actor.pressesButton(button, inputs)
    expect(body, `${button.title} on:\n${actor.last()}`).toMatchObject({ statusCode: 200 })
    await actor.until(
      () => actor.buttons().some((title) => title === 'Not now') || undefined,
      () => `${button.title} led to a card without a way out:\n${actor.last()}`,
    )
    expect(actor.buttons()).toContain('Talk to a person')
    // Faster than anybody; that such haste is answered once has a test of its own.
    if (press % 10 === 0) await stage.db.query('delete from turns')
  }
}

test.each([
  ['Ines Moreau', 'iOS', 1],
  ['Carlos Jiménez', 'iOS', 2],
  ['Kofi Mensah', 'Android', 3],
  ['Yuki Tanaka', 'Windows', 4],
  ['Joseph Kariuki', 'Web', 5],
] as const)('%s presses about on %s', async (name, on, seed) => {
  const actor = stage.meet(name, on)
  await pressesAbout(actor, 60, dice(seed))
  expect(new Set(await stage.cardsTo(actor)).size).toBeGreaterThan(5)
})
