// Requests and waves that are long over: what goes after ninety days, and what stays because it is still open.
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { verify } from '../../bot/audit/verify.ts'
import { deleteOld } from '../../bot/retention/delete-old.ts'
import { settingsShape } from '../../bot/settings.ts'
import { asks } from '../escalation/desk.ts'
import { tablesWith } from '../security/attack.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { drafts, previews, sends, stateOf } from '../waves/organiser.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

const nobody = '99999999-9999-4999-8999-999999999999'
const night = () => deleteOld({ db: stage.db, settings: settingsShape.parse(stage.company.settings), log: pino({ level: 'silent' }) })
const count = async (from: string) => (await stage.db.query<{ n: number }>(`select count(*)::int as n from ${from}`))[0]?.n
const deleted = async () =>
  (
    await stage.db.query<{ what: string; count: string }>(
      `select detail->>'what' as what, detail->>'count' as count from audit_entries where verb = 'data-deleted' order by seq`,
    )
  ).map(({ what, count: n }) => `${what} ${n}`)

describe('a request to the helpdesk', () => {
  const of = ['escalations', 'escalation_lines', 'escalation_told', 'evidence', 'notices', 'alarms', 'number_checks']

  /** Somebody asked, and took it back. */
  async function closed() {
    const kofi = stage.meet('Kofi Mensah', 'Android')
    await asks(kofi)
    await kofi.press('Take it back')
    await kofi.sees('Taken back')
    const settled = `notices where state in ('unresolved', 'queued', 'sending')`
    await expect.poll(() => count(settled)).toBe(0)
    await stage.db.script(`insert into escalation_lines (id, escalation_id, said_by, author_id, words)
        select gen_random_uuid(), id, 'employee', employee_id, 'call me after four' from escalations;
      insert into evidence (id, escalation_id, class, held, recorded_by) select gen_random_uuid(), id, 'in-person', true, employee_id from escalations;
      insert into alarms (id, kind, key, escalation_id) select gen_random_uuid(), 'not-me', 'of the request', id from escalations;
      insert into alarms (id, kind, key) values (gen_random_uuid(), 'orphan-pass', 'of nobody')`)
    return kofi
  }
  const daysLater = (days: number) =>
    stage.db.script(`update escalations set closed_at = closed_at - interval '${days} days';
      update alarms set raised_at = raised_at - interval '${days} days'`)

  test('goes after ninety days with all that was said, proved and told about it; the audit stays, and verifies', async () => {
    const kofi = await closed()
    await daysLater(89)
    await night()
    expect(await count('escalations')).toBe(1)
    const entered = await count('audit_entries')
    await daysLater(2)
    await night()
    for (const table of of) expect(await count(table), table).toBe(0)
    expect(await deleted()).toEqual(['requests 1', 'alarms 1'])
    expect(await verify(stage.db)).toMatchObject({ ok: true, entries: (entered ?? 0) + 2 })
    expect(await tablesWith(stage.db, 'call me after four')).toEqual([])
    await asks(kofi)
  })

  test.each<[string, string]>([
    ['it is open', `update escalations set state = 'open', outcome = null`],
    ['its pass may be alive', `update escalations set pass_id = 'p', pass_gone_at = null`],
    ['nobody knows whether its pass was made', 'update escalations set lost_pass = true'],
    ['somebody is still to look at it once more', `update escalations set review = 'wanted'`],
    [
      'a notice about it is not sent yet',
      `insert into notices (id, escalation_id, event, recipient, state, channel, due_at)
         select gen_random_uuid(), id, 'closed', 'security', 'queued', 'chat', now() + interval '1 day' from escalations`,
    ],
  ])('stays, however old, while %s', async (_, sql) => {
    await stage.db.script(`insert into escalations (id, number, phrase, employee_id, kind, state, outcome, card_id, closed_at, shown_version)
      values ('${nobody}', 1, 'quiet harbour', '${nobody}', 'pass', 'closed', 'passkey', '${nobody}', now(), 1)`)
    await stage.db.script(sql)
    await daysLater(400)
    await night()
    expect(await count('escalations')).toBe(1)
  })
})

