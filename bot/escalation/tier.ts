// How much care an account needs: computed from Entra when a request is taken, and again before a pass is made. The highest wins, and
// what cannot be read counts as the highest (security.md §2.5, T6–T8).
import type { Deps } from '../deps.ts'
import type { Answer, NoAnswer, Risk, SignInMethods } from '../entra/entra.ts'
import type { Standing } from '../entra/helping.ts'
import type { EmployeeId } from '../people.ts'
import type { Settings } from '../settings.ts'
import type { Facts } from './escalation.ts'
import { hadPasses } from './pass-limits.ts'
import type { Tier } from './proof.ts'

export type Care =
  | { tier: Tier; standing: Standing; methods: SignInMethods; risk: Risk }
  | { refused: 'guest' | 'disabled' | 'high-risk' | 'unlicensed' | 'not-in-policy' | 'policy-off' }
  | { unread: NoAnswer }

const day = 86_400_000
const newForDays = 14

type Tools = Pick<Deps, 'entra' | 'settings' | 'db'>

export async function careFor({ entra, settings, db }: Tools, id: EmployeeId): Promise<Care> {
  const [standing, groups, methods, policy, risk] = await Promise.all([
    entra.standing(id),
    entra.memberships(id, { since: performance.now() }),
    entra.methods(id),
    entra.passPolicy(),
    riskOf({ entra, settings }, id, { since: performance.now() }),
  ])
  const missing = [standing, groups, methods, policy, risk].find((answer) => !answer.ok)
  if (!standing.ok || !groups.ok || !methods.ok || !policy.ok || !risk.ok) return { unread: unreadOf(missing) }
  const read = { standing: standing.value, methods: methods.value, risk: risk.value }
  if (standing.value.userType === 'guest') return { refused: 'guest' }
  if (!standing.value.enabled) return { refused: 'disabled' }
  if (isIn(settings, groups.value, 'breakGlass')) return { tier: 'break-glass', ...read }
  // Somebody else may be at it by now, and a pass would be theirs: security looks first (security.md §2.3).
  if (risk.value === 'high') return { refused: 'high-risk' }
  // A shared mailbox or an account of a machine: nobody unlocks a phone with it.
  if (!standing.value.licensed) return { refused: 'unlicensed' }
  if (!policy.value.enabled) return { refused: 'policy-off' }
  const { includedGroups, excludedGroups } = policy.value
  const included = includedGroups.some((group) => group === 'all_users' || groups.value.has(group))
  if (!included || excludedGroups.some((group) => groups.value.has(group))) return { refused: 'not-in-policy' }
  const isNew = methods.value.waysIn.length === 0 && methods.value.passkeys.length === 0 && hiredLately(standing.value)
  const tier = isPrivileged(settings, standing.value, groups.value)
    ? 'privileged'
    : risk.value !== 'none' || isIn(settings, groups.value, 'vip') || (await hadPasses(db, id)) >= settings.pass.limits.perPersonInSevenDays
      ? 'vip'
      : isNew
        ? 'new-hire'
        : 'standard'
  return { tier, ...read }
}

/**
 * What decides here is asked in line, unlike in the journey, which leads nobody into an account. Unread is no "none": a company without ID Protection
 * says so in its settings.
 */
export async function riskOf(
  { entra, settings }: Pick<Deps, 'entra' | 'settings'>,
  id: EmployeeId,
  options?: { since: number },
): Promise<Answer<Risk>> {
  return settings.pass.accountRisk === 'not-used' ? { ok: true, value: 'none' } : entra.risk(id, options)
}

/** What was read on the way, for the agent's card. */
export function factsOf({ standing, methods, risk }: Extract<Care, { tier: unknown }>): Facts {
  const passkeys = methods.passkeys.map(({ kind }) => kind)
  return { account: standing.userPrincipalName, department: standing.department, waysIn: methods.waysIn, passkeys, risk }
}

const unreadOf = (answer: Answer<unknown> | undefined): NoAnswer => (answer && !answer.ok ? answer.why : 'unavailable')

const isIn = ({ groups }: Settings, held: Set<string>, name: string) => groups[name] !== undefined && held.has(groups[name])

/** Those who run the helpdesk, the rollout and its audit are as good as admins: who becomes one of them can let others in. */
const trusted = ['helpdesk', 'privilegedHelpdesk', 'supplierHelpdesk', 'approvers', 'security', 'auditors']

function isPrivileged(settings: Settings, standing: Standing, groups: Set<string>): boolean {
  const { roles, roleGroups, ownedRoleGroups, eligibleRoles, restrictedUnits } = standing
  const eligible = eligibleRoles.ok ? eligibleRoles.value.length > 0 : settings.pass.eligibleRoles === 'read'
  const restricted = restrictedUnits.ok ? restrictedUnits.value.length > 0 : true
  const holds = [roles, roleGroups, ownedRoleGroups].some((some) => some.length > 0)
  return holds || eligible || restricted || trusted.some((name) => isIn(settings, groups, name))
}

const hiredLately = ({ hiredAt }: Standing) => hiredAt !== undefined && Date.now() - hiredAt.getTime() < newForDays * day

/** The order in which care grows; a request never becomes easier than it was. */
const order: Tier[] = ['new-hire', 'standard', 'vip', 'privileged', 'break-glass']
export const needsMore = (now: Tier, before: Tier) => order.indexOf(now) > order.indexOf(before)
