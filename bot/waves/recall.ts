// Takes back what was sent: every activity id was kept, so every announcement can be removed from the chat it stands in.
import type { Deps } from '../deps.ts'
import { throughStanding } from './standing.ts'

/** Whoever pressed theirs is on their way: what stands in its place is theirs and stays. */
export const recall = (deps: Deps) => async (data: object) => {
  const { waveId } = data as { waveId: string }
  const { db, bulk, jobs } = deps
  const seconds = await throughStanding(deps, {
    waveId,
    which: 'true',
    ask: (each) => bulk.remove(each, each.activityId),
    over: async ({ id }) => void (await db.query('update deliveries set recalled_at = now() where id = $1', [id])),
  })
  if (seconds !== undefined) await jobs.send(db, 'waves.recall', { waveId }, seconds)
  else await db.query(`update waves set shown_at = 'epoch' where id = $1`, [waveId])
}
