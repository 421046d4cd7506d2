import type { PasskeyPolicy, Scope } from '../entra/entra.ts'

/** A target that everybody belongs to (graph.md §4.6). */
const everybody = 'all_users'

/** What the policy means for a person in these groups (graph.md §4.6, passkeys.md B31 to B34 and D.2). */
export function scopeOf(policy: PasskeyPolicy, memberships: Set<string>): Scope {
  const isIn = (group: string) => group === everybody || memberships.has(group)
  // Without self-service nobody can add one from the phone, whatever else is allowed: for our people that is the same as off.
  if (!policy.enabled || !policy.selfService) return { allowed: false, why: 'policy-off' }
  if (policy.excludedGroups.some(isIn)) return { allowed: false, why: 'excluded' }
  const includes = policy.includes.filter(({ group }) => isIn(group))
  if (includes.length === 0) return { allowed: false, why: 'not-included' }
  const permitting = includes.filter(({ authenticatorAllowed }) => authenticatorAllowed)
  if (permitting.length === 0) return { allowed: false, why: 'authenticator-not-allowed' }
  return { allowed: true, attestation: permitting.every(({ attestation }) => attestation) }
}

/** Why somebody is shut out: by choice, or by a rule that contradicts the rollout. */
export const isAmiss: Record<Extract<Scope, { allowed: false }>['why'], boolean> = {
  'policy-off': true,
  'authenticator-not-allowed': true,
  excluded: false,
  'not-included': false,
}

/** The passkey they have does not sign them in (passkeys.md B31). A rule about adding one, or about its store, leaves that open. */
export function isShutOut(policy: PasskeyPolicy, memberships: Set<string>): boolean {
  const scope = scopeOf({ ...policy, selfService: true }, memberships)
  return !scope.allowed && scope.why !== 'authenticator-not-allowed'
}
