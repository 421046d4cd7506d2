// How many of a wave will ask the helpdesk, told from those whom earlier waves reached.
import type { Queryable } from '../database/database.ts'

export interface Forecast {
  /** People that earlier waves reached, each wave and reminder counted. */
  reached: number
  /** Requests to the helpdesk within a week after that. */
  asked: number
}

/** Fewer say nothing about the next ones. */
const least = 20
/** Instructions, phones and the helpdesk change. */
const lookBack = `interval '180 days'`
/** Who was reached today has not had the time to ask. */
const reachedBy = `d.state = 'sent' and d.settled_at > now() - ${lookBack} and d.settled_at < now() - interval '1 day'`

/** Undefined: there is no earlier wave to tell from. */
export async function forecast(db: Queryable): Promise<Forecast | undefined> {
  const [row] = await db.query<Forecast>(
    `select (select count(*) from deliveries d where ${reachedBy})::int as reached,
            (select count(*) from escalations e where exists (select 1 from deliveries d where d.employee_id = e.employee_id and ${reachedBy}
               and e.opened_at between d.settled_at and d.settled_at + interval '7 days'))::int as asked`,
  )
  return row && row.reached >= least ? row : undefined
}
