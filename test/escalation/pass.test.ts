// A pass made with the agent's own permission, in a dialog, shown once.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '../support/actor.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { asks, makesPasskeyWithPass, seenInPerson, takes } from './desk.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

interface Opened {
  task?: { value?: { card?: { content?: object }; title?: string } }
}

/** What the dialog shows. */
const dialogOf = (body: unknown) => JSON.stringify((body as Opened).task?.value?.card?.content ?? {})
const codeIn = (shown: string) => /"text":"([^"]+)","size":"ExtraLarge"/.exec(shown)?.[1]

async function readyForPass(): Promise<{ yuki: Actor; marcus: Actor }> {
  const yuki = stage.meet('Yuki Tanaka', 'iOS')
  const marcus = stage.meet('Marcus Johansen', 'Windows')
  await takes(stage, marcus, await asks(yuki))
  await marcus.press('Needs a pass')
  await seenInPerson(marcus)
  await marcus.press('Make the pass')
  return { yuki, marcus }
}

const states = () => stage.db.query('select state, outcome from escalations')
const posts = () => stage.company.log().filter(({ method, path }) => method === 'POST' && path.includes('temporaryAccessPassMethods'))

describe('a pass', () => {
  test('is asked for once, shown once in the dialog, typed by the person, and gone when the passkey is there', async () => {
    const { yuki, marcus } = await readyForPass()
    expect(marcus.last()).toContain('Is nothing recorded, transcribed or shared?')
    const { body } = await marcus.press('Yes, make it and show it')
    const code = codeIn(dialogOf(body))
    expect(code).toMatch(/^\S{8,}$/)
    await yuki.sees('Type it in now')
    expect(posts()).toHaveLength(1)

    makesPasskeyWithPass(yuki)
    await expect.poll(states, { timeout: 10_000 }).toEqual([{ state: 'closed', outcome: 'passkey' }])
    expect(
      stage.company.entraOf(yuki.person.id).methods.filter(({ type }) => /pass/i.test(type) && !/passkey|password|fido/i.test(type)),
    ).toEqual([])
  })
})
