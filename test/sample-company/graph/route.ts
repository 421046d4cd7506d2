// What a Graph operation is given, and what it may give back.
import type { Wire } from '../account.ts'
import type { Reply } from '../http.ts'
import { type Caller, type Employee, findEmployee, type World } from '../world.ts'
import { GraphError, type Listing, notFound } from './odata.ts'

export interface GraphCall {
  world: World
  caller: Caller
  version: 'v1.0' | 'beta'
  params: Record<string, string>
  query: URLSearchParams
  headers: Record<string, string | undefined>
  body: Wire
}

/** A collection is filtered, selected and paged; an entity is selected; a reply goes out as it is. */
export type Outcome = { list: Listing } | { entity: Wire; usual?: readonly string[] } | { reply: Reply }

export type Operation = (call: GraphCall) => Outcome

export type Route = [method: string, pattern: string, operation: Operation]

export const list = (items: Wire[], options: Omit<Listing, 'items'> = {}): Outcome => ({ list: { items, ...options } })

/** The user that the path names. */
export function named({ world, params }: GraphCall): Employee {
  const employee = findEmployee(world, params.user ?? '')
  if (!employee || params.user?.startsWith('29:')) throw notFound(params.user)
  return employee
}

export function oneOf(items: Wire[], id = '', key = 'id'): Outcome {
  const found = items.find((item) => String(item[key]).toLowerCase() === id.toLowerCase())
  if (!found) throw notFound(id)
  return { entity: found }
}

/** What the bot itself may do only when it was permitted, and a person only with that scope. */
export function needPermission({ world, caller }: GraphCall, permission: string): void {
  const has = caller.employee ? (caller.scopes?.includes(permission) ?? true) : world.permissions.has(permission)
  if (!has) throw new GraphError(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.')
}

/** Casts on a relationship read an index that must be asked for (graph.md 1). */
export function needAdvancedQuery({ headers, query }: GraphCall): void {
  if (headers.consistencylevel?.toLowerCase() !== 'eventual' || query.get('$count') !== 'true')
    throw new GraphError(
      400,
      'Request_UnsupportedQuery',
      'The request uses an OData cast, which needs ConsistencyLevel: eventual and $count=true.',
    )
}
