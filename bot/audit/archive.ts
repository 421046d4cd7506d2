// The oldest entries go into a file and out of the table, by the owner of the tables, and the chain says so itself: the entry of the deed
// holds the hash of the last one that went. So what stayed verifies, the file verifies, and the one follows from the other.
import { existsSync } from 'node:fs'
import type { Queryable } from '../database/database.ts'
import * as audit from './audit.ts'
import { writeFileOf } from './export.ts'
import type { Heads } from './heads.ts'
import { eventOf, NotAllowed, type Seat } from './seat.ts'
import { verify } from './verify.ts'

export type Archived =
  | { ok: true; upTo: number; count: number }
  /** Nothing is that old, or no head is signed over it yet. */
  | { ok: true; upTo: undefined }
  | { ok: false; firstBad: number; why: string }

/**
 * Writes what is older than `days` to `file`, which must not be there yet, and deletes it. Nothing is deleted before the file is whole, and nothing
 * of a chain that is broken. Throws `NotAllowed` for a role that does not own the tables.
 */
export async function archive(seat: Seat, days: number, file: string): Promise<Archived> {
  const { db, heads, rights } = seat
  if (!rights.rewrites) {
    await db.transaction((tx) => audit.append(tx, { ...eventOf(seat, 'audit-archived'), decision: 'denied', reason: 'not-the-owner' }))
    throw new NotAllowed(`${rights.role} does not own the tables, and that this was tried is entered`)
  }
  if (existsSync(file)) throw new Error(`${file} is there already: an archive is never written over`)
  const upTo = await lastOlderThan(db, days, heads)
  if (upTo === undefined) return { ok: true, upTo }
  const verdict = await verify(db, { to: upTo, heads })
  if (!verdict.ok) return verdict
  await writeFileOf(audit.entries(db, { to: upTo }), 'jsonl', file)
  const detail = { upTo, count: String(verdict.entries), seal: verdict.head?.hash }
  await db.transaction(async (tx) => {
    await audit.append(tx, eventOf(seat, 'audit-archived', detail))
    await tx.query('alter table audit_entries disable trigger audit_entries_stay')
    await tx.query('delete from audit_entries where seq <= $1', [upTo])
    await tx.query('alter table audit_entries enable trigger audit_entries_stay')
  })
  return { ok: true, upTo, count: verdict.entries }
}

/** Where heads are kept, one of them: who verifies later sees that this is where the chain was cut, and no other place. */
async function lastOlderThan(db: Queryable, days: number, heads: Heads | undefined): Promise<number | undefined> {
  const [old] = await db.query<{ first: number | null; last: number | null }>(
    'select min(seq)::float8 as first, max(seq)::float8 as last from audit_entries where at < now() - make_interval(days => $1)',
    [days],
  )
  const { first, last } = old ?? {}
  if (!heads || !first || !last) return last ?? undefined
  let signed: number | undefined
  for await (const { seq } of heads.target.all()) if (seq >= first && seq <= last) signed = seq
  return signed
}
