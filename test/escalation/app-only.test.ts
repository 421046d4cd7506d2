// Passes by Unlock's own right: what has to stand around them, at the start and at each pass.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { BadConfig } from '../../bot/config.ts'
import { passShape } from '../../bot/desk-settings.ts'
import { createEntra } from '../../bot/entra/create-entra.ts'
import { guardAppOnly } from '../../bot/escalation/app-only.ts'
import { type Settings, settingsShape } from '../../bot/settings.ts'
import { uuidOf } from '../sample-company/ids.ts'
import type { Actor } from '../support/actor.ts'
import { openStage, type Stage } from '../support/stage.ts'
import {
  codeIn,
  dialogOf,
  hasPass,
  hasRightPerson,
  looksUntilTold,
  madePasses,
  opensCase,
  proves,
  refusals,
  seenInPerson,
  taken,
} from './desk.ts'

const decoy = uuidOf('Henrik Dahl')
const byApp = (settings: Settings): Settings => ({
  ...settings,
  pass: passShape.parse({ ...settings.pass, mode: 'appOnly', appOnly: { allProtected: true, decoy } }),
})

let stage: Stage
let ingrid: Actor
beforeAll(async () => {
  // It starts: Entra refuses a pass for the decoy.
  stage = await openStage({ settings: byApp })
})
beforeEach(async () => {
  await stage.reset()
  ingrid = stage.meet('Ingrid Solberg', 'Windows')
})
afterAll(() => stage.close())

/** Proved by Marcus, approved by Ingrid, and at the card before the dialog. */
async function approved(name = 'Yuki Tanaka') {
  const all = await taken(stage, name)
  await seenInPerson(all.agent)
  expect(all.agent.last()).toContain('Waiting for a second person')
  expect(all.agent.buttons()).not.toContain('Make the pass')
  await opensCase(ingrid, all.number)
  await ingrid.press('Approve')
  await all.agent.sees('You can make the pass now.')
  return all
}

const alarms = () => stage.db.query('select kind, agent_id as agent from alarms order by raised_at')

describe('T17 each pass by Unlock’s own right', () => {
  test('takes a second person, is made once, by the app, and security hears of it', async () => {
    const sofia = stage.meet('Sofia Andersson', 'Windows')
    await sofia.opens()
    const { person, agent } = await approved()
    await agent.press('Make the pass')
    expect(codeIn(dialogOf((await agent.press('Yes, make it and show it')).body))).toMatch(/^\S{8,}$/)
    expect(madePasses(stage)).toHaveLength(1)
    expect(hasPass(stage, person)).toBe(true)
    expect(JSON.stringify(stage.company.passAudits())).toContain('"displayName":"Unlock"')
    expect(await alarms()).toEqual([{ kind: 'made-by-app', agent: agent.person.id }])
    await expect.poll(() => sofia.read().join('\n'), { timeout: 10_000 }).toContain('Unlock made a pass by its own right')
  })

  test('T9 leaves its code in the answer to one invoke, as any other', async () => {
    const { agent } = await approved()
    await agent.press('Make the pass')
    const code = codeIn(dialogOf((await agent.press('Yes, make it and show it')).body)) ?? ''
    await agent.sees('A pass is on the account')
    const [row] = await stage.db.query<{ found: number }>(
      `select (select count(*) from messages where activity::text like '%' || $1 || '%')
            + (select count(*) from audit_entries where detail::text like '%' || $1 || '%')
            + (select count(*) from notices n where n::text like '%' || $1 || '%')::int as found`,
      [code],
    )
    expect(code).not.toBe('')
    expect(Number(row?.found)).toBe(0)
    expect(agent.read().join('\n')).not.toContain(code)
  })

  test('T22 asks the agent to sign in anew, though the agent’s right is not used', async () => {
    const { agent } = await approved()
    stage.company.administer(agent.person.id, { do: 'set-sign-in', signIn: { provedMinutesAgo: 300 } })
    const { body } = await agent.press('Make the pass')
    expect((body as { type?: string }).type).toBe('application/vnd.microsoft.activity.loginRequest')
    expect(madePasses(stage)).toEqual([])
  })

  test.each([
    ['T6 an administrator', 'Fatima Zahra Benali'],
    ['an executive', 'Astrid Lindholm'],
  ])('is none for %s', async (_, who) => {
    const { agent } = await taken(stage, who)
    await agent.press('Prove who it is')
    expect(agent.last()).toContain('Unlock makes no pass for this account.')
    expect(await refusals(stage)).toEqual(['not-by-app'])
  })

  test('T6 is none for who became an administrator after the approval', async () => {
    const { person, agent } = await approved()
    stage.company.administer(person.person.id, { do: 'add-to-group', group: 'exchange-admins' })
    await agent.press('Make the pass')
    expect(agent.buttons()).not.toContain('Yes, make it and show it')
    expect(madePasses(stage)).toEqual([])
  })

  test('T11 is one of two in an hour by one agent', async () => {
    const { agent } = await taken(stage)
    await stage.db.query(
      `insert into passes_made (escalation_id, employee_id, made_by) select id, employee_id, $1 from escalations, generate_series(1, 2)`,
      [agent.person.id],
    )
    await stage.db.query(`update passes_made set employee_id = gen_random_uuid()`)
    await hasRightPerson(agent)
    await proves(agent, 'Seen in person, with a badge')
    await looksUntilTold(agent)
    await opensCase(ingrid, (await number()) ?? '')
    await ingrid.press('Approve')
    await agent.sees('You can make the pass now.')
    await agent.press('Make the pass')
    expect(agent.last()).toContain('as many passes in an hour as one agent may')
  })
})

