// Nobody knows whether a pass was made: the answer got lost, or the process did. It is never asked for again; what is found is deleted
// (security.md T5, K7).
import type { Deps } from '../deps.ts'
import { change } from './change.ts'
import type { Escalation } from './escalation.ts'
import { noLostPass } from './pass-store.ts'

const unlock = { kind: 'unlock' } as const

export async function findLostPass(deps: Deps, escalation: Escalation): Promise<void> {
  const { db, entra, log } = deps
  const lost =
    escalation.state === 'issuing'
      ? await db.transaction((tx) => change(deps, tx, escalation, 'pass-unknown', { by: unlock, reason: 'no-answer' }))
      : escalation
  const passes = await entra.passes(lost.employeeId)
  if (!passes.ok) return
  for (const { id } of passes.value) {
    const gone = await entra.deletePass(lost.employeeId, id)
    if (gone.ok) continue
    log.error({ request: lost.number, why: gone.why }, 'a pass of which nobody knows could not be deleted: delete it in the Entra portal')
    return
  }
  const pass = passes.value[0]?.id
  await db.transaction(async (tx) => {
    await change(deps, tx, lost, lost.state === 'issue-unknown' ? 'pass-cleared' : 'pass-deleted', { by: unlock, detail: { pass } })
    await noLostPass(tx, lost.id)
  })
}
