// The agent's own sign-in: strong, of this hour, used once and kept nowhere (T19, T22).
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Settings } from '../../bot/settings.ts'
import { tablesWith } from '../security/attack.ts'
import type { Actor } from '../support/actor.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { becomes, codeIn, dialogOf, madePasses, opensCase, readyForPass, seenInPerson, standsAt, taken, withPass } from './desk.ts'

let stage: Stage
let contexts: string[] = []
/** Of conditional access, when a test's company asks for one. */
const wanted = (settings: Settings): Settings => ({ ...settings, agentSignIn: { connection: 'graph', withinMinutes: 60, contexts } })
async function raise(asked: string[]) {
  if (stage && contexts.join() === asked.join()) return stage.reset()
  await stage?.close()
  contexts = asked
  stage = await openStage({ settings: wanted })
}
afterAll(() => stage.close())

const asksToSignIn = (body: unknown) => (body as { type?: string }).type === 'application/vnd.microsoft.activity.loginRequest'
const signs = (agent: Actor, signIn: object) => stage.company.administer(agent.person.id, { do: 'set-sign-in', signIn })
const isSignedIn = (agent: Actor) => stage.company.company().signedIn.some(({ personId }) => personId === agent.person.id)

async function proved(): Promise<Actor> {
  const { agent } = await taken(stage)
  await seenInPerson(agent)
  return agent
}

describe('T22 a stolen session of an agent makes no pass:', () => {
  beforeEach(() => raise([]))

  test('a sign-in of five hours ago is asked to be done anew, before anything is asked of Entra', async () => {
    const agent = await proved()
    signs(agent, { provedMinutesAgo: 300 })
    const { body } = await agent.press('Make the pass')
    expect(asksToSignIn(body)).toBe(true)
    expect(agent.buttons()).not.toContain('Yes, make it and show it')
    expect(madePasses(stage)).toEqual([])
    signs(agent, { provedMinutesAgo: 1 })
    await agent.press('Make the pass')
    expect(codeIn(dialogOf((await agent.press('Yes, make it and show it')).body))).toBeDefined()
  })

  test('a sign-in that grew too old between the press and the dialog makes nothing', async () => {
    const { agent } = await readyForPass(stage)
    await stage.db.query(
      `update escalations set sign_in_proof = jsonb_set(sign_in_proof, '{provedAt}', to_jsonb(now() - interval '61 minutes'))`,
    )
    expect(dialogOf((await agent.press('Yes, make it and show it')).body)).toContain('Your sign-in could not be read')
    expect(madePasses(stage)).toEqual([])
  })
})

describe('T22 a stolen session of an agent approves nothing:', () => {
  beforeEach(() => raise([]))

  const approving = async () => {
    const { agent, number } = await taken(stage, 'Fatima Zahra Benali')
    await seenInPerson(agent)
    const ingrid = stage.meet('Ingrid Solberg', 'Windows')
    await opensCase(ingrid, number)
    return ingrid
  }

  test('a sign-in of five hours ago is asked to be done anew; a fresh one is on record with the approval, and stays nowhere', async () => {
    const ingrid = await approving()
    signs(ingrid, { provedMinutesAgo: 300 })
    expect(asksToSignIn((await ingrid.press('Approve')).body)).toBe(true)
    expect(await standsAt(stage)).toBe('verified')
    signs(ingrid, { provedMinutesAgo: 1 })
    await ingrid.press('Approve')
    await becomes(stage, 'approved')
    const [approved] = await stage.db.query<{ detail: object }>(`select detail from audit_entries where verb = 'pass-approved'`)
    expect(approved?.detail, 'D3').toMatchObject({ signedIn: expect.any(Number) })
    await expect.poll(() => isSignedIn(ingrid), { timeout: 10_000 }).toBe(false)
  })
})

describe('T22 where the company wants an authentication context', () => {
  beforeEach(() => raise(['c1']))

  test('a sign-in without it makes no pass, and one with it does; D3 the audit says who, how and when they had signed in', async () => {
    const agent = await proved()
    expect(asksToSignIn((await agent.press('Make the pass')).body)).toBe(true)
    expect(madePasses(stage)).toEqual([])
    // Entra names what we did not ask for as well.
    signs(agent, { contexts: ['p1', 'urn:user:registersecurityinfo', 'c1'] })
    await agent.press('Make the pass')
    expect(codeIn(dialogOf((await agent.press('Yes, make it and show it')).body))).toBeDefined()
    const [begun] = await stage.db.query<{ actor: string; detail: object }>(
      `select actor, detail from audit_entries where verb = 'pass-begun'`,
    )
    expect(begun).toMatchObject({
      actor: agent.person.id,
      detail: { contexts: 'c1', signedIn: expect.any(Number), tier: 'new-hire', request: expect.stringMatching(/^\d{4}$/) },
    })
  })
})

