// Waves and their recipients, when their time is over: a list of recipients says by name who had no passkey. What is still to be sent, paused
// or followed stays.
import type { Queryable } from '../database/database.ts'
import type { EmployeeId } from '../people.ts'
import { batch } from './batch.ts'

const ended = (wave: string) =>
  `(${wave}.state in ('finished', 'cancelled', 'recalled') and ${wave}.ended_at <= now() - make_interval(days => $1))`

/**
 * Waves that are over for $1 days, with their reminders: as long as a wave is there, its reminders say how many there were, or one that was
 * forgotten would be sent again. Not over is what has a reminder to come, or is followed by a wave that is not.
 */
const over = `over_for as (
  select w.id from waves w
   where w.nth = 0 and ${ended('w')} and not exists (select 1 from waves r where r.follows = w.id and not ${ended('r')})
     and (w.state <> 'finished' or coalesce((w.content -> 'reminders' ->> 'times')::int, 0)
           <= (select count(*) from waves r where r.follows = w.id and r.nth > 0))),
  over as (select id from over_for union all select r.id from waves r join over_for o on r.follows = o.id where r.nth > 0)`

/** Before the waves, so that a large one goes in steps. Returns how many. */
export const oldRecipients = async (tx: Queryable, days: number): Promise<number> =>
  (
    await tx.query(
      `with ${over} delete from deliveries where id in (select d.id from deliveries d join over on over.id = d.wave_id limit ${batch}) returning 1`,
      [days],
    )
  ).length

/** Those whose recipients are gone. One that another was made from goes after that. */
export const oldWaves = async (tx: Queryable, days: number): Promise<number> =>
  (
    await tx.query(
      `with ${over}, gone as (
         select id from over_for o
          where not exists (select 1 from waves r where r.follows = o.id and r.nth = 0)
            and not exists (select 1 from deliveries d join waves r on r.id = d.wave_id where r.id = o.id or r.follows = o.id))
       delete from waves w using gone where w.id = gone.id or (w.follows = gone.id and w.nth > 0) returning 1`,
      [days],
    )
  ).length

/** Nobody can approve a preview of that age any more. The draft stays, and is previewed anew. Returns how many recipients it had. */
export async function oldPreviews(tx: Queryable, days: number): Promise<number> {
  const drafts = await tx.query<{ id: string }>(
    `update waves set state = 'draft', version = version + 1, people = null, unknown = 0, blind = '{}', previewed_at = null, asked_at = null,
            content_hash = null, audience_hash = null
      where state = 'previewed' and previewed_at < now() - make_interval(days => $1) returning id`,
    [days],
  )
  return (await tx.query('delete from deliveries where wave_id = any($1::uuid[]) returning 1', [drafts.map(({ id }) => id)])).length
}

/** Takes somebody's name off the lists of waves that are over. Where one still runs, its seal holds the name. */
export const unnamed = (tx: Queryable, employeeId: EmployeeId) =>
  tx.query(`with ${over} update deliveries d set name = '' from over where d.wave_id = over.id and d.employee_id = $2 and d.name <> ''`, [
    0,
    employeeId,
  ])
