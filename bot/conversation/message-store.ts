import type { CardId } from '../../cards/card.ts'
import type { Queryable } from '../database/database.ts'
import type { EmployeeId } from '../people.ts'
import type { JsonObject } from '../secret.ts'
import type { Address, Outgoing } from '../teams/teams.ts'
import * as people from './person-store.ts'

export interface Message {
  id: CardId
  employeeId: EmployeeId
  card: string
  about?: string
  offers: string[]
  activity: Outgoing & { attachments: { content: JsonObject }[] }
  replaces?: string
  activityId?: string
  state: 'queued' | 'sending' | 'sent' | 'failed' | 'unknown'
  attempts: number
  copies: number
  writtenAt: Date
}

const columns = `id, employee_id as "employeeId", card, about, offers, activity, replaces, activity_id as "activityId", state, attempts, copies,
  written_at as "writtenAt"`

export async function newest(db: Queryable, employeeId: EmployeeId): Promise<Message | undefined> {
  const [message] = await db.query<Message>(
    `select ${columns} from messages where employee_id = $1 and card <> 'moved' order by written_at desc, id limit 1`,
    [employeeId],
  )
  return message
}

/** The step that was shown last, whatever has been asked and answered since. */
export async function lastStep(db: Queryable, employeeId: EmployeeId): Promise<string | undefined> {
  const [message] = await db.query<{ about: string }>(
    `select about from messages where employee_id = $1 and card = 'step' order by written_at desc limit 1`,
    [employeeId],
  )
  return message?.about
}

const doneCards: readonly (string | undefined)[] = ['done', 'holds']
/** Says that there is nothing left to do. */
export const isDone = (card: string | undefined) => doneCards.includes(card)

/** Said in passing: whoever reads one of these is still where they were before. */
const inPassing = [
  ...['moved', 'note', 'answer', 'didNotGet', 'secretShared', 'tooFast', 'notNow', 'snoozed', 'person', 'request'],
  ...['needs', 'chooseLanguage', 'languageSet', 'oneLanguage', 'choosePhoneLanguage', 'phoneLanguageSet'],
]

/** There is nothing left to do, and nothing else was begun since they were told. */
export async function standsAtDone(db: Queryable, employeeId: EmployeeId): Promise<boolean> {
  const [message] = await db.query<{ card: string }>(
    `select card from messages where employee_id = $1 and not card = any($2) order by written_at desc, id limit 1`,
    [employeeId, inPassing],
  )
  return isDone(message?.card)
}

/** They were shown one of these cards, once. */
export async function hasHad(db: Queryable, employeeId: EmployeeId, cards: string[]): Promise<boolean> {
  return (await db.query('select 1 from messages where employee_id = $1 and card = any($2) limit 1', [employeeId, cards])).length > 0
}

export async function load(db: Queryable, id: CardId): Promise<Message | undefined> {
  const [message] = await db.query<Message>(`select ${columns} from messages where id = $1`, [id])
  return message
}

export async function write(
  tx: Queryable,
  message: Pick<Message, 'id' | 'employeeId' | 'card' | 'about' | 'offers' | 'activity' | 'replaces'>,
) {
  const { id, employeeId, card, about, offers, activity, replaces } = message
  await tx.query(
    'insert into messages (id, employee_id, card, about, offers, activity, replaces, activity_id) values ($1, $2, $3, $4, $5, $6, $7, $7)',
    [id, employeeId, card, about ?? null, offers, JSON.stringify(activity), replaces ?? null],
  )
}

/** A card that was sent elsewhere than from here becomes a message, when it is none yet. False: it is one. */
export async function adopt(
  tx: Queryable,
  message: Pick<Message, 'id' | 'employeeId' | 'card' | 'offers' | 'activity' | 'activityId' | 'copies'>,
): Promise<boolean> {
  const { id, employeeId, card, offers, activity, activityId, copies } = message
  const rows = await tx.query(
    `insert into messages (id, employee_id, card, offers, activity, activity_id, copies, state, sent_at)
     values ($1, $2, $3, $4, $5, $6, $7, 'sent', now()) on conflict (id) do nothing returning 1`,
    [id, employeeId, card, offers, JSON.stringify(activity), activityId ?? null, copies],
  )
  return rows.length > 0
}

