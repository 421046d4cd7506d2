// When Entra is asked again about somebody who is making their passkey.
import type { Queryable } from '../database/database.ts'
import type { Deps } from '../deps.ts'

export interface Watch {
  employeeId: string
  /** Names the watch that counts: an older one does nothing. */
  watch: number
}

type Clock = Pick<Deps, 'jobs' | 'settings'>

export const nextWatch = ({ jobs, settings }: Clock, tx: Queryable, { employeeId, watch }: Watch, seconds = settings.watch.everySeconds) =>
  jobs.send(tx, 'journey.watch', { employeeId, watch }, seconds, `${employeeId} ${watch}`)

/** Seconds to the next ring of a watch that is close until `until`; undefined when it has rung for the last time. */
export function secondsToNext({ settings }: Pick<Deps, 'settings'>, until: Date, now = new Date()): number | undefined {
  const { everySeconds, thenEveryMinutes, thenForHours } = settings.watch
  if (now < until) return everySeconds
  return now.getTime() < until.getTime() + thenForHours * 3_600_000 ? thenEveryMinutes * 60 : undefined
}

/** A process that died while it asked took its watch along; every watch that should be running gets a ring. */
export async function resumeWatches(deps: Pick<Deps, 'db' | 'jobs' | 'settings'>): Promise<void> {
  const rows = await deps.db.query<Watch>(
    'select employee_id as "employeeId", watch from progress where watch_until > now() - make_interval(hours => $1)',
    [deps.settings.watch.thenForHours],
  )
  for (const watch of rows) await nextWatch(deps, deps.db, watch)
}
