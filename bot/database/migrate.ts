import { readdirSync, readFileSync } from 'node:fs'
import type { Database } from './database.ts'

const folder = new URL('./migrations/', import.meta.url)

/**
 * Brings the tables to the newest shape. Each migration is one transaction that first writes its own number, so that
 * two processes starting together run it once and a killed one leaves either all of it or nothing (security.md K11).
 */
export async function migrate(db: Database): Promise<void> {
  await db.transaction(async (tx) => {
    // "if not exists" does not hold for two who look at the same time.
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('unlock migrations', 0))`)
    await tx.query(
      'create table if not exists migrations (number int primary key, name text not null, ran_at timestamptz not null default now())',
    )
  })
  for (const name of readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()) {
    await db.transaction(async (tx) => {
      const mine = await tx.query('insert into migrations (number, name) values ($1, $2) on conflict do nothing returning number', [
        Number.parseInt(name, 10),
        name,
      ])
      if (mine.length > 0) await tx.script(readFileSync(new URL(name, folder), 'utf8'))
    })
  }
}
