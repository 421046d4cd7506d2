// What a batch of answers says about everybody: go on, or nobody sends for a while.
import type { Deps } from '../deps.ts'
import type { BulkSent } from '../teams/bulk.ts'
import * as row from './pace-store.ts'

/** One recipient who is turned away is their chat's affair; most of a batch is everybody's. */
export async function weather({ db, log }: Pick<Deps, 'db' | 'log'>, sent: BulkSent[]): Promise<void> {
  const throttled = sent.flatMap((one) => (!one.ok && one.why === 'throttled' ? [one.retryAfterSeconds ?? 0] : []))
  if (throttled.length === 0) return row.calm(db)
  if (throttled.length < Math.max(2, sent.length / 2)) return
  log.warn({ throttled: throttled.length, of: sent.length }, 'Teams turns us away: nobody sends for a while')
  await row.storm(db, Math.max(...throttled))
}