const number = async () => (await stage.db.query<{ number: string }>('select number::text as number from escalations'))[0]?.number

describe('T17 Unlock does not start in this mode', () => {
  const entra = () => createEntra({ baseUrl: stage.company.graphUrl, token: async () => 'sample' })
  const company = () => byApp(settingsShape.parse(stage.company.settings))

  test.each<[string, (settings: Settings) => Settings, RegExp]>([
    [
      'without the word of the company',
      ({ pass, ...all }) => ({ ...all, pass: { ...pass, appOnly: undefined } }),
      /needs pass\.appOnly as well/,
    ],
    ['without a sign-in of agents', ({ agentSignIn: _, ...all }) => all, /needs agentSignIn as well/],
    ['without the helpdesk’s channel', ({ helpdeskChannel: _, ...all }) => all, /needs helpdeskChannel as well/],
    [
      'without anybody who hears alarms',
      ({ groups: { security: _, ...groups }, ...all }) => ({ ...all, groups }),
      /needs groups\.security/,
    ],
    [
      'without knowing the emergency accounts',
      ({ groups: { breakGlass: _, ...groups }, ...all }) => ({ ...all, groups }),
      /groups\.breakGlass/,
    ],
  ])('%s', async (_, change, says) => {
    const refused = await guardAppOnly(change(company()), entra()).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(BadConfig)
    expect((refused as Error).message).toMatch(says)
    expect((refused as Error).message).not.toContain('\n')
    expect(madePasses(stage)).toEqual([])
  })

  const withDecoy = (id: string): Settings => {
    const { pass, ...all } = company()
    return { ...all, pass: passShape.parse({ ...pass, appOnly: { allProtected: true, decoy: id } }) }
  }

  test('when a pass can be made for the decoy, which is deleted at once', async () => {
    const ines = stage.meet('Ines Moreau', 'iOS')
    await expect(guardAppOnly(withDecoy(ines.person.id), entra())).rejects.toThrow('no restricted unit protects it')
    expect(hasPass(stage, ines)).toBe(false)
  })

  test('when the decoy is nobody', async () => {
    await expect(guardAppOnly(withDecoy(uuidOf('nobody at all')), entra())).rejects.toThrow('it proves nothing')
  })

  test('when Entra does not answer; another start may help, so that is no wrong setting', async () => {
    stage.company.faults.set({ where: 'graph', path: 'temporaryAccessPassMethods', method: 'POST', fault: { kind: 'status', status: 503 } })
    const refused = await guardAppOnly(company(), entra()).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(Error)
    expect(refused).not.toBeInstanceOf(BadConfig)
  })

  test('and in the other modes nothing of it is asked', async () => {
    const { pass, ...all } = company()
    await guardAppOnly({ ...all, pass: { ...pass, mode: 'delegated', appOnly: undefined } }, entra())
    expect(madePasses(stage)).toEqual([])
  })
})
