// Nobody knows whether a pass was made: the answer got lost, or the process did. It is never asked for again; what is found is deleted
// (security.md T5, K7).
import type { Deps } from '../deps.ts'
import { change } from './change.ts'
import type { Escalation } from './escalation.ts'

const unlock = { kind: 'unlock' } as const

/** Entra's clock and ours may differ by this much. */
const clocksDifferMs = 120_000

/** Also for a request that has ended since: who takes it back while Entra is asked must not leave a pass behind. */
export async function findLostPass(deps: Deps, escalation: Escalation): Promise<void> {
  const { db, entra, log } = deps
  const lost =
    escalation.state === 'issuing'
      ? await db.transaction((tx) => change(deps, tx, escalation, 'pass-unknown', { by: unlock, reason: 'no-answer' }))
      : escalation
  const passes = await entra.passes(lost.employeeId)
  if (!passes.ok) return
  const from = (lost.passMadeAt?.getTime() ?? 0) - clocksDifferMs
  const ours = passes.value.filter(({ createdAt }) => createdAt.getTime() >= from)
  for (const { id } of ours) {
    const gone = await entra.deletePass(lost.employeeId, id)
    if (gone.ok) continue
    log.error({ request: lost.number, why: gone.why }, 'a pass of which nobody knows could not be deleted: delete it in the Entra portal')
    return
  }
  const pass = ours[0]?.id.toLowerCase()
  const name = lost.state === 'issue-unknown' ? 'pass-cleared' : 'pass-deleted'
  const changes = { passId: ours[0]?.id ?? null, passGoneAt: new Date() }
  await db.transaction((tx) => change(deps, tx, lost, name, { by: unlock, changes, detail: { pass } }))
}
