// A press that was refused is on record too, and for accounts that need special care security hears of it.
import * as audit from '../audit/audit.ts'
import type { Actor } from '../audit/entry.ts'
import type { Queryable } from '../database/database.ts'
import type { Deps } from '../deps.ts'
import { alarmOf, raise } from './alarm.ts'
import { toNotify } from './change.ts'
import type { Escalation } from './escalation.ts'
import * as notices from './notice-store.ts'
import { toSecurity } from './recipients.ts'

type Agent = Actor & { kind: 'helpdesk' }

/** In the transaction of the reply that says so, or a turn that is done again would count it twice. */
export async function deny(deps: Deps, tx: Queryable, escalation: Escalation, agent: Agent, reason: string): Promise<void> {
  const { id, employeeId: subject, number, tier } = escalation
  const stops = alarmOf[reason]
  // Where there is nobody of security who could let them go on, passes stop for as long as the hour is full.
  const kind = stops === 'breaker' && !deps.settings.groups.security ? 'limit' : stops
  // Said once for each reason: who presses on and on must not bury what else security reads.
  if (!(await notices.wasDenied(tx, id, reason))) {
    await notices.write(tx, { escalationId: id, event: 'denied', reason }, toSecurity(deps, tier))
    await toNotify(deps, tx, id)
  }
  const hour = new Date().toISOString().slice(0, 13)
  const isAboutAccount = kind === 'break-glass' || kind === 'high-risk'
  const key = isAboutAccount ? id : kind === 'breaker' ? `${id} ${Date.now()}` : `${reason} ${agent.id} ${hour}`
  if (kind) await raise(deps, tx, { kind, key, request: { id, number }, subject, agentId: agent.id, reason })
  const detail = { request: String(number) }
  await audit.append(tx, { actor: agent, verb: 'request-press', subject, decision: 'denied', reason, detail })
}

/** For a dialog, which is answered once and never done again. */
export const denied = (deps: Deps, escalation: Escalation, agent: Agent, reason: string): Promise<void> =>
  deps.db.transaction((tx) => deny(deps, tx, escalation, agent, reason))
