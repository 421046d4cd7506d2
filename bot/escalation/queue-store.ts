// The queue as a whole: figures, what waits too long, what is drawn for review.
import type { Queryable } from '../database/database.ts'
import type { Settings } from '../settings.ts'
import type { Kind } from './escalation.ts'

type Hours = Settings['escalation']['workingHours']

/** Whole minutes in which the helpdesk worked since then; all minutes, where their hours are not known. Values: $1 to $4, as `valuesOf` gives them. */
const workedSince = (since: string) => `(case when $1::text is null then extract(epoch from now() - ${since}) / 60 else (
  select coalesce(sum(extract(epoch from least(now(), (day::date + $3::time) at time zone $1)
                                       - greatest(${since}, (day::date + $2::time) at time zone $1))), 0) / 60
    from generate_series((${since} at time zone $1)::date, (now() at time zone $1)::date, interval '1 day') as day
   where extract(isodow from day) = any($4::int[]) and (day::date + $2::time) at time zone $1 < now()
     and (day::date + $3::time) at time zone $1 > ${since}) end)`

const valuesOf = (hours: Hours) => [hours?.timeZone ?? null, hours?.from ?? '00:00', hours?.to ?? '00:00', hours?.days ?? []]

export interface Figures {
  open: number
  /** Minutes of working time since the oldest was opened that nobody has. */
  oldestMinutes?: number
  closedToday: number
}

/** `Today` is that of the helpdesk. */
export async function figures(db: Queryable, hours: Hours): Promise<Figures> {
  const [row] = await db.query<Figures & { oldestMinutes: number | null }>(
    `select count(*) filter (where state <> 'closed')::int as open,
            floor(max(${workedSince('opened_at')}) filter (where state = 'open'))::int as "oldestMinutes",
            count(*) filter (where closed_at >= (date_trunc('day', now() at time zone coalesce($1, 'UTC')) at time zone coalesce($1, 'UTC')))::int
              as "closedToday"
       from escalations where state <> 'closed' or closed_at > now() - interval '2 days'`,
    valuesOf(hours),
  )
  if (!row) throw new Error('a count always has a row')
  return { ...row, oldestMinutes: row.oldestMinutes ?? undefined }
}

export interface Waiting {
  id: string
  number: number
  kind: Kind
  cardAt: string
  minutes: number
}

/** Nobody has taken it for that long of the helpdesk's working time. Of a reminder an hour ago nobody is tired yet. */
export function waitingTooLong(db: Queryable, minutes: number, hours: Hours): Promise<Waiting[]> {
  return db.query<Waiting>(
    `select id, number, kind, card_at as "cardAt", floor(${workedSince('since')})::int as minutes from escalations
      where state = 'open' and card_at is not null and ${workedSince('since')} >= $5::int
        and (reminded_at is null or reminded_at < now() - interval '1 hour')
      order by kind in ('security', 'lost-phone') desc, since limit 10`,
    [...valuesOf(hours), minutes],
  )
}

export async function reminded(db: Queryable, id: string): Promise<void> {
  await db.query('update escalations set reminded_at = now() where id = $1', [id])
}

/** By lot, so that nobody knows beforehand which it will be (security.md H6). Each request is in one draw. */
export async function drawForReview(db: Queryable, share: number): Promise<void> {
  await db.query(
    `update escalations set review = case when random() < $1 then 'wanted' else 'not-drawn' end
      where state = 'closed' and review is null and passes > 0`,
    [share],
  )
}

/** How many wait for a person, or are being helped. */
export async function countOpen(db: Queryable): Promise<number> {
  const [row] = await db.query<{ count: number }>(`select count(*)::int as count from escalations where state <> 'closed'`)
  return row?.count ?? 0
}
