// From "I have nothing to sign in with" to a passkey, with the pass made by hand in the Entra portal and Unlock watching.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openStage, type Stage } from '../support/stage.ts'
import { asks, makesPasskeyWithPass, seenInPerson, takes } from './desk.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage({ settings: (company) => ({ ...company, pass: { ...company.pass, mode: 'manual' } }) })
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

describe('a new hire with nothing but a password', () => {
  test('asks in one press, is proved in person, gets a pass, and the request closes itself when Entra shows the passkey', async () => {
    const yuki = stage.meet('Yuki Tanaka', 'iOS')
    const marcus = stage.meet('Marcus Johansen', 'Windows')
    const number = await asks(yuki)
    await takes(stage, marcus, number)
    await yuki.sees('Marcus Johansen at IT helpdesk has your request')
    await marcus.press('Needs a pass')
    await seenInPerson(marcus)
    expect(marcus.last()).toContain('Add: Temporary Access Pass, 60 minutes, one-time.')
    await yuki.sees('Get ready')

    await marcus.press('I made it')
    expect(marcus.last()).toContain('I do not see a pass on the account yet.')
    stage.company.administer(yuki.person.id, { do: 'issue-pass' })
    await marcus.press('I made it')
    expect(marcus.last()).toContain('A pass is on the account.')
    await yuki.sees('Type it in now')

    makesPasskeyWithPass(yuki)
    await expect
      .poll(() => stage.db.query('select state, outcome from escalations'), { timeout: 10_000 })
      .toEqual([{ state: 'closed', outcome: 'passkey' }])
    expect(stage.company.entraOf(yuki.person.id).methods.map(({ type }) => type)).not.toContain('temporaryAccessPass')
  })
})
