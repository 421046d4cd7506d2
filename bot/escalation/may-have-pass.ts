// Everything that must hold at the moment a pass is made, read anew: nothing that was true when the request was taken is believed.
import type { Deps } from '../deps.ts'
import type { NoAnswer } from '../entra/entra.ts'
import type { EmployeeId } from '../people.ts'
import { barred } from './agents.ts'
import { tooHighForApp } from './app-only.ts'
import { isEnough, needsSecond } from './case.ts'
import { tooEarlyOrLate } from './deadline-store.ts'
import type { Escalation } from './escalation.ts'
import { evidenceOf } from './evidence-store.ts'
import { overLimit } from './pass-limits.ts'
import { careFor, needsMore } from './tier.ts'

export type No = { refused: string } | { unread: NoAnswer }

/** Undefined: it may be made now, by this agent. */
export async function mayHavePass(deps: Deps, escalation: Escalation, agentId: EmployeeId): Promise<No | undefined> {
  const { db, settings } = deps
  if (escalation.state !== 'verified' && escalation.state !== 'approved') return { refused: 'not-enough' }
  // Whoever the account belongs to was told, or at least written to (security.md T1).
  if (!escalation.noticedAt) return { refused: 'untold' }
  const time = await tooEarlyOrLate(db, escalation, settings)
  if (time !== undefined) return { refused: time }
  if (escalation.state === 'verified' && needsSecond(settings, escalation)) return { refused: 'second-person' }
  const bar = await barred(deps, agentId, escalation.employeeId)
  if (bar !== undefined) return bar === 'unread' ? { unread: 'unavailable' } : { refused: bar }
  const care = await careFor(deps, escalation.employeeId)
  if ('refused' in care || 'unread' in care) return care
  if (care.tier === 'break-glass') return { refused: 'break-glass' }
  if (tooHighForApp(settings, care.tier)) return { refused: 'not-by-app' }
  if (!escalation.tier || needsMore(care.tier, escalation.tier)) return { refused: 'tier-changed' }
  if (!isEnough(escalation, await evidenceOf(db, escalation.id))) return { refused: 'not-enough' }
  const over = await overLimit(db, settings, agentId)
  return over === undefined ? undefined : { refused: over }
}

/** What the tenant and the account allow at this moment: the rules honour what we ask for, and no pass of others is in the way. */
export async function mayMakeInEntra({ entra, settings }: Deps, { employeeId }: Escalation): Promise<No | undefined> {
  const [policy, passes] = await Promise.all([entra.passPolicy(), entra.passes(employeeId)])
  if (!policy.ok) return { unread: policy.why }
  if (!passes.ok) return { unread: passes.why }
  const minutes = settings.pass.lifetimeMinutes
  if (!policy.value.enabled) return { refused: 'policy-off' }
  // Asked for explicitly, or not at all: a tenant that allows thirty days does not get one of thirty days (security.md T18).
  if (minutes < policy.value.minimumMinutes || minutes > policy.value.maximumMinutes) return { refused: 'policy-lifetime' }
  // A new one would kill it unseen, and Entra keeps one only (security.md T4, T13).
  return passes.value.some(({ usable, why }) => usable || why === 'not-yet') ? { refused: 'live-pass' } : undefined
}
