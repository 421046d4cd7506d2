// A pass made with the agent's own permission, in a dialog, shown once.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { openStage, type Stage } from '../support/stage.ts'
import { becomes, codeIn, dialogOf, hasPass, madePasses, makesPasskeyWithPass, readyForPass } from './desk.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

describe('a pass', () => {
  test('is asked for once, shown once in the dialog, typed by the person, and gone when the passkey is there', async () => {
    const { person: yuki, agent: marcus } = await readyForPass(stage)
    expect(marcus.last()).toContain('Is nothing recorded, transcribed or shared?')
    const { body } = await marcus.press('Yes, make it and show it')
    const code = codeIn(dialogOf(body))
    expect(code).toMatch(/^\S{8,}$/)
    await yuki.sees('Type it in now')
    expect(madePasses(stage)).toHaveLength(1)

    makesPasskeyWithPass(yuki)
    await becomes(stage, 'closed passkey')
    expect(hasPass(stage, yuki)).toBe(false)
    await yuki.sees('because I can see your passkey')
  })
})
