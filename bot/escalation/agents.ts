// Who may do what for whom. Read from Entra by object id at each press; standing in the channel grants nothing (security.md C4).
import type { Deps } from '../deps.ts'
import type { Manager, Standing } from '../entra/helping.ts'
import { groupsNow } from '../groups-now.ts'
import type { EmployeeId } from '../people.ts'
import { type Escalation, moves, type State } from './escalation.ts'
import type { Tier } from './proof.ts'
import { riskOf } from './tier.ts'

export type Role = 'helpdesk' | 'privilegedHelpdesk' | 'supplierHelpdesk' | 'security'
const roles: Role[] = ['helpdesk', 'privilegedHelpdesk', 'supplierHelpdesk', 'security']

/** Undefined: Entra gave no answer, and nobody may do anything. */
export async function rolesOf({ entra, settings }: Pick<Deps, 'entra' | 'settings'>, id: EmployeeId): Promise<Set<Role> | undefined> {
  const groups = await groupsNow(entra, id)
  if (!groups.ok) return undefined
  return new Set(roles.filter((role) => groups.value.has(settings.groups[role] ?? '')))
}

export const isAgent = (held: Set<Role> | undefined): held is Set<Role> =>
  held !== undefined && (held.has('helpdesk') || held.has('privilegedHelpdesk') || held.has('supplierHelpdesk'))

/** Its agent is in the helpdesk no more, and it could be given back. Only as Entra says clearly: unread, it stays theirs. */
export async function isLeftBehind(deps: Pick<Deps, 'entra' | 'settings'>, { state, claimedBy }: Escalation): Promise<boolean> {
  const from: readonly State[] = moves['request-released'].from
  if (!claimedBy || !from.includes(state)) return false
  const held = await rolesOf(deps, claimedBy)
  return held !== undefined && !isAgent(held)
}

/** Whoever is with the supplier, whatever else they are, helps with ordinary accounts alone (security.md H7). */
export const isForOwnHelpdesk = (held: Set<Role>, tier: Tier | null | undefined) => held.has('supplierHelpdesk') && tier !== 'standard'

/** Why this agent may not help this account, as a code; undefined when they may (security.md T3). */
export async function barred(deps: Pick<Deps, 'entra' | 'settings'>, agentId: EmployeeId, targetId: EmployeeId) {
  if (agentId === targetId) return 'own'
  const { entra } = deps
  const [agent, target, above, below, risk] = await Promise.all([
    entra.standing(agentId),
    entra.standing(targetId),
    entra.manager(agentId),
    entra.manager(targetId),
    // Of a minute ago at most: Entra answers one such question a second, for the whole company.
    riskOf(deps, agentId),
  ])
  if (!agent.ok || !target.ok || !above.ok || !below.ok || !risk.ok) return 'unread'
  // Whoever has stolen an agent's session has everybody's account (security.md T22).
  if (risk.value !== 'none') return 'agent-risk'
  if (linked(agent.value, target.value)) return 'linked'
  const manages = (manager: Manager | undefined, one: Standing) => manager !== undefined && (manager.id === one.id || linked(manager, one))
  return manages(above.value, target.value) || manages(below.value, agent.value) ? 'manager' : undefined
}

/** One person with two accounts has one number in the company. */
export const linked = (one: Pick<Standing, 'employeeId'>, other: Pick<Standing, 'employeeId'>): boolean =>
  Boolean(one.employeeId) && one.employeeId === other.employeeId
