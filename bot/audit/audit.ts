// The chain: who did what to whom, in the order it was committed. Adds entries and reads them; nothing else writes this table.
import { randomUUID } from 'node:crypto'
import type { Queryable } from '../database/database.ts'
import type { EmployeeId } from '../people.ts'
import { type Actor, canonical, type Detail, type Entry, genesis, hashOf, type Verb } from './entry.ts'
import * as subjects from './subject-store.ts'

export interface Event {
  actor: Actor
  verb: Verb
  /** Whom it was done to. */
  subject?: EmployeeId
  decision?: 'allowed' | 'denied'
  /** Why, as a code such as `tier-unread`. */
  reason?: string
  detail?: Detail
}

const word = /^[a-z0-9][a-z0-9-]{0,60}$/
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const someone = /^[\w.@-]{1,200}$/
const shapes: Record<keyof Detail, RegExp> = {
  step: word,
  format: word,
  account: someone,
  what: word,
  count: /^\d{1,9}$/,
  request: word,
  kind: word,
  tier: word,
  evidence: word,
  outcome: word,
  channel: word,
  pass: word,
  contexts: word,
  signedIn: /^\d{1,15}$/,
  wave: uuid,
  upTo: /^\d{1,15}$/,
  seal: /^[0-9a-f]{64}$/,
  people: /^\d{1,7}$/,
}

/**
 * Adds an entry in the caller's transaction: the change and its entry are both there, or neither. Call it last, because
 * until the commit nobody else can add one.
 * Throws, and so undoes the change, when the event holds anything that could be free text.
 */
export async function append(tx: Queryable, { actor, verb, subject, decision, reason, detail = {} }: Event): Promise<Entry> {
  const told = onlyCodes(detail)
  if (reason !== undefined && !word.test(reason)) throw new Error(`The reason of an audit entry is a code, which this is not (${verb})`)
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('unlock audit chain', 0))`)
  const who = await actorOf(tx, actor)
  const whom = subject === undefined ? null : await subjects.pseudonymFor(tx, subject)
  // A statement of its own: it must see what was committed while this one waited for the lock.
  const [before] = await tx.query<{ seq: number; hash: string | null; at: string }>(
    `select coalesce(seq, 0)::float8 as seq, hash, ${utc('clock_timestamp()')} as at
       from (select 1) one left join (select seq, hash from audit_entries order by seq desc limit 1) head on true`,
  )
  if (!before) throw new Error('the database does not know the time')
  const unhashed = {
    seq: before.seq + 1,
    id: randomUUID(),
    at: before.at,
    actor: who,
    actorKind: actor.kind,
    subject: whom,
    verb,
    decision: decision ?? null,
    reason: reason ?? null,
    detail: told,
    prevHash: before.hash ?? genesis,
  }
  const entry: Entry = { ...unhashed, hash: hashOf(unhashed) }
  const { seq, id, at, actorKind, prevHash, hash } = entry
  await tx.query(
    `insert into audit_entries (seq, id, at, actor, actor_kind, subject, verb, decision, reason, detail, prev_hash, hash)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
    [seq, id, at, who, actorKind, whom, verb, entry.decision, entry.reason, canonical(told), prevHash, hash],
  )
  return entry
}

async function actorOf(tx: Queryable, actor: Actor): Promise<string> {
  if (actor.kind === 'unlock') return 'unlock'
  if (!someone.test(actor.id)) throw new Error('The actor of an audit entry is an id or an account name')
  return actor.kind === 'employee' ? subjects.pseudonymFor(tx, actor.id) : actor.id
}

/** Without what is undefined. */
function onlyCodes(detail: Detail): Detail {
  const given = Object.entries(detail).filter(([, value]) => value !== undefined)
  for (const [key, value] of given) {
    const shape = Object.hasOwn(shapes, key) ? shapes[key as keyof Detail] : undefined
    if (!shape?.test(String(value))) throw new Error(`"${key}" of an audit entry is not one of the codes that may stand there`)
  }
  return Object.fromEntries(given)
}

const utc = (time: string) => `to_char(${time} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

const columns = `seq::float8 as seq, id, ${utc('at')} as at, actor, actor_kind as "actorKind", subject, verb, decision, reason, detail,
  prev_hash as "prevHash", hash`

const page = 1000

export interface Range {
  from?: number
  to?: number
}

/** In order, a page at a time: as many as there are, in the memory of one page. */
export async function* entries(db: Queryable, { from, to }: Range = {}): AsyncGenerator<Entry> {
  // Below 1 too: what an owner of the database slipped in before the first entry must not be overlooked.
  let after = from === undefined ? Number.MIN_SAFE_INTEGER : from - 1
  for (;;) {
    const rows = await db.query<Entry>(`select ${columns} from audit_entries where seq > $1 and seq <= $2 order by seq limit ${page}`, [
      after,
      to ?? Number.MAX_SAFE_INTEGER,
    ])
    yield* rows
    const last = rows.at(-1)
    if (!last || rows.length < page) return
    after = last.seq
  }
}

/** The numbers of the oldest and the newest entry; 0 where there is none. */
export async function bounds(db: Queryable): Promise<{ first: number; last: number }> {
  const [row] = await db.query<{ first: number; last: number }>(
    'select coalesce(min(seq), 0)::float8 as first, coalesce(max(seq), 0)::float8 as last from audit_entries',
  )
  return row ?? { first: 0, last: 0 }
}

/** Everything a pseudonym did, or that was done to it. */
export const entriesOf = (db: Queryable, pseudonym: string): Promise<Entry[]> =>
  db.query<Entry>(`select ${columns} from audit_entries where subject = $1 or actor = $1 order by seq`, [pseudonym])
