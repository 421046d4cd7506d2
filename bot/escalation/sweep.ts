// Looks each minute at what time alone has changed: what nobody took, what was proved too long ago, passes that must not live on.
import type { Deps } from '../deps.ts'
import { change } from './change.ts'
import { type Due, due } from './deadline-store.ts'
import { type Escalation, isOver } from './escalation.ts'
import * as store from './escalation-store.ts'
import { findLostPass } from './lost-pass.ts'
import { daysToObject } from './not-me.ts'
import * as notices from './notice-store.ts'
import { tellAgent } from './tell-agent.ts'
import { watchPass } from './watch-pass.ts'

const unlock = { kind: 'unlock' } as const

export const sweep = (deps: Deps) => async () => {
  for (const about of await notices.unfinished(deps.db)) await deps.jobs.send(deps.db, 'escalation.notify', { about }, 0, about)
  await notices.forgetAddresses(deps.db, daysToObject)
  for (const { id, due: why } of await due(deps.db, deps.settings)) {
    // One that fails must not keep the others waiting; it is due again in a minute.
    await settle(deps, id, why).catch((error) =>
      deps.log.error({ request: id, why, error: String(error) }, 'a request could not be seen to'),
    )
  }
}

/** At a start: what a dead process left behind does not wait for the next full minute. */
export async function wake(deps: Deps): Promise<void> {
  const { db, jobs } = deps
  // An embedded database has one process: nobody else sends that card, and nobody waits for that answer of Entra any more.
  if (db.kind === 'pglite') {
    await store.dropLeases(db)
    for (const escalation of await store.waitingForEntra(db))
      await db.transaction((tx) => change(deps, tx, escalation, 'pass-unknown', { by: unlock, reason: 'no-answer' }))
  }
  await jobs.send(db, 'escalation.sweep', {}, 0)
}

async function settle(deps: Deps, id: string, why: Due): Promise<void> {
  // A channel that does not answer must not keep the others waiting either.
  if (why === 'unshown') return deps.jobs.send(deps.db, 'escalation.show', { id }, 0, id)
  if (why === 'pass-live') return watchPass(deps)({ id })
  const escalation = await store.load(deps.db, id)
  if (escalation && why === 'wait-over') return tellAgent(deps)({ id, version: escalation.version, lead: 'wait-over' } as const)
  if (escalation && why === 'pass-lost') return findLostPass(deps, escalation)
  if (!escalation || why === 'pass-lost' || why === 'wait-over' || isOver(escalation)) return
  await deps.db.transaction((tx) => byTime(deps, tx, escalation, why))
}

function byTime(
  deps: Deps,
  tx: Parameters<typeof change>[1],
  escalation: Escalation,
  why: 'nobody-took-it' | 'proof-too-old' | 'approval-too-old',
) {
  if (why === 'approval-too-old') return change(deps, tx, escalation, 'approval-ran-out', { by: unlock, changes: { approvedBy: null } })
  const changes = { outcome: 'expired' } as const
  return change(deps, tx, escalation, 'request-closed', {
    by: unlock,
    reason: why,
    changes,
    detail: { outcome: 'expired' },
    tells: 'closed',
  })
}
