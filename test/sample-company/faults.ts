// The fault switch: what goes wrong on the way to Graph and the connector, on purpose.
import type { Asked, Reply } from './http.ts'
import type { Fault } from './office-api.ts'
import type { World } from './world.ts'

/** How a request fares; `after` says that the work was done all the same. */
export type Fate = { reply: Reply } | { wait: number } | 'never' | 'drop' | 'drop-after'

export const setFaults = (world: World, faults: Fault[]): void => {
  world.faults = faults.map((fault) => ({ fault, seen: 0, applied: 0 }))
}

export const faultsOf = (world: World): Fault[] =>
  world.faults.map(({ fault, applied }) => (fault.times === undefined ? fault : { ...fault, times: fault.times - applied }))

/** The first rule that matches and has times left. A share is kept evenly, not by chance: tests must repeat. */
export function fateOf(world: World, where: Fault['where'], asked: Asked): Fate | undefined {
  const path = decodeURIComponent(asked.path)
  for (const rule of world.faults) {
    const { fault } = rule
    if (fault.where !== where || !(asked.path.includes(fault.path) || path.includes(fault.path))) continue
    if (fault.method && fault.method.toUpperCase() !== asked.method) continue
    if (fault.times !== undefined && rule.applied >= fault.times) continue
    const share = fault.share ?? 1
    rule.seen += 1
    if (Math.floor(rule.seen * share + 1e-9) === Math.floor((rule.seen - 1) * share + 1e-9)) continue
    rule.applied += 1
    return fate(fault)
  }
  return undefined
}

function fate({ fault, where }: Fault): Fate {
  switch (fault.kind) {
    case 'latency':
      return { wait: fault.ms }
    case 'timeout':
      return 'never'
    case 'drop-socket':
      return 'drop'
    case 'drop-after':
      return 'drop-after'
    case 'status':
      return { reply: failure(where, fault.status, fault.code, fault.retryAfter) }
  }
}

// graph.md 1 and teams.md 7.
const usualCodes: Record<Fault['where'], Record<number, string>> = {
  graph: {
    400: 'Request_BadRequest',
    401: 'InvalidAuthenticationToken',
    403: 'Authorization_RequestDenied',
    404: 'Request_ResourceNotFound',
    409: 'Conflict',
    429: 'TooManyRequests',
    503: 'serviceNotAvailable',
    504: 'gatewayTimeout',
  },
  connector: {
    400: 'BadArgument',
    401: 'BotNotRegistered',
    403: 'ConversationBlockedByUser',
    404: 'ConversationNotFound',
    412: 'PreconditionFailed',
    413: 'MessageSizeTooBig',
    429: 'Throttled',
  },
  token: { 404: 'NotFound', 412: 'PreconditionFailed' },
}

export function failure(where: Fault['where'], status: number, code?: string, retryAfter?: number): Reply {
  const named = code ?? usualCodes[where][status] ?? (where === 'graph' ? 'generalException' : 'ServiceError')
  const error = { code: named, message: `Sample company: ${named}.` }
  const headers = retryAfter === undefined ? undefined : { 'retry-after': String(retryAfter) }
  return { status, headers, body: { error: where === 'graph' ? { ...error, innerError: innerError() } : error } }
}

export const innerError = () => {
  const id = crypto.randomUUID()
  return { date: new Date().toISOString().slice(0, 19), 'request-id': id, 'client-request-id': id }
}
