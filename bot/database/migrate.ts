import { readdirSync, readFileSync } from 'node:fs'
import type { Database } from './database.ts'

const folder = new URL('./migrations/', import.meta.url)
/** PostgreSQL's code for what a role has no right to. */
const notAllowed = '42501'

/**
 * Brings the tables to the newest shape. Each migration is one transaction that first writes its own number, so that
 * two processes starting together run it once and a killed one leaves either all of it or nothing (security.md K11).
 * A role that owns no table finds all of it done, or throws: then `npm run migrate` comes first.
 */
export async function migrate(db: Database): Promise<void> {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
  const done = await numbersOf(db)
  const missing = files.filter((name) => !done.has(Number.parseInt(name, 10)))
  const [first] = missing
  if (first === undefined) return
  await run(db, missing).catch((error: { code?: string }) => {
    if (error.code !== notAllowed) throw error
    throw new Error(`The tables are from before ${first}, and are somebody else's: their owner runs npm run migrate first (ADMIN.md)`, {
      cause: error,
    })
  })
}

async function numbersOf(db: Database): Promise<Set<number>> {
  const [table] = await db.query<{ there: boolean }>(`select to_regclass('migrations') is not null as there`)
  const rows = table?.there ? await db.query<{ number: number }>('select number from migrations') : []
  return new Set(rows.map(({ number }) => number))
}

async function run(db: Database, names: string[]): Promise<void> {
  await db.transaction(async (tx) => {
    // "if not exists" does not hold for two who look at the same time.
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('unlock migrations', 0))`)
    await tx.query(
      'create table if not exists migrations (number int primary key, name text not null, ran_at timestamptz not null default now())',
    )
  })
  for (const name of names) {
    await db.transaction(async (tx) => {
      const mine = await tx.query('insert into migrations (number, name) values ($1, $2) on conflict do nothing returning number', [
        Number.parseInt(name, 10),
        name,
      ])
      if (mine.length > 0) await tx.script(readFileSync(new URL(name, folder), 'utf8'))
    })
  }
}