/** A press tells which message it stands on; after a crash between sending and noting that is how we learn it. */
export async function standsAt(db: Queryable, id: CardId, activityId: string): Promise<void> {
  await db.query('update messages set activity_id = $2 where id = $1', [id, activityId])
}

/** Something else was put where this person's newest message of that place stands: it goes there once more. */
export async function putAgain(db: Queryable, employeeId: EmployeeId, activityId: string): Promise<void> {
  await db.query(
    `update messages set state = 'queued', attempts = 0, due_at = now() where state in ('sent', 'failed', 'unknown') and id =
       (select id from messages where employee_id = $1 and replaces = $2 order by written_at desc, id limit 1)`,
    [employeeId, activityId],
  )
}

export interface Unsent extends Message {
  /** Absent: they cannot be written to now. */
  address?: Address
}

/** The oldest unsent message of a person, when it is due and nobody else has it: so they arrive in order. */
export async function takeUnsent(db: Queryable, employeeId: EmployeeId): Promise<Unsent | undefined> {
  const [message] = await db.query<Unsent>(
    `update messages set state = 'sending', attempts = attempts + 1, copies = copies + 1, leased_until = now() + interval '20 seconds'
      where id = (select id from messages where employee_id = $1 and state in ('queued', 'sending') order by written_at, id limit 1)
        and due_at <= now() and (state = 'queued' or leased_until < now())
     returning ${columns}, (${people.addressSql}) as address`,
    [employeeId],
  )
  return message
}

/** Those whose oldest unsent message is due and in nobody's hands: who has waited longest first, `most` of them. */
export async function unsentEmployees(db: Queryable, most: number): Promise<EmployeeId[]> {
  const rows = await db.query<{ id: EmployeeId }>(
    `select id from (select distinct on (employee_id) employee_id as id, state, due_at, leased_until from messages
                      where state in ('queued', 'sending') order by employee_id, written_at, messages.id) oldest
      where due_at <= now() and (state = 'queued' or leased_until < now()) order by due_at limit $1`,
    [most],
  )
  return rows.map(({ id }) => id)
}

/** Seconds until the first of those that wait is due, when that is within `seconds`. */
export async function nextDue(db: Queryable, seconds: number): Promise<number | undefined> {
  const [row] = await db.query<{ seconds: number | null }>(
    `select greatest(1, extract(epoch from min(due_at) - now()))::float8 as seconds from messages
      where state = 'queued' and due_at > now() and due_at < now() + make_interval(secs => $1) having count(*) > 0`,
    [seconds],
  )
  return row?.seconds ?? undefined
}

export async function sent(db: Queryable, id: CardId, activityId: string): Promise<void> {
  await db.query(`update messages set state = 'sent', activity_id = $2, sent_at = now(), leased_until = null where id = $1`, [
    id,
    activityId,
  ])
}

/** `undone`: that attempt certainly left no copy. */
export async function later(db: Queryable, id: CardId, seconds: number, why: string, undone: boolean): Promise<void> {
  await db.query(
    `update messages set state = 'queued', why = $3, due_at = now() + make_interval(secs => $2), copies = copies - $4::int, leased_until = null where id = $1`,
    [id, seconds, why, undone ? 1 : 0],
  )
}

export async function over(db: Queryable, id: CardId, state: 'failed' | 'unknown', why: string): Promise<void> {
  await db.query('update messages set state = $2, why = $3, leased_until = null where id = $1', [id, state, why])
}

/** The message it was to replace is gone: stand below instead. */
export async function standBelow(db: Queryable, id: CardId): Promise<void> {
  await db.query(
    `update messages set state = 'queued', replaces = null, activity_id = null, copies = 0, leased_until = null where id = $1`,
    [id],
  )
}
