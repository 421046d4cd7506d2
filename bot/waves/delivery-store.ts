// The queue of every wave, and the truth about it. A row is taken, tried and settled; whoever settles names the try.
import { isCheckingSql, whyQuietSql } from '../conversation/may-speak-first.ts'
import type { Queryable } from '../database/database.ts'
import type { EmployeeId } from '../people.ts'
import type { Settings } from '../settings.ts'
import type { Counts, DeliveryState } from './wave.ts'

export interface Delivery {
  id: string
  waveId: string
  employeeId: EmployeeId
  chunk: number
  name: string
  locale?: string
  zone: string
  attempts: number
  tries: number
  copies: number
  /** What is known of the person by now. Absent: never met. */
  conversationId?: string
  serviceUrl?: string
  installed?: boolean
  /** The language they chose in Teams, which goes before the one of their account. */
  teamsLocale?: string
  done: boolean
  /** Why they must not be written to now. `checking`: they asked whether this is real, and it is a reminder. */
  quiet?: 'snoozed' | 'opted-out' | 'checking' | null
}

/** `later` goes back into the queue. `undone`: that try certainly left no copy. */
export interface Outcome {
  id: string
  attempts: number
  state: Exclude<DeliveryState, 'sending'>
  why?: string
  laterSeconds?: number
  undone?: boolean
  /** It was tried, and turned away. */
  tried?: boolean
  activityId?: string
}

/** Long enough for a try, and longer than the 30 seconds that an ambiguous one must wait (security.md §5). */
const leaseSeconds = 45

const hours = ({ waves }: Pick<Settings, 'waves'>) => [waves.hours.from, waves.hours.to, waves.hours.weekdaysOnly]
const isDue = `d.due_at <= now() and (d.state = 'queued' or d.leased_until < now())`

/** Waves and time zones in which something can be sent now. Nobody is written to outside their own hours. */
export function work(db: Queryable, settings: Pick<Settings, 'waves'>): Promise<{ waveId: string; zone: string }[]> {
  return db.query(
    `select w.id as "waveId", z.zone from waves w cross join lateral unnest(w.zones) z(zone)
      where w.state = 'running' and next_open(now(), z.zone, $1::time, $2::time, $3) <= now()
        and exists (select 1 from deliveries d where d.wave_id = w.id and d.zone = z.zone and d.state in ('queued', 'sending') and ${isDue})`,
    hours(settings),
  )
}

/**
 * Takes the next ones of a wave in one time zone. `skip locked` lets any number of processes share it; what a dead one held is free when
 * its lease is over.
 */
export function take(db: Queryable, waveId: string, zone: string, limit: number): Promise<Delivery[]> {
  return db.query<Delivery>(
    `with due as (
       select d.id from deliveries d join waves w on w.id = d.wave_id
        where d.wave_id = $1 and d.zone = $2 and d.state in ('queued', 'sending') and w.state = 'running' and ${isDue}
        order by d.due_at, d.chunk limit $3 for update of d skip locked),
     taken as (
       update deliveries d set state = 'sending', attempts = d.attempts + 1, copies = d.copies + 1,
              leased_until = now() + interval '${leaseSeconds} seconds'
         from due where d.id = due.id
       returning d.*)
     select t.id, t.wave_id as "waveId", t.employee_id as "employeeId", t.chunk, t.name, t.locale, t.zone, t.attempts, t.tries, t.copies,
            p.conversation_id as "conversationId", p.service_url as "serviceUrl", p.installed, p.locale as "teamsLocale",
            g.finished_at is not null as done,
            coalesce(${whyQuietSql}, case when w.nth > 0 and ${isCheckingSql('t.employee_id')} then 'checking' end) as quiet
       from taken t join waves w on w.id = t.wave_id left join people p on p.employee_id = t.employee_id left join progress g on g.employee_id = t.employee_id`,
    [waveId, zone, limit],
  )
}

