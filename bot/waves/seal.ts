// What was approved is what is sent: hashes over content and recipients, looked at again for every batch (security.md B4).
import { createHash } from 'node:crypto'
import type { Queryable } from '../database/database.ts'
import type { Wave } from './wave.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** Keys in order at every depth, so that one content has one text. */
function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, inOrder(one)]),
  )
}

export const contentHash = ({ content, audience, follows }: Pick<Wave, 'content' | 'audience' | 'follows'>): string =>
  sha256(`unlock-wave-v1${JSON.stringify(inOrder({ content, audience, follows: follows ?? null }))}`)

export const sealOf = (wave: Pick<Wave, 'id' | 'contentHash' | 'audienceHash' | 'people'>): string =>
  sha256([wave.id, wave.contentHash, wave.audienceHash, wave.people].join('|'))

// Everything about a recipient that decides who reads what, and where.
const recipients = `string_agg(concat_ws('|', d.employee_id, d.id, d.name, d.locale, d.zone), E'\\n' order by d.employee_id)`
const hashed = (text: string) => `encode(sha256(convert_to(${text}, 'UTF8')), 'hex')`

/** Writes down the hash of every chunk of recipients, and returns the one over all of them. */
export async function sealAudience(tx: Queryable, waveId: string): Promise<string> {
  await tx.query('delete from wave_chunks where wave_id = $1', [waveId])
  await tx.query(
    `insert into wave_chunks (wave_id, chunk, hash) select d.wave_id, d.chunk, ${hashed(recipients)} from deliveries d
      where d.wave_id = $1 group by d.wave_id, d.chunk`,
    [waveId],
  )
  return audienceHash(tx, waveId)
}

async function audienceHash(db: Queryable, waveId: string): Promise<string> {
  const [row] = await db.query<{ hash: string }>(
    `select ${hashed(`coalesce(string_agg(hash, '' order by chunk), '')`)} as hash from wave_chunks where wave_id = $1`,
    [waveId],
  )
  return row?.hash ?? ''
}

/** What is not as it was approved, as a code; undefined when all of it is. `chunks`: those that the batch is from. */
export async function brokenSeal(db: Queryable, wave: Wave, chunks: number[]): Promise<string | undefined> {
  if (wave.seal === undefined || wave.seal !== sealOf(wave)) return 'seal-broken'
  if (wave.contentHash !== contentHash(wave)) return 'content-changed'
  if (wave.audienceHash !== (await audienceHash(db, wave.id))) return 'audience-changed'
  const same = await db.query<{ chunk: number }>(
    `select c.chunk from wave_chunks c where c.wave_id = $1 and c.chunk = any($2::int[])
        and c.hash = (select ${hashed(recipients)} from deliveries d where d.wave_id = c.wave_id and d.chunk = c.chunk)`,
    [wave.id, chunks],
  )
  return same.length === new Set(chunks).size ? undefined : 'audience-changed'
}
