// A pass is made once, seen once and gone in time, whatever is pressed, answered or not answered: attacks of the threat model by their rows.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { due } from '../../bot/escalation/deadline-store.ts'
import { settingsShape } from '../../bot/settings.ts'
import { activity, tablesWith } from '../security/attack.ts'
import type { Actor } from '../support/actor.ts'
import { server } from '../support/databases.ts'
import { openStage, type Stage } from '../support/stage.ts'
import {
  becomes,
  codeIn,
  deletedPasses,
  dialogOf,
  hasPass,
  hasRightPerson,
  madePasses,
  makesPasskeyWithPass,
  pressesFurtherUp,
  readyForPass,
  seenInPerson,
  standsAt,
  taken,
  withPass,
} from './desk.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

const makeIt = 'Yes, make it and show it'

/** What the client sends for the button that opens the dialog. */
function dialogPress(agent: Actor) {
  const { action, activityId } = agent.button(makeIt)
  const { msteams: _, ...data } = action.data as Record<string, unknown>
  return activity(agent, { type: 'invoke', name: 'task/fetch', replyToId: activityId, value: { data, context: { theme: 'default' } } })
}

const audited = async () => (await stage.db.query<{ verb: string }>('select verb from audit_entries order by seq')).map(({ verb }) => verb)

/** As if that long had gone by since the pass was made. */
const later = (minutes: number) =>
  stage.db.query(
    `update escalations set since = since - make_interval(mins => $1), pass_made_at = pass_made_at - make_interval(mins => $1),
    pass_used_at = pass_used_at - make_interval(mins => $1)`,
    [minutes],
  )

describe('T4', () => {
  test(`fifty makings at once are one question to Entra and one code${server() === '' ? '' : ', from connections that race'}`, async () => {
    const { agent } = await readyForPass(stage)
    const press = dialogPress(agent)
    await stage.db.query(`update turns set received_at = received_at - interval '1 minute'`)
    const answers = await Promise.all(Array.from({ length: 50 }, () => stage.company.raw({ ...press, id: crypto.randomUUID() })))
    // As many as anybody may press; the others are too many (P14).
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(20)
    expect(answers.filter(({ status }) => status === 403)).toHaveLength(30)
    expect(madePasses(stage)).toHaveLength(1)
    expect(answers.filter(({ body }) => codeIn(dialogOf(body)))).toHaveLength(1)
    expect(await standsAt(stage)).toBe('issued')
    expect((await audited()).filter((verb) => verb === 'pass-begun' || verb === 'pass-made')).toEqual(['pass-begun', 'pass-made'])
  }, 60_000)

  test('C2 ten presses of "It holds" at once are one piece of evidence', async () => {
    const { agent } = await taken(stage)
    await hasRightPerson(agent)
    await agent.press('Prove who it is')
    await agent.press('Seen in person, with a badge')
    const { action, activityId } = agent.button('It holds')
    const press = activity(agent, { type: 'invoke', name: 'adaptiveCard/action', replyToId: activityId })
    const all = Array.from({ length: 10 }, () => ({ ...press, id: crypto.randomUUID(), value: { action, trigger: 'manual' } }))
    await Promise.all(all.map((each) => stage.company.raw(each)))
    expect(await stage.db.query('select 1 from evidence')).toHaveLength(1)
    expect((await audited()).filter((verb) => verb === 'proof-complete')).toHaveLength(1)
  })
})

