// New words for what was sent: waiting for approval, put in place, and in how many chats they stand.
import type { Queryable } from '../database/database.ts'
import type { EmployeeId } from '../people.ts'
import { isPressed } from './standing.ts'
import { correctable, type Wave } from './wave.ts'
import { withSql } from './wave-store.ts'

type Content = Wave['content']

/** A wave that was paused for its new words goes on with them, or without them. */
const goesOn = `why = case when why = 'correcting' then null else why end, asked_at = null, version = version + 1, shown_at = 'epoch',
  state = case when state = 'paused' and why = 'correcting' then 'running' else state end,
  going_since = case when state = 'paused' and why = 'correcting' then now() else going_since end`

/** Nobody else gets the old words meanwhile: what is running pauses. */
export async function save(tx: Queryable, { id, version }: Wave, content: Content, by: EmployeeId): Promise<boolean> {
  const rows = await tx.query(
    `update waves set correction = $3, corrected_by = $4, correction_writers = ${withSql('correction_writers', '$4')}, asked_at = null, version = version + 1,
            why = case when state = 'running' then 'correcting' else why end, state = case when state = 'running' then 'paused' else state end
      where id = $1 and version = $2 and state = any($5) returning 1`,
    [id, version, JSON.stringify(content), by, correctable],
  )
  return rows.length > 0
}

export async function drop(tx: Queryable, { id, version }: Wave): Promise<boolean> {
  const rows = await tx.query(
    `update waves set correction = null, corrected_by = null, correction_writers = '{}', ${goesOn}
      where id = $1 and version = $2 and correction is not null and state = any($3) returning 1`,
    [id, version, correctable],
  )
  return rows.length > 0
}

/** From now on these are its words, under a seal of their own. The version is the one that the approver saw. */
export async function putInPlace(
  tx: Queryable,
  { id, version }: Wave,
  by: EmployeeId,
  contentHash: string,
  seal: string,
): Promise<boolean> {
  const rows = await tx.query(
    `update waves set content = correction, correction = null, writers = writers || correction_writers, correction_writers = '{}', words = words + 1, corrected_at = now(), approved_by = $3,
            content_hash = $4, seal = $5, ${goesOn}
      where id = $1 and version = $2 and correction is not null and state = any($6) returning 1`,
    [id, version, by, contentHash, seal, correctable],
  )
  if (rows.length === 0) return false
  await tx.query('update deliveries set words_why = null where wave_id = $1 and words_why is not null', [id])
  return true
}

/** `why`: older words stay there. */
export async function put(db: Queryable, deliveryId: string, words: number, why?: string): Promise<void> {
  await db.query(`update deliveries set words = case when $3::text is null then $2 else words end, words_why = $3 where id = $1`, [
    deliveryId,
    words,
    why ?? null,
  ])
}

/** Of the announcements that stand: how many have the newest words. */
export async function progress(db: Queryable, waveId: string): Promise<{ put: number; of: number }> {
  const [row] = await db.query<{ put: number; of: number }>(
    `select (count(*) filter (where d.words = w.words))::int as put, count(*)::int as of from deliveries d join waves w on w.id = d.wave_id
      where d.wave_id = $1 and d.activity_id is not null and d.recalled_at is null and (d.words = w.words or not ${isPressed})`,
    [waveId],
  )
  return row ?? { put: 0, of: 0 }
}

/** A batch that was taken before may still bring the old words, also when its process is slower than its lease. */
export async function isInHand(db: Queryable, waveId: string): Promise<boolean> {
  const rows = await db.query(
    `select 1 from deliveries d join waves w on w.id = d.wave_id where d.wave_id = $1 and d.state = 'sending'
        and d.leased_until < w.corrected_at + interval '1 minute' and now() < w.corrected_at + interval '2 minutes' limit 1`,
    [waveId],
  )
  return rows.length > 0
}
