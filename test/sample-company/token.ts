// The token service: app tokens, the Bot Framework token store and on-behalf-of, as little as is honest.
import { randomUUID } from 'node:crypto'
import type { Wire } from './account.ts'
import { type Asked, json, match, type Reply } from './http.ts'
import { appId, tenantId } from './ids.ts'
import { tellCompany } from './tenant.ts'
import { type Employee, findEmployee, type World } from './world.ts'

/** A token of Teams single sign-on: JWT-shaped, so that claims can be read; signed by nobody. */
export function ssoToken(world: World, employee: Employee, claims: Wire = {}): string {
  const now = Math.floor(Date.now() / 1000)
  const payload = {
    aud: `api://botid-${appId}`,
    iss: `https://login.microsoftonline.com/${tenantId}/v2.0`,
    iat: now,
    nbf: now,
    exp: now + 3600,
    auth_time: now - employee.signIn.provedMinutesAgo * 60,
    acrs: employee.signIn.contexts,
    amr: employee.signIn.methods,
    oid: employee.id,
    tid: tenantId,
    name: employee.name,
    preferred_username: employee.mail,
    scp: 'access_as_user',
    uti: randomUUID(),
    ver: '2.0',
    ...claims,
  }
  const token = written(payload)
  world.tokens.set(token, { employee })
  return token
}

const part = (value: Wire) => Buffer.from(JSON.stringify(value)).toString('base64url')
const written = (payload: Wire) => `${part({ typ: 'JWT', alg: 'none' })}.${part(payload)}.sample`

/** What the connection is set up for: passes, and nothing else. */
const scopes = ['UserAuthMethod-TAP.ReadWrite.All']

/** On behalf of a person, for Graph. It does not say when they signed in; that is in the token for the bot's own app. */
function graphToken(world: World, employee: Employee): string {
  const now = Math.floor(Date.now() / 1000)
  const token = written({
    aud: '00000003-0000-0000-c000-000000000000',
    iss: `https://sts.windows.net/${tenantId}/`,
    iat: now,
    nbf: now,
    exp: now + 3600,
    amr: employee.signIn.methods,
    appid: appId,
    oid: employee.id,
    tid: tenantId,
    scp: scopes.join(' '),
    uti: randomUUID(),
    ver: '1.0',
  })
  world.tokens.set(token, { employee, scopes })
  return token
}

type Handler = (world: World, body: Wire, query: URLSearchParams) => Reply

const routes: [string, string, Handler][] = [
  ['POST', '/:tenant/oauth2/v2.0/token', oauth],
  ['GET', '/managed-identity', managedIdentity],
  ['GET', '/api/usertoken/GetToken', getToken],
  ['DELETE', '/api/usertoken/SignOut', signOut],
  ['POST', '/api/usertoken/exchange', exchange],
  ['GET', '/api/botsignin/GetSignInResource', signInResource],
  ['GET', '/api/usertoken/GetSignInResource', signInResource],
]

export function answerToken(world: World, asked: Asked): Reply {
  const [path = '', query = ''] = asked.path.split('?')
  for (const [method, pattern, handler] of routes) {
    if (method === asked.method && match(pattern, path)) return handler(world, (asked.body ?? {}) as Wire, new URLSearchParams(query))
  }
  return json(404, { error: { code: 'NotFound', message: 'No such operation.' } })
}

const refused = (error: string, description: string, status = 400) => json(status, { error, error_description: description })

function oauth(world: World, body: Wire): Reply {
  const access_token = `sample.${randomUUID()}`
  const granted = json(200, { token_type: 'Bearer', expires_in: 3599, ext_expires_in: 3599, access_token })
  if (body.grant_type === 'client_credentials') {
    if (!body.client_id) return refused('invalid_request', 'AADSTS900144: The request body must contain client_id.')
    world.tokens.set(access_token, {})
    return granted
  }
  if (body.grant_type !== 'urn:ietf:params:oauth:grant-type:jwt-bearer')
    return refused('unsupported_grant_type', 'AADSTS70003: Unsupported grant.')
  const caller = world.tokens.get(String(body.assertion))
  if (!caller?.employee) return refused('invalid_grant', 'AADSTS50013: Assertion failed signature validation.')
  world.tokens.set(access_token, caller)
  return granted
}

/** As Container Apps and App Service hand tokens to what runs in them (API version 2019-08-01). */
function managedIdentity(world: World, _: Wire, query: URLSearchParams): Reply {
  const expires = Math.floor(Date.now() / 1000) + 86_400
  const permissions = [...world.setUp.permissions, ...world.permissions]
  const resource = query.get('resource') ?? ''
  const access_token = written({ aud: resource, tid: tenantId, appid: appId, exp: expires, roles: permissions, jti: randomUUID() })
  world.tokens.set(access_token, { permissions })
  return json(200, { access_token, expires_on: String(expires), resource, token_type: 'Bearer', client_id: query.get('client_id') })
}

const slot = (query: URLSearchParams) => `${query.get('userId')} ${query.get('connectionName')}`

const tokenResponse = (query: URLSearchParams, token: string) =>
  json(200, {
    channelId: query.get('channelId') ?? 'msteams',
    connectionName: query.get('connectionName'),
    token,
    expiration: new Date(Date.now() + 3_600_000).toISOString(),
  })

function getToken(world: World, _: Wire, query: URLSearchParams): Reply {
  const token = world.signedIn.get(slot(query))
  return token ? tokenResponse(query, token) : json(404, { error: { code: 'NotFound', message: 'The user is not signed in.' } })
}

function signOut(world: World, _: Wire, query: URLSearchParams): Reply {
  world.signedIn.delete(slot(query))
  tellCompany(world)
  return json(200, {})
}

function exchange(world: World, body: Wire, query: URLSearchParams): Reply {
  const owner = world.tokens.get(String(body.token))?.employee
  const user = findEmployee(world, query.get('userId') ?? '')
  if (!owner || owner !== user)
    return json(412, { error: { code: 'PreconditionFailed', message: 'Consent or another sign-in is needed.' } })
  const token = graphToken(world, owner)
  world.signedIn.set(slot(query), token)
  tellCompany(world)
  return tokenResponse(query, token)
}

function signInResource(world: World): Reply {
  return json(200, {
    signInLink: `${world.url}/token/sign-in`,
    tokenExchangeResource: { id: randomUUID(), uri: `api://botid-${appId}`, providerId: '' },
  })
}
