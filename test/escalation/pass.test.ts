// A pass made with the agent's own permission, in a dialog, shown once.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Fault } from '../sample-company/office-api.ts'
import type { Actor } from '../support/actor.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { becomes, codeIn, dialogOf, hasPass, madePasses, makesPasskeyWithPass, readyForPass, standsAt, withPass } from './desk.ts'
import { runs } from './notice.ts'

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

describe('when the dialog has made a pass or not, the card that asked for it', () => {
  const entra = (method: string, fault: Fault['fault']) =>
    stage.company.faults.set({ where: 'graph', path: 'temporaryAccessPassMethods', method, fault })
  const places = (agent: Actor) => agent.fromBot().map(({ activityId }) => activityId)
  const request = async () => (await stage.db.query<{ id: string; version: number }>('select id, version from escalations'))[0]

  test('says in its own place that the pass is out, and has the button that deletes it', async () => {
    const { person: yuki, agent: marcus } = await readyForPass(stage)
    const before = places(marcus)
    expect(codeIn(dialogOf((await marcus.press('Yes, make it and show it')).body))).toBeDefined()
    expect(await marcus.sees('A pass is on the account. If nobody uses it, I delete it')).not.toContain('Before it shows')
    expect(places(marcus)).toEqual(before)
    await marcus.press('Delete the pass now')
    expect(await standsAt(stage)).toBe('verified')
    expect(hasPass(stage, yuki)).toBe(false)
  })

  test('offers another pass where Entra refused this one', async () => {
    const { agent: marcus } = await readyForPass(stage)
    const before = places(marcus)
    entra('POST', { kind: 'status', status: 403, code: 'accessDenied' })
    await marcus.press('Yes, make it and show it')
    await marcus.sees('Enough is proved.')
    expect(marcus.buttons()).toContain('Make the pass')
    expect(places(marcus)).toEqual(before)
  })

  test('offers none while Entra has not said whether there is one', async () => {
    const { agent: marcus } = await readyForPass(stage)
    const before = places(marcus)
    entra('POST', { kind: 'drop-after' })
    await marcus.press('Yes, make it and show it')
    // Nor can it be looked for.
    entra('GET', { kind: 'status', status: 403 })
    await marcus.sees('Entra did not say whether a pass was made.')
    expect(marcus.buttons()).toEqual(['Look again', 'Ask the person'])
    expect(places(marcus)).toEqual(before)
  })

  test('stays away where the agent has gone on to something else', async () => {
    const { agent: marcus } = await withPass(stage)
    await marcus.tells('mine')
    await marcus.sees('Your requests')
    await runs(stage, 'escalation.renew-card', await request())
    expect(marcus.last()).toContain('Your requests')
    expect(marcus.allActions().filter(({ title }) => title === 'Delete the pass now')).toEqual([])
  })

  test('shows no more of it to who has left the helpdesk', async () => {
    const { agent: marcus } = await readyForPass(stage)
    // What was read a minute ago is forgotten by a restart.
    await stage.restart(() => stage.company.administer(marcus.person.id, { do: 'remove-from-group', group: 'helpdesk' }))
    await stage.db.query('update escalations set version = version + 1')
    await runs(stage, 'escalation.renew-card', await request())
    expect(marcus.last()).toContain('Before it shows')
  })
})
