// Whether somebody is a second person: nobody who had a part in the request is, by whichever of their accounts (security.md T3, H6).
import type { Deps } from '../deps.ts'
import type { EmployeeId } from '../people.ts'
import { linked } from './agents.ts'
import { provedBefore } from './evidence-store.ts'

/** `second-person`: they had a part themselves. `same-person`: with another account. `unread`: Entra does not say. Undefined: they may. */
export async function hadPart(
  deps: Pick<Deps, 'db' | 'entra'>,
  agentId: EmployeeId,
  escalationId: string,
  others: (EmployeeId | undefined)[],
) {
  return isOneOf(deps, agentId, [...others, ...(await provedBefore(deps.db, escalationId))])
}

export async function isOneOf({ entra }: Pick<Deps, 'entra'>, agentId: EmployeeId, others: (EmployeeId | undefined)[]) {
  const ids = new Set(others.filter((id) => id !== undefined))
  if (ids.has(agentId)) return 'second-person'
  if (ids.size === 0) return undefined
  const [own, ...theirs] = await Promise.all([agentId, ...ids].map((id) => entra.standing(id)))
  if (!own?.ok || theirs.some((answer) => !answer.ok)) return 'unread'
  return theirs.some((answer) => answer.ok && linked(own.value, answer.value)) ? 'same-person' : undefined
}