describe('T5 when Entra made a pass and the answer was lost', () => {
  test('it is not asked again, nothing is shown, and what is found is deleted', async () => {
    const { person, agent } = await readyForPass(stage)
    stage.company.faults.set({
      where: 'graph',
      path: 'temporaryAccessPassMethods',
      method: 'POST',
      fault: { kind: 'drop-after' },
      times: 1,
    })
    const { body } = await agent.press(makeIt)
    expect(dialogOf(body)).toContain('Entra did not say whether a pass was made')
    expect(codeIn(dialogOf(body))).toBeUndefined()
    expect(hasPass(stage, person)).toBe(true)
    // The sweep, which every start begins with.
    await stage.restart()
    await expect.poll(() => hasPass(stage, person), { timeout: 15_000 }).toBe(false)
    await becomes(stage, 'verified')
    expect(madePasses(stage)).toHaveLength(1)
    expect(deletedPasses(stage).map(({ status }) => status)).toEqual([204])
    expect((await audited()).slice(-3)).toEqual(['pass-begun', 'pass-unknown', 'pass-cleared'])
  })

  test('or the person took the request back meanwhile: nobody sees a code, and the pass is gone', async () => {
    const { person, agent } = await readyForPass(stage)
    // Or the card that is pressed steps aside in that very moment.
    await person.sees('Get ready')
    stage.company.faults.set({ where: 'graph', path: 'temporaryAccessPassMethods', method: 'POST', fault: { kind: 'latency', ms: 1500 } })
    const asked = agent.press(makeIt)
    await becomes(stage, 'issuing')
    // Entra says nothing of the account's passes, or not yet.
    stage.company.faults.set({ where: 'graph', path: 'temporaryAccessPassMethods', method: 'GET', fault: { kind: 'status', status: 403 } })
    await pressesFurtherUp(person, 'Take it back')
    const { body } = await asked
    expect(codeIn(dialogOf(body))).toBeUndefined()
    await agent.sees('Taken back by the person.')
    expect(await standsAt(stage)).toBe('closed withdrawn')
    expect(madePasses(stage)).toHaveLength(1)
    expect(hasPass(stage, person)).toBe(false)
  })

  test('a line that the person writes meanwhile does not cost the pass', async () => {
    const { person, agent } = await readyForPass(stage)
    await person.sees('Get ready')
    await pressesFurtherUp(person, 'Add a line')
    stage.company.faults.set({ where: 'graph', path: 'temporaryAccessPassMethods', method: 'POST', fault: { kind: 'latency', ms: 1500 } })
    const asked = agent.press(makeIt)
    await becomes(stage, 'issuing')
    await pressesFurtherUp(person, 'Pass it on', { 'in-words': 'I am at the front desk' })
    expect(codeIn(dialogOf((await asked).body))).toBeDefined()
    expect(await standsAt(stage)).toBe('issued')
  })
})

test.each([
  [400, 'badRequest', 'your company’s rules do not allow it'],
  [403, 'accessDenied', 'you may not do this'],
  [429, undefined, 'Entra is too busy'],
] as const)(
  'T5 a plain no of Entra (%i) makes nothing unknown: it is said, and the request is where it was',
  async (status, code, says) => {
    const { agent } = await readyForPass(stage)
    stage.company.faults.set({
      where: 'graph',
      path: 'temporaryAccessPassMethods',
      method: 'POST',
      fault: { kind: 'status', status, code },
    })
    expect(dialogOf((await agent.press(makeIt)).body)).toContain(says)
    expect(await standsAt(stage)).toBe('verified')
    expect(madePasses(stage)).toHaveLength(1)
  },
)

test('T9 the code is in the answer to one invoke and in nothing else that leaves or stays', async () => {
  const { person, agent, code } = await withPass(stage)
  await person.sees('Type it in now')
  await agent.sees('A pass is on the account')
  const sent = stage.company.people.map(({ id }) => stage.company.chatOf(id))
  expect(JSON.stringify([sent, stage.company.channel(agent.person.id), stage.company.company()])).not.toContain(code)
  expect(await tablesWith(stage.db, code)).toEqual([])
})

describe('T10 the pass is deleted', () => {
  test('when the passkey is seen, and again until Entra has done it', async () => {
    const { person } = await withPass(stage)
    stage.company.faults.set({
      where: 'graph',
      path: 'temporaryAccessPassMethods',
      method: 'DELETE',
      fault: { kind: 'status', status: 503 },
      times: 2,
    })
    makesPasskeyWithPass(person)
    await becomes(stage, 'closed passkey')
    expect(hasPass(stage, person)).toBe(false)
    expect(deletedPasses(stage).map(({ status }) => status)).toEqual([503, 503, 204])
  })

  test('when the agent says so', async () => {
    const { person, agent } = await withPass(stage)
    await agent.sees('A pass is on the account')
    await agent.press('Delete the pass now')
    expect(hasPass(stage, person)).toBe(false)
    expect(await standsAt(stage)).toBe('verified')
    await person.sees('Your start pass was not used')
  })

  test('when the person takes the request back', async () => {
    const { person } = await withPass(stage)
    await person.sees('Type it in now')
    // The card of a made pass has no such button; the one before it had, and closing is the agent's here.
    await stage.db.query(`update escalations set state = 'closed', outcome = 'withdrawn', closed_at = now()`)
    await expect.poll(() => hasPass(stage, person), { timeout: 15_000 }).toBe(false)
  })
})

