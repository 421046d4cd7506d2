// Whose presses count for more than their own journey: asked of Entra by object id, and never believed for long.
import type { Answer, Entra } from './entra/entra.ts'
import type { EmployeeId } from './people.ts'

/** What was read longer ago than this does not let anybody press. */
const freshForMs = 60_000

/**
 * The groups that somebody acts for. None when their account is off: whoever left stays in their groups for weeks, and in a chat that was open until
 * its token ends.
 */
export async function groupsNow(entra: Pick<Entra, 'profile' | 'memberships'>, id: EmployeeId): Promise<Answer<Set<string>>> {
  const since = performance.now() - freshForMs
  const [profile, groups] = await Promise.all([entra.profile(id, { since }), entra.memberships(id, { since })])
  if (!profile.ok) return profile
  return profile.value.enabled ? groups : { ok: true, value: new Set() }
}
