// Of a pass on an account, what is no move of its request.
import type { Queryable } from '../database/database.ts'
import type { Pass } from '../entra/helping.ts'
import type { Settings } from '../settings.ts'
import type { Escalation } from './escalation.ts'

/**
 * Whether it has to be gone by now, by the clock of the database (security.md X3). That of Entra only tells passes and passkeys apart, so
 * where it is ahead of ours the time counts from when we knew of the pass.
 */
export async function isOverdue(db: Queryable, { id }: Pick<Escalation, 'id'>, { pass }: Settings, seen?: Pass): Promise<boolean> {
  const [row] = await db.query<{ overdue: boolean }>(
    `select coalesce(pass_used_at, least(since, pass_made_at))
              <= now() - make_interval(mins => case when pass_used_at is not null or $2 then $3::int else $4::int end) as overdue
       from escalations where id = $1`,
    [id, seen?.why === 'used', pass.deleteUsedAfterMinutes, pass.deleteUnusedAfterMinutes],
  )
  return row?.overdue ?? true
}

const stuckMinutes = 5

/** Entra did not delete its pass. True: for so long by now that people have to do it. */
export async function passIsStuck(db: Queryable, id: string): Promise<boolean> {
  const [row] = await db.query<{ long: boolean }>(
    `update escalations set pass_stuck_since = coalesce(pass_stuck_since, now()) where id = $1
     returning pass_stuck_since <= now() - make_interval(mins => $2) as long`,
    [id, stuckMinutes],
  )
  return row?.long ?? false
}

/** Closed in the middle of making a pass, and what was on the account is gone. */
export async function noLostPass(tx: Queryable, id: string): Promise<void> {
  await tx.query('update escalations set lost_pass = false where id = $1', [id])
}

/** Made for a request that had ended meanwhile: to be deleted like any other, unless a later one has taken its place on the account. */
export async function keepLostPass(db: Queryable, id: string, pass: Pass): Promise<void> {
  await db.query(
    `update escalations set pass_id = $2, pass_made_at = $3, pass_used_at = null, pass_gone_at = null, lost_pass = false
      where id = $1 and (pass_id is null or pass_gone_at is not null)`,
    [id, pass.id, pass.createdAt],
  )
}
