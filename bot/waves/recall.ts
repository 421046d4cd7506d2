// Takes back what was sent: every activity id was kept, so every announcement can be removed from the chat it stands in.
import type { Deps } from '../deps.ts'
import * as deliveries from './delivery-store.ts'
import { throughStanding } from './standing.ts'
import * as waves from './wave-store.ts'

const inHandSeconds = 5

/** Whoever pressed theirs is on their way: what stands in its place is theirs and stays. */
export const recall = (deps: Deps) => async (data: object) => {
  const { waveId } = data as { waveId: string }
  const { db, bulk, jobs } = deps
  await deliveries.giveUpCancelled(db, waveId)
  // Looked at first: what a sender has in its hands now may stand in a chat by the time that all others are gone.
  const inHand = await deliveries.isInHand(db, waveId)
  const seconds = await throughStanding(deps, {
    waveId,
    which: 'd.recall_why is null',
    ask: (each) => bulk.remove(each, each.activityId),
    over: ({ id }, why) => deliveries.recalled(db, id, why === 'gone' ? undefined : why),
  })
  const again = seconds ?? (inHand ? inHandSeconds : undefined)
  if (again !== undefined) await jobs.send(db, 'waves.recall', { waveId }, again)
  else await waves.showAgain(db, waveId)
}