describe('P14 a press and the sign-in it asks for', () => {
  beforeEach(() => raise([]))

  const counts = async (agent: Actor) =>
    (await stage.db.query(`select 1 from turns where employee_id = $1 and received_at > now() - interval '10 seconds'`, [agent.person.id]))
      .length
  /** As if everything until now were a minute old, and this much had been said since. */
  const hasSaid = async (agent: Actor, times: number) => {
    await stage.db.query(`update turns set received_at = received_at - interval '1 minute'`)
    await stage.db.query(
      `insert into turns (id, key, employee_id, said, state, leased_until)
       select gen_random_uuid(), 'm:' || n, $1, '{"kind": "beside"}', 'answered', now() from generate_series(1, $2::int) n`,
      [agent.person.id, times],
    )
  }

  test('count once when the agent could sign in, also as the last one there is room for', async () => {
    const agent = await proved()
    await hasSaid(agent, 19)
    await agent.press('Make the pass')
    expect(agent.buttons()).toContain('Yes, make it and show it')
    expect(await counts(agent)).toBe(20)
  })

  test('each count when the agent could not, and soon nothing is asked of Entra any more', async () => {
    const agent = await proved()
    signs(agent, { provedMinutesAgo: 300 })
    await hasSaid(agent, 0)
    const statuses: number[] = []
    for (let press = 0; press < 15; press++) {
      const { body } = await agent.press('Make the pass')
      statuses.push((body as { statusCode: number }).statusCode)
    }
    expect(statuses.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => 401))
    expect(statuses.slice(-3)).toEqual([403, 403, 403])
    expect(await counts(agent)).toBeLessThanOrEqual(22)
  })

  test('a sign-in for a press that was taken in already makes nothing uncounted', async () => {
    const agent = await proved()
    const again = agent.button('Make the pass')
    await agent.press('Make the pass')
    await hasSaid(agent, 0)
    for (let press = 0; press < 3; press++) await agent.pressesButton(again)
    expect(await counts(agent)).toBe(3)
  })
})

describe('T19 nothing of the agent’s sign-in stays', () => {
  beforeEach(() => raise([]))
  afterEach(async () => expect(await tablesWith(stage.db, 'eyJ')).toEqual([]))

  test('when the pass is made', async () => {
    const { agent } = await withPass(stage)
    expect(isSignedIn(agent)).toBe(false)
  })

  test('when it is refused after they signed in', async () => {
    const agent = await proved()
    stage.company.administerCompany({ do: 'set-pass-rules', rules: { enabled: false } })
    await agent.press('Make the pass')
    expect(agent.last()).toContain('switched off in your company')
    await expect.poll(() => isSignedIn(agent), { timeout: 10_000 }).toBe(false)
  })

  test('when the process dies as soon as they have signed in: what ends it is there before the sign-in is', async () => {
    const agent = await proved()
    signs(agent, { provedMinutesAgo: 300 })
    expect(asksToSignIn((await agent.press('Make the pass')).body)).toBe(true)
    expect(await stage.db.query(`select 1 from jobs.job where name = 'escalation.sign-out'`)).toHaveLength(1)
  })

  test('when they open no dialog: three minutes, and they are signed out', async () => {
    const { agent } = await readyForPass(stage)
    expect(isSignedIn(agent)).toBe(true)
    const waiting = `from jobs.job where name = 'escalation.sign-out' and state = 'created'`
    expect(
      await stage.db.query(`select 1 ${waiting} and start_after between now() + interval '1 minute' and now() + interval '3 minutes'`),
    ).toHaveLength(1)
    await stage.db.query(`update jobs.job set start_after = now() where id in (select id ${waiting})`)
    await expect.poll(() => isSignedIn(agent), { timeout: 10_000 }).toBe(false)
  })

  test('when they take the app away before it ends', async () => {
    const { agent } = await readyForPass(stage)
    expect(isSignedIn(agent)).toBe(true)
    await stage.company.changeApp(agent.person.id, { do: 'uninstall' })
    await expect.poll(() => stage.db.query('select 1 from people where not installed')).toHaveLength(1)
    await stage.db.query(`update jobs.job set start_after = now() where name = 'escalation.sign-out' and state = 'created'`)
    await expect.poll(() => isSignedIn(agent), { timeout: 10_000 }).toBe(false)
  })

  test('when Entra gives no answer', async () => {
    const { agent } = await readyForPass(stage)
    stage.company.faults.set({ where: 'graph', path: 'temporaryAccessPassMethods', method: 'POST', fault: { kind: 'drop-after' } })
    await agent.press('Yes, make it and show it')
    await becomes(stage, 'issue-unknown')
    expect(isSignedIn(agent)).toBe(false)
  })
})
