// How a request ends by the hand of an agent, and how it is opened again.
import type { Answering } from '../conversation/turn.ts'
import type { Deps } from '../deps.ts'
import { raise } from './alarm.ts'
import { caseReply } from './case.ts'
import type { Doing } from './change.ts'
import { atDesk } from './desk.ts'
import { wantsPass } from './escalation.ts'
import * as store from './escalation-store.ts'
import { forget } from './evidence-store.ts'
import { recipientsOf } from './recipients.ts'

type DeskOutcome = 'resolved' | 'declined' | 'fraud'

/** A suspicion is told to nobody who might be the one suspected: the person reads what everybody reads (security.md H8). */
export const close = (deps: Deps, outcome: DeskOutcome): Answering =>
  atDesk(deps, async (at) => {
    const { escalation, agent } = at
    const second = outcome === 'declined' && escalation.state === 'verified'
    if (escalation.claimedBy !== agent.id && !second) return at.show({ lead: 'changed' })
    const { id, number, employeeId: subject, version } = escalation
    const fraud = { kind: 'fraud', key: `${id} ${version}`, request: { id, number }, subject, agentId: agent.id } as const
    const rows: Doing['rows'] = async (tx) => {
      if (outcome === 'fraud') await raise(deps, tx, fraud)
    }
    return at.move('request-closed', { changes: { outcome }, detail: { outcome }, tells: 'closed', rows })
  })

export const reopen = (deps: Deps): Answering =>
  atDesk(deps, async (at) => {
    if (at.escalation.state !== 'closed') return at.show({ lead: 'changed' })
    const changes = { outcome: null, claimedBy: null, verifiedBy: null, approvedBy: null, waitUntil: null, waitMinutes: null, tier: null }
    const { id, kind, employeeId, version } = at.escalation
    const another = await store.openOf(deps.db, employeeId)
    if (another) return caseReply(deps, another, at.agent.id, { lead: 'another-open' })
    // What was proved then says nothing about who is there now.
    const rows: Doing['rows'] = async (tx) => {
      await forget(tx, id, { failed: true })
      // Otherwise their chat says that it is closed until somebody takes it.
      await deps.jobs.send(tx, 'escalation.tell', { id, version: version + 1, what: 'reopened' }, 0)
    }
    return at.move('request-reopened', { changes, rows, toTellFirst: wantsPass(kind) ? await recipientsOf(deps, employeeId) : [] })
  })
