import type { Queryable } from '../database/database.ts'
import type { PassAudit } from '../entra/helping.ts'

export interface Reading {
  /** When anybody first looked. */
  since: Date
  readUntil: Date
  now: Date
}

export async function begin(db: Queryable): Promise<Reading> {
  await db.query('insert into pass_audits_read default values on conflict do nothing')
  const [row] = await db.query<Reading>('select since, read_until as "readUntil", now() as now from pass_audits_read')
  if (!row) throw new Error('the place in the audit of Entra is always there')
  return row
}

export async function unseen(db: Queryable, audits: PassAudit[]): Promise<PassAudit[]> {
  if (audits.length === 0) return []
  const seen = await db.query<{ id: string }>('select id from pass_audits_seen where id = any($1)', [audits.map(({ id }) => id)])
  const known = new Set(seen.map(({ id }) => id))
  return audits.filter(({ id }) => !known.has(id))
}

export async function settle(tx: Queryable, id: string): Promise<void> {
  await tx.query('insert into pass_audits_seen (id) values ($1) on conflict do nothing', [id])
}

/** Ids are kept for longer than anything is read again. */
export async function readUntil(db: Queryable, at: Date): Promise<void> {
  await db.query('update pass_audits_read set read_until = $1', [at])
  await db.query(`delete from pass_audits_seen where seen_at < now() - interval '7 days'`)
}
