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
/** They were led on, not only answered. */
const isLedOn = `exists (select 1 from messages m where m.employee_id = d.employee_id and m.written_at >= d.settled_at and m.card in ('step', 'choosePhone'))`
const from = `from deliveries d left join people p on p.employee_id = d.employee_id left join progress g on g.employee_id = d.employee_id`

/** SQL of what people are counted by; null where nobody knows. */
const traits = {
  language: `nullif(split_part(d.locale, '-', 1), '')`,
  group: 'd.via',
  // As `Platform` has it: samsung-14.
  platform: `g.phone || coalesce('-' || substring(g.system_version from '[0-9]+|too-old'), '')`,
}
type Trait = keyof typeof traits
const names = Object.keys(traits) as Trait[]
const columns = names.map((name) => `"${name}"`).join(', ')

const count = (what: string) => `(count(*) filter (where ${what}))::int`
/** What each of them did is looked up once, in however many tables and figures it is counted: with 100,000 recipients that is what takes the time. */
const figuresSql = (where: string) => `
  with begun as materialized (
    select d.id, ${names.map((name) => `coalesce(${traits[name]}, '') as "${name}"`).join(', ')}, ${sent} as delivered, ${sent} and ${receipt} as receipt,
           ${sent} and ${isDone} as done, ${sent} and (${isDone} or ${isLedOn}) as started
      ${from} where ${where}),
  each as materialized (select d.*, delivered and (started or receipt or ${isPressed}) as read from begun d)
  select case ${names.map((name) => `when grouping("${name}") = 0 then '${name}'`).join(' ')} end as trait, coalesce(${columns}, '') as name,
         count(*)::int as targeted, ${figures.map((figure) => `${count(figure)} as ${figure}`).join(', ')}
    from each group by grouping sets ((), ${names.map((name) => `("${name}")`).join(', ')})`

interface Counted {
  totals: Totals
  by: Record<Trait, Row<Figure>[]>
}

async function counted(db: Queryable, where: string, values: unknown[]): Promise<Counted> {
  const rows = await db.query<Row<Figure> & { trait: Trait | null }>(figuresSql(where), values)
  const of = (asked: Trait | null) => rows.filter(({ trait }) => trait === asked).map(({ trait: _, ...row }) => row)
  const [totals = { targeted: 0, delivered: 0, read: 0, started: 0, done: 0 }] = of(null).map(({ name: _, ...all }) => all)
  return { totals, by: { language: of('language'), group: of('group'), platform: of('platform') } }
}

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
  const { totals, by } = await counted(db, 'd.wave_id = $1', [waveId])
  const shown = (rows: Row<Figure>[]) => told(rows, figures, 'others')
  return {
    totals,
    readsKnown: await readsKnown(db),
    by: { language: shown(by.language), group: shown(by.group), platform: shown(by.platform) },
    stuck: told(await standing(db, waveId), ['stuck'], 'others'),
  }
}

/** Of all waves that wrote to somebody in the last days: how many there are, and what came of them. */
export async function outcomeOfDays(db: Queryable, days: number): Promise<{ waves: number; totals: Totals; readsKnown: boolean }> {
  const recent = `exists (select 1 from waves w where w.id = d.wave_id and w.started_at > now() - make_interval(days => $1))`
  const [row] = await db.query<{ waves: number }>(
    `select count(*)::int as waves from waves where started_at > now() - make_interval(days => $1)`,
    [days],
  )
  const { totals } = await counted(db, recent, [days])
  return { waves: row?.waves ?? 0, totals, readsKnown: await readsKnown(db) }
}
