// What came of a wave, in numbers. Who is who can never be told from them (security.md B7).
import type { Queryable } from '../database/database.ts'

const few = 5

interface Row {
  language: string
  targeted: number
  delivered: number
  started: number
  done: number
}

export interface Outcome {
  totals: { targeted: number; delivered: number; started: number; done: number }
  byLanguage: { language: string; delivered?: number; started?: number; done?: number }[]
}

export async function outcome(db: Queryable, waveId: string): Promise<Outcome> {
  const rows = await db.query<Row>(
    `select coalesce(nullif(split_part(d.locale, '-', 1), ''), '?') as language, count(*)::int as targeted,
            (count(*) filter (where d.state = 'sent'))::int as delivered,
            (count(*) filter (where d.state = 'sent' and exists (select 1 from messages m where m.id = d.id)))::int as started,
            (count(*) filter (where d.state = 'sent' and exists (
               select 1 from progress g where g.employee_id = d.employee_id and g.finished_at >= d.settled_at)))::int as done
       from deliveries d where d.wave_id = $1 group by 1 order by 2 desc, 1`,
    [waveId],
  )
  const sum = (key: 'targeted' | 'delivered' | 'started' | 'done') => rows.reduce((all, row) => all + row[key], 0)
  const told = (count: number) => (count > 0 && count < few ? undefined : count)
  return {
    totals: { targeted: sum('targeted'), delivered: sum('delivered'), started: sum('started'), done: sum('done') },
    byLanguage: rows.map(({ language, delivered, started, done }) => ({
      language,
      delivered: told(delivered),
      started: told(started),
      done: told(done),
    })),
  }
}
