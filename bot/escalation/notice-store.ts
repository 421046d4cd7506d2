import { randomUUID } from 'node:crypto'
import type { Queryable } from '../database/database.ts'
import type { EmployeeId } from '../people.ts'
import type { Escalation } from './escalation.ts'
import type { Channel, Event, Notice, Recipient, Unresolved, Way } from './notice.ts'

const columns = `id, escalation_id as "escalationId", alarm_id as "alarmId", event, recipient, state, channel, employee_id as "employeeId",
  address, reason, attempts, copies, activity_id as "activityId", written_at as "writtenAt"`

const filled = (row: Notice): Notice => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as unknown as Notice

interface About {
  escalationId?: string
  alarmId?: string
  event: Event
  reason?: string
}

export async function write(tx: Queryable, { escalationId, alarmId, event, reason }: About, ways: (Way | Unresolved)[]): Promise<void> {
  for (const way of ways) {
    const { employeeId, address } = way as Partial<Way>
    await tx.query(
      `insert into notices (id, escalation_id, alarm_id, event, recipient, state, channel, employee_id, address, reason)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        randomUUID(),
        escalationId ?? null,
        alarmId ?? null,
        event,
        way.recipient,
        way.channel ? 'queued' : 'unresolved',
        way.channel ?? null,
        employeeId ?? null,
        address ?? null,
        reason ?? null,
      ],
    )
  }
}

/**
 * The same people by the same ways as at the request: whoever takes over an account later cannot turn its notices elsewhere. The
 * person's own chat is left out: there the request itself says what happens. So is the chat of `mover`, who reads it in the answer to their own
 * press; their mail is not, for the press may have been somebody else's. Nothing for a request of which nobody had to be told.
 */
export async function writeLike(tx: Queryable, escalationId: string, event: Event, mover?: EmployeeId): Promise<boolean> {
  const made = await tx.query(
    `insert into notices (id, escalation_id, event, recipient, state, channel, employee_id, address)
     select gen_random_uuid(), $1::uuid, $2, recipient, case when channel is null then 'unresolved' else 'queued' end, channel, employee_id, address
       from (select distinct recipient, channel, employee_id, address from notices
              where escalation_id = $1 and event = 'requested' and not (recipient = 'person' and channel is not distinct from 'chat')
                and not (channel is not distinct from 'chat' and employee_id is not distinct from $3::uuid)) ways
     returning 1`,
    [escalationId, event, mover ?? null],
  )
  return made.length > 0
}

async function one(db: Queryable, where: string, values: unknown[]): Promise<Notice | undefined> {
  const [row] = await db.query<Notice>(`select ${columns} from notices where ${where}`, values)
  return row && filled(row)
}

export const load = (db: Queryable, id: string) => one(db, 'id = $1', [id])

const ofEither = '(escalation_id = $1 or alarm_id = $1)'

export async function unresolved(db: Queryable, about: string): Promise<Notice[]> {
  return (await db.query<Notice>(`select ${columns} from notices where ${ofEither} and state = 'unresolved'`, [about])).map(filled)
}

/** Asked again later; the longer it goes on, the less often. */
export async function stillUnresolved(db: Queryable, id: string): Promise<void> {
  await db.query(
    `update notices set attempts = attempts + 1, due_at = now() + make_interval(secs => least(power(2, attempts), 300)) where id = $1`,
    [id],
  )
}

export async function wasDenied(db: Queryable, escalationId: string, reason: string): Promise<boolean> {
  const found = await db.query(`select 1 from notices where escalation_id = $1 and event = 'denied' and reason = $2`, [
    escalationId,
    reason,
  ])
  return found.length > 0
}

/** Puts what was found in the place of what was not known. No ways at all: there is nobody to tell. */
export async function resolve(tx: Queryable, { id, escalationId, alarmId, event, reason }: Notice, ways: Way[]): Promise<void> {
  const mine = await tx.query(`delete from notices where id = $1 and state = 'unresolved' returning 1`, [id])
  if (mine.length > 0) await write(tx, { escalationId, alarmId, event, reason }, ways)
}

/** The oldest that is due and that nobody else has. */
export async function take(db: Queryable, about: string): Promise<Notice | undefined> {
  const [row] = await db.query<Notice>(
    `update notices set state = 'sending', attempts = attempts + 1, copies = copies + 1, leased_until = now() + interval '30 seconds'
      where id = (select id from notices where ${ofEither} and due_at <= now()
                    and (state = 'queued' or (state = 'sending' and leased_until < now())) order by written_at, id limit 1 for update skip locked)
     returning ${columns}`,
    [about],
  )
  return row && filled(row)
}

export async function sent(tx: Queryable, id: string, activityId?: string): Promise<void> {
  await tx.query(
    `update notices set state = 'sent', why = null, sent_at = now(), tried_at = coalesce(tried_at, now()), leased_until = null,
       activity_id = coalesce($2, activity_id) where id = $1`,
    [id, activityId ?? null],
  )
}

/** `undone`: that attempt certainly left no copy. */
export async function later(db: Queryable, id: string, seconds: number, why: string, undone: boolean): Promise<void> {
  await db.query(
    `update notices set state = 'queued', why = $3, tried_at = coalesce(tried_at, now()), due_at = now() + make_interval(secs => $2),
       copies = copies - $4::int, leased_until = null where id = $1`,
    [id, seconds, why, undone ? 1 : 0],
  )
}

/** It stays to be seen: on the card of the request, in the audit and in the log. */
export async function failed(tx: Queryable, id: string, why: string): Promise<void> {
  await tx.query(`update notices set state = 'failed', why = $2, tried_at = coalesce(tried_at, now()), leased_until = null where id = $1`, [
    id,
    why,
  ])
}

export async function standsAt(db: Queryable, id: string, activityId: string): Promise<void> {
  await db.query('update notices set activity_id = $2 where id = $1', [id, activityId])
}

/**
 * Everybody who has to know of the request first was written to, at least once: from now on time counts (security.md T1). Not a move of the
 * request: whoever is looking at it sees the same one. The request, when this was it.
 */
export async function allTried(db: Queryable, escalationId: string): Promise<Pick<Escalation, 'id' | 'version' | 'state'> | undefined> {
  const [noticed] = await db.query<Pick<Escalation, 'id' | 'version' | 'state'>>(
    `update escalations e set noticed_at = now(),
        wait_until = case when wait_minutes > 0 and wait_until is null then now() + make_interval(mins => wait_minutes) else wait_until end
      where id = $1 and noticed_at is null
        and exists (select 1 from notices n where n.escalation_id = e.id and n.event = 'requested')
        and not exists (select 1 from notices n where n.escalation_id = e.id and n.event = 'requested' and n.tried_at is null)
      returning id, version, state`,
    [escalationId],
  )
  return noticed
}

/** Seconds until the next is due; undefined: nothing waits. */
export async function nextDue(db: Queryable, about: string): Promise<number | undefined> {
  const [row] = await db.query<{ seconds: number | null }>(
    `select extract(epoch from min(greatest(due_at, coalesce(leased_until, due_at))) - now())::float8 as seconds from notices
      where ${ofEither} and state in ('unresolved', 'queued', 'sending')`,
    [about],
  )
  return row?.seconds === null || row === undefined ? undefined : Math.max(1, Math.ceil(row.seconds))
}

/** Requests and alarms of which somebody still has to be told. */
export async function unfinished(db: Queryable): Promise<string[]> {
  const rows = await db.query<{ id: string }>(
    `select distinct coalesce(alarm_id, escalation_id) as id from notices
      where state in ('unresolved', 'queued') and due_at <= now() or state = 'sending' and leased_until < now()
     union select e.id from escalations e
      where e.state <> 'closed' and e.noticed_at is null
        and exists (select 1 from notices n where n.escalation_id = e.id and n.event = 'requested')
        and not exists (select 1 from notices n where n.escalation_id = e.id and n.event = 'requested' and n.tried_at is null)
     limit 200`,
  )
  return rows.map(({ id }) => id)
}

/** When nobody can object any more, nobody needs to be found any more. */
export async function forgetAddresses(db: Queryable, days: number): Promise<void> {
  await db.query(
    `update notices n set address = null from escalations e
      where n.escalation_id = e.id and n.address is not null and e.closed_at < now() - make_interval(days => $1) and n.state in ('sent', 'failed')`,
    [days],
  )
}

export interface Told {
  recipient: Recipient
  channel: Channel | null
  state: Notice['state']
}

/** What became of the notices of the request itself, for whoever works on it. */
export function told(db: Queryable, escalationId: string): Promise<Told[]> {
  return db.query<Told>(
    `select distinct on (recipient, channel) recipient, channel, state from notices
      where escalation_id = $1 and event = 'requested' order by recipient, channel, written_at desc`,
    [escalationId],
  )
}
