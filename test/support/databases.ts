// Which database the tests of this run use: one that vitest.setup.ts started, or the embedded one in memory.
import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import type { Database } from '../../bot/database/database.ts'
import { migrate } from '../../bot/database/migrate.ts'
import { openPglite } from '../../bot/database/pglite.ts'
import { openPostgres } from '../../bot/database/postgres.ts'

/** Where PostgreSQL listens; empty when this project of vitest runs on PGlite. */
export const server = () => inject('postgres')

/** A database of its own, empty. On PostgreSQL `url` is where a second process may open it too. */
export async function newDatabase(): Promise<{ db: Database; url?: string; drop(): Promise<void> }> {
  if (server() === '') {
    const db = await openPglite()
    return { db, drop: () => db.close() }
  }
  const name = `unlock_${randomBytes(6).toString('hex')}`
  await onServer(`create database ${name}`)
  const url = new URL(server())
  url.pathname = name
  const db = openPostgres(url.href)
  return {
    db,
    url: url.href,
    async drop() {
      await db.close()
      await onServer(`drop database ${name} with (force)`)
    },
  }
}

export async function migratedDatabase() {
  const made = await newDatabase()
  await migrate(made.db)
  return made
}

/** PostgreSQL's code for two that wait for each other. */
const deadlock = '40P01'

/** Audit entries stay whatever anybody does, except for who owns the table. */
const truncated = (db: Database) =>
  db.script(`alter table audit_entries disable trigger audit_entries_stay;
    truncate people, turns, messages, progress, trouble_cases, trouble_told, audit_entries, audit_subjects, escalations, escalation_lines, escalation_told, evidence, evidence_before,
      notices, alarms, passes_made, number_checks, managers_seen, pass_audits_read, pass_audits_seen,
      waves, deliveries, wave_chunks, wave_marks, waves_told;
    update send_pace set next_at = 'epoch', paused_until = 'epoch', storms = 0;
    alter table audit_entries enable trigger audit_entries_stay`)

/** As if nothing had ever happened. A sender of the last test may be in the middle of a batch: who of the two must let go, tries again. */
export async function emptyTables(db: Database): Promise<void> {
  for (let tries = 1; ; tries++) {
    const failed = await truncated(db).then(
      () => undefined,
      (error: { code?: string }) => error,
    )
    if (!failed) return
    if (failed.code !== deadlock || tries === 5) throw failed
  }
}

async function onServer(sql: string) {
  const client = new pg.Client({ connectionString: server() })
  await client.connect()
  await client.query(sql).finally(() => client.end())
}
