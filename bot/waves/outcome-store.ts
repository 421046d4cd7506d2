// What came of a wave, in numbers: all of it, by language, group and platform, and where those stand who are not through.
import type { Queryable } from '../database/database.ts'
import { type Row, type ToldRow, told } from './few.ts'
import { isPressed } from './standing.ts'

const figures = ['delivered', 'read', 'started', 'done'] as const
type Figure = (typeof figures)[number]
export type Totals = Omit<Row<Figure>, 'name'>

export interface Outcome {
  totals: Totals
  /** Teams has told of somebody what they read, so it may be believed of others: else `read` only counts those who went on. */
  readsKnown: boolean
  by: { language: ToldRow<Figure>[]; group: ToldRow<Figure>[]; platform: ToldRow<Figure>[] }
  /** By the step they were shown last. `stuck`: for a day, or waiting for a person. */
  stuck: ToldRow<'stuck'>[]
}

/** Ids of Teams are milliseconds, and whoever read one message read those before it (`isMessageRead` in botframework-connector). */
export const receipt = `case when d.activity_id ~ '^[0-9]{1,18}$' then coalesce(p.read_up_to >= d.activity_id::bigint, false) else false end`
const sent = `d.state = 'sent'`
const isDone = `coalesce(g.finished_at >= d.settled_at, false)`
const began = (card: string) =>
  `exists (select 1 from messages m where m.employee_id = d.employee_id and m.written_at >= d.settled_at and m.card ${card})`
/** They were led on, not only answered. */
const isStarted = `(${isDone} or ${began(`in ('step', 'choosePhone')`)})`
const count = (what: string) => `(count(*) filter (where ${sent} and ${what}))::int`

const counts = `count(*)::int as targeted, ${count('true')} as delivered,
  ${count(`(${receipt} or ${isPressed} or ${isStarted})`)} as read, ${count(isStarted)} as started, ${count(isDone)} as done`
const from = `from deliveries d left join people p on p.employee_id = d.employee_id left join progress g on g.employee_id = d.employee_id`

/** SQL of what people are counted by; null where nobody knows. */
const traits = {
  language: `nullif(split_part(d.locale, '-', 1), '')`,
  group: 'd.via',
  // As `Platform` has it: samsung-14.
  platform: `g.phone || coalesce('-' || substring(g.system_version from '[0-9]+|too-old'), '')`,
}

const by = (db: Queryable, waveId: string, trait: keyof typeof traits) =>
  db.query<Row<Figure>>(`select coalesce(${traits[trait]}, '') as name, ${counts} ${from} where d.wave_id = $1 group by 1`, [waveId])

/** A day without moving on: everybody has lunch, and meetings. */
const stuckAfter = `interval '1 day'`
const standing = (db: Queryable, waveId: string) =>
  db.query<Row<'stuck'>>(
    `select step.name, count(*)::int as targeted, (count(*) filter (where step.since < now() - ${stuckAfter}
            or exists (select 1 from escalations e where e.employee_id = d.employee_id and e.state <> 'closed')))::int as stuck
       ${from} cross join lateral (select m.about as name, m.written_at as since from messages m
         where m.employee_id = d.employee_id and m.card = 'step' and m.written_at >= d.settled_at order by m.written_at desc limit 1) step
      where d.wave_id = $1 and ${sent} and not ${isDone} group by 1`,
    [waveId],
  )

const readsKnown = async (db: Queryable) => (await db.query('select 1 from people where read_up_to is not null limit 1')).length > 0

export async function outcome(db: Queryable, waveId: string): Promise<Outcome> {
  const [totals, known, language, group, platform, steps] = await Promise.all([
    totalsOf(db, 'd.wave_id = $1', [waveId]),
    readsKnown(db),
    by(db, waveId, 'language'),
    by(db, waveId, 'group'),
    by(db, waveId, 'platform'),
    standing(db, waveId),
  ])
  const shown = (rows: Row<Figure>[]) => told(rows, figures, 'others')
  return {
    totals,
    readsKnown: known,
    by: { language: shown(language), group: shown(group), platform: shown(platform) },
    stuck: told(steps, ['stuck'], 'others'),
  }
}

/** Of all waves that wrote to somebody in the last days: how many there are, and what came of them. */
export async function outcomeOfDays(db: Queryable, days: number): Promise<{ waves: number; totals: Totals; readsKnown: boolean }> {
  const recent = `exists (select 1 from waves w where w.id = d.wave_id and w.started_at > now() - make_interval(days => $1))`
  const [row] = await db.query<{ waves: number }>(
    `select count(*)::int as waves from waves where started_at > now() - make_interval(days => $1)`,
    [days],
  )
  return { waves: row?.waves ?? 0, totals: await totalsOf(db, recent, [days]), readsKnown: await readsKnown(db) }
}

async function totalsOf(db: Queryable, where: string, values: unknown[]): Promise<Totals> {
  const [row] = await db.query<Totals>(`select ${counts} ${from} where ${where}`, values)
  return row ?? { targeted: 0, delivered: 0, read: 0, started: 0, done: 0 }
}
