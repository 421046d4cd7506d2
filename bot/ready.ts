// Whether this process can take turns in: asked by whoever spreads the load, as often as they like.
import type { Database } from './database/database.ts'
import type { Jobs } from './jobs/jobs.ts'

/** So long may the oldest job be overdue: longer than any restart, shorter than a person waits for a reminder. */
export const mostLagSeconds = 300
const holdsForMs = 2000

/** At most one look in two seconds, because it writes and anybody may ask. */
export function createReady(db: Database, jobs: Pick<Jobs, 'lagSeconds'>): () => Promise<boolean> {
  let looked = Number.NEGATIVE_INFINITY
  let verdict = Promise.resolve(false)
  return () => {
    if (performance.now() - looked >= holdsForMs) {
      looked = performance.now()
      verdict = look(db, jobs)
    }
    return verdict
  }
}

async function look(db: Database, jobs: Pick<Jobs, 'lagSeconds'>): Promise<boolean> {
  await db.query('update alive set at = now()')
  return (await jobs.lagSeconds()) <= mostLagSeconds
}