describe('T12', () => {
  test('a pass that nobody used in 15 minutes is deleted, and the person is told without a reproach', async () => {
    const { person } = await withPass(stage)
    await person.sees('Type it in now')
    await later(16)
    await becomes(stage, 'verified')
    expect(hasPass(stage, person)).toBe(false)
    await person.sees('Your start pass was not used')
  })

  test('a pass that was used and led to nothing goes 12 minutes after', async () => {
    const { person } = await withPass(stage)
    for (const deed of ['set-screen-lock', 'install-authenticator', 'switch-on-authenticator', 'add-account'] as const)
      person.phone({ do: deed })
    await expect.poll(audited, { timeout: 10_000 }).toContain('pass-used')
    await later(11)
    await stage.restart()
    expect(hasPass(stage, person)).toBe(true)
    await later(2)
    await becomes(stage, 'verified')
    expect(hasPass(stage, person)).toBe(false)
  })
})

test('T13 a pass that this request did not make stops it, and stays: it may be somebody’s way in', async () => {
  const { person, agent } = await taken(stage)
  await seenInPerson(agent)
  stage.company.administer(person.person.id, { do: 'issue-pass' })
  await agent.press('Make the pass')
  expect(agent.last()).toContain('There is a pass on the account already')
  expect(agent.buttons()).not.toContain(makeIt)
  expect(madePasses(stage)).toEqual([])
  expect(hasPass(stage, person)).toBe(true)
})

test('T16 a passkey of a kind that this person may not have is no success: the pass goes, the request stays open as an alarm', async () => {
  const { person } = await withPass(stage)
  await person.sees('Type it in now')
  stage.company.administer(person.person.id, { do: 'add-security-key' })
  await becomes(stage, 'alarm')
  expect(hasPass(stage, person)).toBe(false)
  await person.sees('Something about your account looks wrong')
})

test.each([
  ['before', true],
  ['after', false],
])('T16 a foreign passkey added %s the right one is not overlooked', async (_, foreignFirst) => {
  const { person } = await withPass(stage)
  await person.sees('Type it in now')
  // Both are there when Entra is looked at next.
  stage.company.faults.set({ where: 'graph', path: `${person.person.id}/authentication`, fault: { kind: 'status', status: 403 } })
  if (foreignFirst) stage.company.administer(person.person.id, { do: 'add-security-key' })
  makesPasskeyWithPass(person)
  if (!foreignFirst) stage.company.administer(person.person.id, { do: 'add-security-key' })
  stage.company.faults.clear()
  await becomes(stage, 'alarm')
  expect(hasPass(stage, person)).toBe(false)
  expect(await stage.db.query('select kind from alarms')).toEqual([{ kind: 'wrong-passkey' }])
})

describe('what was found out is too old for a pass, though no sweep has come yet:', () => {
  test.each([
    ['a proof of nine hours ago', `update escalations set since = now() - interval '9 hours'`],
    [
      'a proof of nine hours ago, though it was waited for an approval since',
      `update evidence set recorded_at = now() - interval '9 hours'`,
    ],
  ])('K6 %s', async (_, passes) => {
    const { agent } = await readyForPass(stage)
    await stage.db.query(passes)
    expect(dialogOf((await agent.press(makeIt)).body)).toContain('What was proved is too old by now')
    expect(madePasses(stage)).toEqual([])
  })

  test('K6 an approval of eleven minutes ago', async () => {
    const { agent } = await readyForPass(stage)
    await stage.db.query(
      `update escalations set state = 'approved', approved_by = gen_random_uuid(), since = now() - interval '11 minutes'`,
    )
    expect(dialogOf((await agent.press(makeIt)).body)).toContain('The approval is too old by now')
    expect(madePasses(stage)).toEqual([])
  })
})