/** Does nothing for tries that somebody else took over meanwhile: theirs counts. `words`: those that it was sent with. */
export async function settle(db: Queryable, outcomes: Outcome[], words = 0): Promise<void> {
  if (outcomes.length === 0) return
  await db.query(
    `update deliveries d set state = r.state, why = r.why, leased_until = null, copies = d.copies - r.undone::int, tries = d.tries + r.tried::int,
            due_at = now() + make_interval(secs => r.later), activity_id = coalesce(r.activity, d.activity_id),
            words = case when r.state = 'sent' then $2 else d.words end,
            settled_at = case when r.state = 'queued' then null else clock_timestamp() end
       from jsonb_to_recordset($1::jsonb) r(id uuid, attempts int, tried boolean, state text, why text, undone boolean, later float8, activity text)
      where d.id = r.id and d.attempts = r.attempts and d.state = 'sending'`,
    [
      JSON.stringify(
        outcomes.map(({ id, attempts, state, why, undone = false, tried = false, laterSeconds = 0, activityId }) => ({
          id,
          attempts,
          tried,
          state,
          why: why ?? null,
          undone,
          later: laterSeconds,
          activity: activityId || null,
        })),
      ),
      words,
    ],
  )
}

export async function counts(db: Queryable, waveId: string): Promise<Counts> {
  const rows = await db.query<{ state: DeliveryState; count: number }>(
    'select state, count(*)::int as count from deliveries where wave_id = $1 group by state',
    [waveId],
  )
  const none: Counts = { queued: 0, sending: 0, sent: 0, failed: 0, skipped: 0, unknown: 0 }
  return { ...none, ...Object.fromEntries(rows.map(({ state, count }) => [state, count])) }
}

export function reasons(db: Queryable, waveId: string): Promise<{ state: DeliveryState; why: string; count: number }[]> {
  return db.query(
    `select state, why, count(*)::int as count from deliveries where wave_id = $1 and why is not null and state <> 'queued'
      group by state, why order by count(*) desc, why`,
    [waveId],
  )
}

/**
 * Of the last `last` that were tried since it was started, or somebody looked and let it go on: how many, and how many failed. In the index, those
 * who wait stand behind the last one; "is not null" leaves them out of the look.
 */
export async function lately(db: Queryable, waveId: string, last: number): Promise<{ tried: number; failed: number }> {
  const [row] = await db.query<{ tried: number; failed: number }>(
    `select count(*)::int as tried, (count(*) filter (where state = 'failed'))::int as failed
       from (select d.state from deliveries d join waves w on w.id = d.wave_id
              where d.wave_id = $1 and d.state in ('sent', 'failed', 'unknown') and d.settled_at is not null and d.settled_at >= w.going_since
              order by d.settled_at desc limit $2) recent`,
    [waveId, last],
  )
  return row ?? { tried: 0, failed: 0 }
}

/** Nobody is left waiting. Asked of an index, not counted. */
export async function isOver(db: Queryable, waveId: string): Promise<boolean> {
  const left = await db.query(`select 1 from deliveries where wave_id = $1 and state in ('queued', 'sending') limit 1`, [waveId])
  return left.length === 0
}

/** What a cancelled wave had not sent yet is skipped, also what was in a process's hands just then. Of one wave, however long ago. */
export async function giveUpCancelled(db: Queryable, waveId?: string): Promise<void> {
  await db.query(
    `update deliveries d set state = case when d.state = 'queued' and d.copies = 0 then 'skipped' else 'unknown' end,
            why = case when d.state = 'queued' and d.copies = 0 then 'cancelled' else 'process-died' end, settled_at = now(), leased_until = null
       from waves w where w.id = d.wave_id and w.state in ('cancelled', 'recalled')
        and case when $1::uuid is null then w.ended_at > now() - interval '1 day' else w.id = $1 end
        and d.state in ('queued', 'sending') and (d.state = 'queued' or d.leased_until < now())`,
    [waveId ?? null],
  )
}

/** A batch that was taken before may still bring the announcement. */
export async function isInHand(db: Queryable, waveId: string): Promise<boolean> {
  return (await db.query(`select 1 from deliveries where wave_id = $1 and state = 'sending' limit 1`, [waveId])).length > 0
}

/** `why`: it stands there for good. */
export async function recalled(db: Queryable, id: string, why?: string): Promise<void> {
  await db.query(`update deliveries set recall_why = $2, recalled_at = case when $2::text is null then now() end where id = $1`, [
    id,
    why ?? null,
  ])
}
