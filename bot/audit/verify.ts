// Walks the chain and says where it breaks first.
import type { Queryable } from '../database/database.ts'
import { entries, type Range } from './audit.ts'
import { type Entry, genesis, hashOf } from './entry.ts'
import { type Head, type Heads, signedBy } from './heads.ts'

export type Verdict =
  /** `heads`: how many signed heads agreed. With none, an owner of the database could have written all of it anew. */
  | { ok: true; entries: number; head: Pick<Head, 'seq' | 'hash'> | undefined; heads: number; archived?: Archive }
  /** The first entry that is not as it was, or is not there. What comes after it proves nothing. */
  | { ok: false; firstBad: number; why: string }

/** What is not in the table any more, because its owner took it out, and entered that. */
export interface Archive extends Pick<Head, 'seq' | 'hash' | 'at'> {
  by: string
}

export interface Checked extends Range {
  /** What the first entry must follow, when that is known better than by the row before it. */
  following?: Pick<Head, 'seq' | 'hash'>
  heads?: Heads
}

type Bad = Extract<Verdict, { ok: false }>

const bad = (firstBad: number, why: string): Bad => ({ ok: false, firstBad, why })

/** Reads the whole chain, or from one entry to another, a page at a time. Never throws for a chain that is wrong. */
export async function verify(db: Queryable, { from, to, following, heads }: Checked = {}): Promise<Verdict> {
  const signed = await readHeads(heads)
  if ('ok' in signed) return signed
  const archived = following ? undefined : await archivedIn(db)
  if (archived && heads && signed.get(archived.seq) !== archived.hash)
    return bad(archived.seq, 'is said to be the last that was archived, and no signed head says so')
  const before = following ?? (await linkBefore(db, from, archived))
  if (!before) return bad((from ?? 1) - 1, 'is missing')

  const first = before.seq + 1
  let last: Pick<Head, 'seq' | 'hash'> = before
  let agreed = 0
  for await (const entry of entries(db, { from: following ? first : from, to })) {
    const wrong = faultOf(entry, last)
    if (wrong) return wrong
    const head = signed.get(entry.seq)
    if (head !== undefined && head !== entry.hash)
      return bad(entry.seq, 'is not what its signed head says: it or one before it was written anew')
    if (head !== undefined) agreed += 1
    last = entry
  }
  const cut = [...signed.keys()].find((seq) => seq > last.seq && seq <= (to ?? Number.MAX_SAFE_INTEGER))
  if (cut !== undefined) return bad(last.seq + 1, `is missing: the chain was cut off, entry ${cut} has a signed head`)
  const head = last.seq === 0 ? undefined : { seq: last.seq, hash: last.hash }
  return { ok: true, entries: last.seq - before.seq, head, heads: agreed, ...(archived && { archived }) }
}

function faultOf(entry: Entry, before: Pick<Head, 'seq' | 'hash'>): Bad | undefined {
  if (entry.seq > before.seq + 1) return bad(before.seq + 1, 'is missing')
  if (entry.seq <= before.seq) return bad(entry.seq, 'was put in')
  if (entry.prevHash !== before.hash) return bad(entry.seq, 'does not follow the entry before it')
  if (entry.hash !== hashOf(entry)) return bad(entry.seq, 'was changed')
  return undefined
}

async function linkBefore(db: Queryable, from = 1, archived?: Archive): Promise<Pick<Head, 'seq' | 'hash'> | undefined> {
  if (archived && from <= archived.seq + 1) return archived
  if (from <= 1) return { seq: 0, hash: genesis }
  const [row] = await db.query<{ hash: string }>('select hash from audit_entries where seq = $1', [from - 1])
  return row && { seq: from - 1, hash: row.hash }
}

/** The entry that says so is part of the chain, and is checked like any other. Nobody is believed who says so of entries that are there. */
async function archivedIn(db: Queryable): Promise<Archive | undefined> {
  const [row] = await db.query<Archive>(
    `select (detail->>'upTo')::float8 as seq, detail->>'seal' as hash, to_char(at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at, actor as by
       from audit_entries where verb = 'audit-archived' and decision is null order by audit_entries.seq desc limit 1`,
  )
  const there = row && (await db.query('select 1 from audit_entries where seq <= $1 limit 1', [row.seq])).length > 0
  return there ? undefined : row
}

/** Hash by seq, in the order they were written. */
async function readHeads(heads: Heads | undefined): Promise<Map<number, string> | Bad> {
  const signed = new Map<number, string>()
  if (!heads) return signed
  let inUse = Number.POSITIVE_INFINITY
  for await (const head of heads.target.all()) {
    const key = await signedBy(head, heads.key)
    if (key === undefined) return bad(head.seq, 'has a head that our key did not sign')
    // Whoever has an old key signs nothing with it any more, once a newer one was used.
    if (key > inUse) return bad(head.seq, 'has a head by a key that had been replaced by then')
    inUse = key
    if (signed.has(head.seq) && signed.get(head.seq) !== head.hash) return bad(head.seq, 'has two signed heads that differ')
    signed.set(head.seq, head.hash)
  }
  return signed
}
