// A chain to test on, what an owner of the database can do to it, and where heads are kept.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach } from 'vitest'
import { append, type Event, entries } from '../../bot/audit/audit.ts'
import { type Entry, genesis, hashOf } from '../../bot/audit/entry.ts'
import { makeKey, openHeads } from '../../bot/audit/heads.ts'
import type { Database } from '../../bot/database/database.ts'
import { migratedDatabase } from '../support/databases.ts'

export const ines = '0a11ce00-0000-4000-8000-000000000001'
export const carlos = '0b0b0000-0000-4000-8000-000000000002'

/** Each in a transaction of its own, one after the other. */
export async function add(db: Database, count: number, event: Partial<Event> = {}): Promise<Entry[]> {
  const added: Entry[] = []
  for (let times = 0; times < count; times++) {
    const whole: Event = { actor: { kind: 'unlock' }, verb: 'passkey-seen', subject: ines, ...event }
    added.push(await db.transaction((tx) => append(tx, whole)))
  }
  return added
}

export async function all(db: Database): Promise<Entry[]> {
  const found: Entry[] = []
  for await (const entry of entries(db)) found.push(entry)
  return found
}

/** Who owns the table can switch its guards off. */
export async function asOwner(db: Database, sql: string) {
  await db.script(`alter table audit_entries disable trigger audit_entries_stay;
    alter table audit_entries drop constraint if exists audit_entries_pkey;
    alter table audit_entries drop constraint if exists audit_entries_seq_check;
    alter table audit_entries drop constraint if exists audit_entries_prev_hash_key;
    alter table audit_entries drop constraint if exists audit_entries_hash_key;
    alter table audit_entries drop constraint if exists audit_entries_id_key`)
  await db.script(sql)
}

/** All of it anew, with hashes that fit: what no chain can show. */
export async function writtenAnew(db: Database, change: (entry: Entry) => Entry = (same) => same) {
  let prevHash = genesis
  const rows = (await all(db)).map((entry): Entry => {
    const { hash: _, ...changed } = { ...change(entry), prevHash }
    prevHash = hashOf(changed)
    return { ...changed, hash: prevHash }
  })
  const sql = rows.map(
    (e) =>
      `update audit_entries set at = '${e.at}', verb = '${e.verb}', prev_hash = '${e.prevHash}', hash = '${e.hash}' where seq = ${e.seq}`,
  )
  await asOwner(db, sql.join(';'))
}

// Opening a database is the slow part, so all files about the chain share one; `anew` makes its tables as on the first day.
let shared: ReturnType<typeof migratedDatabase> | undefined

/** The chain that the tests of a file work on, empty before each of them. */
export async function useChain(): Promise<Database> {
  shared ??= migratedDatabase()
  const { db } = await shared
  beforeEach(() => anew(db))
  return db
}

const migration = new URL('../../bot/database/migrations/0004_audit.sql', import.meta.url)

/** The tables as on the first day, guards and all. */
async function anew(db: Database) {
  await db.script('drop table audit_entries, audit_subjects, audit_salt; drop function audit_entries_stay')
  await db.script(readFileSync(migration, 'utf8'))
}

/** A folder with a key and a file of heads that does not exist yet. */
export function placeForHeads() {
  const folder = mkdtempSync(join(tmpdir(), 'unlock-heads-'))
  const places = { file: join(folder, 'heads.jsonl'), key: join(folder, 'heads.pem') }
  makeKey(places)
  return { folder, places, heads: openHeads(places), remove: () => rmSync(folder, { recursive: true }) }
}