test('K9 two hundred cards that the channel does not take keep no pass waiting, and those of closed requests are let go', async () => {
  const settings = settingsShape.parse(stage.company.settings)
  const unshown = (from: number, closed: string) =>
    stage.db.query(
      `insert into escalations (id, number, phrase, employee_id, kind, state, outcome, card_id, version, shown_version, closed_at)
       select gen_random_uuid(), $1 + n, 'calm cloud', gen_random_uuid(), 'question', 'closed', 'resolved', gen_random_uuid(), 2, 0,
         now() - $2::interval from generate_series(1, 200) as n`,
      [from, closed],
    )
  await unshown(500_000, '1 hour')
  await unshown(600_000, '2 days')
  await stage.db.query(
    `insert into escalations (id, number, phrase, employee_id, kind, state, card_id, version, shown_version, since, pass_id, pass_made_at)
     values (gen_random_uuid(), 700001, 'calm cloud', gen_random_uuid(), 'pass', 'issue-unknown', gen_random_uuid(), 2, 2, now() - interval '1 hour', null, null),
            (gen_random_uuid(), 700002, 'calm cloud', gen_random_uuid(), 'pass', 'approved', gen_random_uuid(), 2, 2, now() - interval '5 hours', null, null),
            (gen_random_uuid(), 700003, 'calm cloud', gen_random_uuid(), 'pass', 'issued', gen_random_uuid(), 2, 2, now() - interval '1 hour', 'p', now())`,
  )
  const found = await due(stage.db, settings)
  expect(found.slice(0, 3).map((one) => one.due)).toEqual(['pass-live', 'pass-lost', 'approval-too-old'])
  expect(found.slice(3).every((one) => one.due === 'unshown')).toBe(true)
  const old = await stage.db.query<{ id: string }>('select id from escalations where number between 600000 and 700000')
  expect(found.filter(({ id }) => old.some((one) => one.id === id))).toEqual([])
})

describe('T18 the pass lives as long as we say, or is not made:', () => {
  test('a tenant that allows thirty days is asked for 60 minutes, for one use', async () => {
    stage.company.administerCompany({ do: 'set-pass-rules', rules: { maximum: 43_200, usual: 43_200 } })
    const bodies: unknown[] = []
    const stop = stage.company.onGraphRequest(({ method, path, body }) => {
      if (method === 'POST' && path.includes('temporaryAccessPassMethods')) bodies.push(body)
    })
    await withPass(stage)
    stop()
    expect(bodies).toEqual([{ lifetimeInMinutes: 60, isUsableOnce: true }])
  })

  test('a tenant that allows none so short gets none', async () => {
    stage.company.administerCompany({ do: 'set-pass-rules', rules: { minimum: 120 } })
    const { agent } = await taken(stage)
    await seenInPerson(agent)
    await agent.press('Make the pass')
    expect(agent.last()).toContain('allow no pass of 60 minutes')
    expect(madePasses(stage)).toEqual([])
  })
})

describe('T20', () => {
  test('what was shown is not shown again, by the same button nor by another press', async () => {
    const { agent } = await readyForPass(stage)
    const button = agent.button(makeIt)
    const code = codeIn(dialogOf((await agent.pressesButton(button)).body))
    expect(code).toBeDefined()
    const showsNothing = async () => {
      const again = dialogOf((await agent.pressesButton(button)).body)
      expect(again).toContain('It was shown once, and cannot be shown again')
      expect(again).not.toContain(code)
      expect(codeIn(again)).toBeUndefined()
    }
    await showsNothing()
    // As a client that has not drawn the new card yet.
    await agent.sees('A pass is on the account')
    await showsNothing()
    expect(madePasses(stage)).toHaveLength(1)
  })

  test('the dialog says that it hides itself, and asks first whether anybody records or shares', async () => {
    const { agent } = await readyForPass(stage)
    expect(agent.last()).toContain('Is nothing recorded, transcribed or shared?')
    const { refresh } = JSON.parse(dialogOf((await agent.press(makeIt)).body)) as { refresh: { expires: string } }
    const seconds = (Date.parse(refresh.expires) - Date.now()) / 1000
    expect(seconds).toBeGreaterThan(30)
    expect(seconds).toBeLessThanOrEqual(60)
  })
})
