// Manual mode: the agent made the pass in the Entra portal. Unlock never held it; it sees it, and cleans up as for its own.
import type { Deps } from '../deps.ts'
import { mine } from './desk.ts'
import { mayHavePass } from './may-have-pass.ts'
import { count } from './pass-limits.ts'

export const madeByHand = (deps: Deps) =>
  mine(deps, async (at) => {
    const { escalation, agent } = at
    const no = await mayHavePass(deps, escalation, agent.id)
    if (no) return 'unread' in no ? at.show({ unread: no.unread }) : at.refuse(no.refused)
    const passes = await deps.entra.passes(escalation.employeeId)
    if (!passes.ok) return at.show({ unread: passes.why })
    const made = passes.value.find(({ createdAt, usable }) => usable && createdAt >= escalation.since)
    if (!made) return at.show({ refused: 'not-seen' })
    const changes = {
      passId: made.id,
      passMadeBy: agent.id,
      passMadeAt: made.createdAt,
      passUsedAt: null,
      passGoneAt: null,
      passes: escalation.passes + 1,
    }
    return at.move('pass-seen', {
      changes,
      detail: { pass: made.id },
      tells: 'pass-made',
      rows: async (tx) => {
        await deps.jobs.send(tx, 'escalation.watch-pass', { id: escalation.id }, 1, escalation.id)
        await count(deps, tx, escalation, agent.id)
      },
    })
  })

/** The agent wants it gone now: it is off the account before it is said to be. */
export const takeOffNow = (deps: Deps) =>
  mine(deps, async (at) => {
    const { escalation } = at
    if (escalation.state !== 'issued' || !escalation.passId) return at.show({ lead: 'changed' })
    const gone = await deps.entra.deletePass(escalation.employeeId, escalation.passId)
    if (!gone.ok) return at.show({ unread: gone.why })
    const pass = escalation.passId
    return at.move('pass-unused', { changes: { passGoneAt: 'now' }, reason: 'by-agent', detail: { pass }, tells: 'pass-unused' })
  })