describe('a wave', () => {
  const names = ['Greta Schneider', 'Tiago Costa']
  const toTwo = (form: Record<string, string> = {}) =>
    sends(stage, { groups: '', addresses: names.map((name) => stage.company.person(name).mail).join('\n'), ...form })
  async function finished(form: Record<string, string> = {}): Promise<string> {
    const id = await toTwo(form)
    await expect.poll(() => stateOf(stage, id), { timeout: 20_000 }).toBe('finished')
    return id
  }
  const daysLater = (days: number) => stage.db.script(`update waves set ended_at = ended_at - interval '${days} days'`)

  test('goes after ninety days with its recipients; the audit still says who approved it, and for how many', async () => {
    const id = await finished()
    await daysLater(89)
    await night()
    expect(await count('deliveries')).toBe(2)
    await daysLater(2)
    await night()
    expect([await count('waves'), await count('deliveries'), await count('wave_chunks')]).toEqual([0, 0, 0])
    expect(await deleted()).toEqual(['recipients 2', 'waves 1'])
    expect(await count(`audit_entries where verb = 'wave-approved' and detail->>'wave' = '${id}' and detail->>'people' = '2'`)).toBe(1)
    expect((await verify(stage.db)).ok).toBe(true)
  })

  test.each<[string, string]>([
    ['it runs', `update waves set state = 'running'`],
    ['it is paused', `update waves set state = 'paused'`],
    ['a reminder is still to come', `update waves set content = content || '{"reminders":{"times":1,"afterDays":3650}}'`],
    [
      'another is being made from it',
      `insert into waves (id, name, made_by, content, audience, follows) select gen_random_uuid(), 'again', made_by, content, audience, id from waves`,
    ],
  ])('stays, however old, while %s', async (_, sql) => {
    await stage.db.script(`insert into people (employee_id, tenant_id, name) values ('${nobody}', '${nobody}', 'Olga');
      insert into waves (id, name, made_by, state, content, audience, ended_at) values ('${nobody}', 'Old', '${nobody}', 'finished', '{}', '{}', now());
      insert into deliveries (wave_id, employee_id, chunk, name, zone, due_at) values ('${nobody}', '${nobody}', 0, 'Olga', 'UTC', now() + interval '1 year')`)
    await stage.db.script(sql)
    await daysLater(400)
    await night()
    expect(await count('deliveries')).toBe(1)
  })

  test('goes together with its reminders: one that was forgotten would be sent again', async () => {
    const id = await finished({ after: '1', times: '1' })
    await stage.db.query(`update waves set started_at = started_at - interval '2 days' where id = $1`, [id])
    await expect.poll(() => count(`waves where nth = 1 and state = 'finished'`), { timeout: 20_000 }).toBe(1)
    await daysLater(91)
    const reminded = await count(`audit_entries where verb = 'wave-drafted'`)
    await night()
    expect(await count('waves')).toBe(0)
    expect(await count(`audit_entries where verb = 'wave-drafted'`)).toBe(reminded)
  })

  test('that was previewed and forgotten keeps its draft and loses its recipients', async () => {
    const camille = stage.meet('Camille Laurent', 'Web')
    await drafts(camille, { name: 'Some day' })
    expect(await previews(camille)).toBeGreaterThan(0)
    await stage.db.script(`update waves set previewed_at = previewed_at - interval '91 days'`)
    await night()
    expect(await count('deliveries')).toBe(0)
    expect(await count(`waves where state = 'draft' and name = 'Some day'`)).toBe(1)
    await camille.tells('waves')
    await camille.press(camille.buttons().find((title) => title.startsWith('Some day')) ?? '')
    expect(await previews(camille)).toBeGreaterThan(0)
  })

  test('no longer names who took the app away, once it is over', async () => {
    await finished()
    const greta = stage.company.person('Greta Schneider')
    await stage.db.query(`update people set installed = false, last_seen_at = now() - interval '31 days' where employee_id = $1`, [
      greta.id,
    ])
    await night()
    expect(await count(`deliveries where name = '' and employee_id = '${greta.id}'`)).toBe(1)
    expect(await count(`people where employee_id = '${greta.id}'`)).toBe(0)
  })
})
