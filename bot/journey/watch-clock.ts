// When Entra is asked again about somebody who is making their passkey.
import type { Queryable } from '../database/database.ts'
import type { Deps } from '../deps.ts'

export interface Watch {
  employeeId: string
  /** Names the watch that counts: an older one does nothing. */
  watch: number
}

export const nextWatch = (
  { jobs, settings }: Pick<Deps, 'jobs' | 'settings'>,
  tx: Queryable,
  { employeeId, watch }: Watch,
): Promise<void> => jobs.send(tx, 'journey.watch', { employeeId, watch }, settings.watch.everySeconds, `${employeeId} ${watch}`)

/** A process that died while it asked took its watch along; every watch that should be running gets a ring. */
export async function resumeWatches(deps: Pick<Deps, 'db' | 'jobs' | 'settings'>): Promise<void> {
  const rows = await deps.db.query<Watch>('select employee_id as "employeeId", watch from progress where watch_until > now()')
  for (const watch of rows) await nextWatch(deps, deps.db, watch)
}
