// What came of a wave, in numbers: all of it, and by language, group and phone.
import type { Queryable } from '../database/database.ts'
import { type Row, type ToldRow, told } from './few.ts'

export type Totals = Omit<Row, 'name'>

export interface Outcome {
  totals: Totals
  by: { language: ToldRow[]; group: ToldRow[]; phone: ToldRow[] }
}

const counts = `count(*)::int as targeted, (count(*) filter (where d.state = 'sent'))::int as delivered,
  (count(*) filter (where d.state = 'sent' and exists (select 1 from messages m where m.id = d.id)))::int as started,
  (count(*) filter (where d.state = 'sent' and g.finished_at >= d.settled_at))::int as done`

/** SQL of what people are counted by; null where nobody knows. */
const traits = { language: `nullif(split_part(d.locale, '-', 1), '')`, group: 'd.via', phone: 'g.phone' }

const by = (db: Queryable, waveId: string, trait: keyof typeof traits): Promise<Row[]> =>
  db.query<Row>(
    `select coalesce(${traits[trait]}, '') as name, ${counts} from deliveries d left join progress g on g.employee_id = d.employee_id
      where d.wave_id = $1 group by 1`,
    [waveId],
  )

export async function outcome(db: Queryable, waveId: string): Promise<Outcome> {
  const [totals, language, group, phone] = await Promise.all([
    totalsOf(db, 'd.wave_id = $1', [waveId]),
    by(db, waveId, 'language'),
    by(db, waveId, 'group'),
    by(db, waveId, 'phone'),
  ])
  return { totals, by: { language: told(language, 'others'), group: told(group, 'others'), phone: told(phone, 'others') } }
}

/** Of all waves that wrote to somebody in the last days: how many there are, and what came of them. */
export async function outcomeOfDays(db: Queryable, days: number): Promise<{ waves: number; totals: Totals }> {
  const recent = `exists (select 1 from waves w where w.id = d.wave_id and w.started_at > now() - make_interval(days => $1))`
  const [row] = await db.query<{ waves: number }>(
    `select count(*)::int as waves from waves where started_at > now() - make_interval(days => $1)`,
    [days],
  )
  return { waves: row?.waves ?? 0, totals: await totalsOf(db, recent, [days]) }
}

async function totalsOf(db: Queryable, where: string, values: unknown[]): Promise<Totals> {
  const [row] = await db.query<Totals>(
    `select ${counts} from deliveries d left join progress g on g.employee_id = d.employee_id where ${where}`,
    values,
  )
  return row ?? { targeted: 0, delivered: 0, started: 0, done: 0 }
}
