// The queue as a whole: figures, what waits too long, what is drawn for review.
import type { Queryable } from '../database/database.ts'
import type { Settings } from '../settings.ts'
import type { Kind } from './escalation.ts'

export interface Figures {
  open: number
  /** Minutes since the oldest was opened that nobody has. */
  oldestMinutes?: number
  closedToday: number
}

/** `Today` is that of the helpdesk. */
export async function figures(db: Queryable, timeZone: string): Promise<Figures> {
  const [row] = await db.query<Figures & { oldestMinutes: number | null }>(
    `select count(*) filter (where state <> 'closed')::int as open,
            (extract(epoch from now() - min(opened_at) filter (where state = 'open')) / 60)::int as "oldestMinutes",
            count(*) filter (where closed_at >= (date_trunc('day', now() at time zone $1) at time zone $1))::int as "closedToday"
       from escalations where state <> 'closed' or closed_at > now() - interval '2 days'`,
    [timeZone],
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

/** Nobody has taken it for that long, counted from when the helpdesk began to work today. Of a reminder an hour ago nobody is tired yet. */
export function waitingTooLong(db: Queryable, minutes: number, hours: Settings['escalation']['workingHours']): Promise<Waiting[]> {
  return db.query<Waiting>(
    `with opened as (select case when $2::text is null then '-infinity'::timestamptz
                                 else ((now() at time zone $2)::date + $3::time) at time zone $2 end as at)
     select id, number, kind, card_at as "cardAt", (extract(epoch from now() - since) / 60)::int as minutes from escalations, opened
      where state = 'open' and card_at is not null and greatest(since, opened.at) < now() - make_interval(mins => $1)
        and (reminded_at is null or reminded_at < now() - interval '1 hour')
      order by kind in ('security', 'lost-phone') desc, since limit 10`,
    [minutes, hours?.timeZone ?? null, hours?.from ?? '00:00'],
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
