// Microsoft Graph: finds the operation, checks the caller, shapes the answer.
import type { Wire } from '../account.ts'
import { type Asked, json, match, type Reply } from '../http.ts'
import { mayDo } from '../permissions.ts'
import type { Caller, World } from '../world.ts'
import { deviceRoutes } from './devices.ts'
import { groupRoutes } from './groups.ts'
import { methodRoutes } from './methods.ts'
import { GraphError, graphError, page, select } from './odata.ts'
import { policyRoutes } from './policies.ts'
import { reportRoutes } from './reports.ts'
import { roleRoutes } from './roles.ts'
import type { GraphCall, Outcome, Route } from './route.ts'
import { teamsRoutes } from './teams-apps.ts'
import { userRoutes } from './users.ts'

const routes: Route[] = [
  ...userRoutes,
  ...methodRoutes,
  ...groupRoutes,
  ...roleRoutes,
  ...policyRoutes,
  ...reportRoutes,
  ...deviceRoutes,
  ...teamsRoutes,
]

/** Answers one request; `path` begins with the version. */
export function answerGraph(world: World, asked: Asked): Reply {
  try {
    const caller = callerOf(world, asked.headers.authorization)
    const [address = '', query = ''] = asked.path.split('?')
    const [, version = '', ...rest] = address.split('/')
    if (version !== 'v1.0' && version !== 'beta') throw new GraphError(400, 'BadRequest', 'Invalid version.')
    const path = plain(rest)
    const { params, operation } = find(asked.method, path)
    if (caller.permissions && !mayDo(caller.permissions, asked.method, path))
      throw new GraphError(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.')
    const call: GraphCall = {
      world,
      caller,
      version,
      params,
      query: new URLSearchParams(query),
      headers: asked.headers,
      body: objectOf(asked.body),
    }
    return shape(operation(call), call, `${world.url}/graph${address}`)
  } catch (error) {
    if (error instanceof GraphError) return graphError(error)
    throw error
  }
}

/** `microsoft.graph.x` is `graph.x`; `/users('a')` is `/users/a`. */
const plain = (segments: string[]) =>
  `/${segments.join('/')}`
    .replace(/microsoft\.graph\./g, 'graph.')
    .replace(/\('([^/]*?)'\)/g, '/$1')
    .replace(/%28%27(.*?)%27%29/g, '/$1')

function find(method: string, path: string) {
  let known = false
  for (const [verb, pattern, operation] of routes) {
    const params = match(pattern, path)
    known ||= params !== undefined
    if (params && verb === method) return { params, operation }
  }
  throw known
    ? new GraphError(405, 'Request_BadRequest', 'Specified HTTP method is not allowed for the request target.')
    : new GraphError(400, 'BadRequest', `Resource not found for the segment '${path}'.`)
}

function callerOf(world: World, authorization = ''): Caller {
  const token = /^Bearer (\S+)$/i.exec(authorization)?.[1]
  if (!token) throw new GraphError(401, 'InvalidAuthenticationToken', 'Access token is empty.')
  // Whatever token the demo sends is the bot's own.
  return world.tokens.get(token) ?? { permissions: [...world.setUp.permissions, ...world.permissions] }
}

const objectOf = (body: unknown): Wire => {
  if (body === undefined) return {}
  if (typeof body !== 'object' || body === null) throw new GraphError(400, 'BadRequest', 'Unable to read JSON request payload.')
  return body as Wire
}

function shape(outcome: Outcome, call: GraphCall, address: string): Reply {
  if ('reply' in outcome) return outcome.reply
  const context = { '@odata.context': `https://graph.microsoft.com/${call.version}/$metadata#${address.split('/').at(-1)}` }
  if ('entity' in outcome) return json(200, { ...context, ...select(outcome.entity, call.query, outcome.usual) })
  return json(200, { ...context, ...page(outcome.list, call.query, address) })
}
