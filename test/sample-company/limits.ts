// The documented limits of Graph (graph.md 3) and Teams (teams.md 5.1), applied when the company is started with `limits: true`.
import { failure } from './faults.ts'
import type { Asked, Reply } from './http.ts'
import type { World } from './world.ts'

interface Limit {
  matches: RegExp
  method?: string
  /** [requests, seconds] windows, all of which must hold. */
  windows: [number, number][]
  /** Counted together, or per first capture of `matches`. */
  per?: 'capture'
  retryAfter: boolean
}

const graphLimits: Limit[] = [
  { matches: /\/(reports\/authenticationMethods|auditLogs|users\/[^/]+\/authentication)\b/i, windows: [[5, 10]], retryAfter: true },
  { matches: /\/identityProtection\/riskyUsers/i, windows: [[1, 1]], retryAfter: false },
  { matches: /\/teamwork\/installedApps/i, method: 'GET', windows: [[30, 1]], retryAfter: true },
  { matches: /\/teamwork\/installedApps/i, method: 'POST', windows: [[30, 1]], retryAfter: true },
  { matches: /\/teamwork\/installedApps/i, method: 'DELETE', windows: [[15, 1]], retryAfter: true },
  { matches: /\/appCatalogs\/teamsApps/i, windows: [[30, 1]], retryAfter: true },
  { matches: /\/deviceManagement\/managedDevices/i, windows: [[2000, 20]], retryAfter: true },
  { matches: /\/(users|groups|directoryRoles|roleManagement|policies)\b/i, windows: [[3500, 10]], retryAfter: true },
]

const send: [number, number][] = [
  [7, 1],
  [8, 2],
  [60, 30],
  [1800, 3600],
]
const read: [number, number][] = [
  [14, 1],
  [16, 2],
  [120, 30],
  [3600, 3600],
]

const connectorLimits: Limit[] = [
  { matches: /./, windows: [[50, 1]], retryAfter: true },
  { matches: /\/conversations\/([^/?]+)/, method: 'POST', windows: send, per: 'capture', retryAfter: true },
  { matches: /\/conversations\/([^/?]+)/, method: 'PUT', windows: send, per: 'capture', retryAfter: true },
  { matches: /\/conversations\/([^/?]+)\/(members|pagedmembers)/i, method: 'GET', windows: read, per: 'capture', retryAfter: true },
]

/** 429 when over a limit. Requests made while throttled still count. */
export function overLimit(world: World, where: 'graph' | 'connector', { method, path }: Asked, now = Date.now()): Reply | undefined {
  if (!world.limits) return undefined
  let refused: Reply | undefined
  for (const [index, limit] of (where === 'graph' ? graphLimits : connectorLimits).entries()) {
    const match = limit.matches.exec(path)
    if (!match || (limit.method && limit.method !== method)) continue
    const key = `${where} ${index} ${limit.per ? match[1] : ''}`
    const longest = Math.max(...limit.windows.map(([, seconds]) => seconds))
    const times = (world.spent.get(key) ?? []).filter((time) => time > now - longest * 1000)
    const full = limit.windows.find(([most, seconds]) => times.filter((time) => time > now - seconds * 1000).length >= most)
    world.spent.set(key, [...times, now])
    if (full) refused ??= failure(where, 429, undefined, limit.retryAfter ? full[1] : undefined)
    // A request spends from the first Graph workload it belongs to; the connector's limits all hold at once.
    if (where === 'graph') break
  }
  return refused
}
