// What every request passes before anybody reads its body, and what every answer carries.
import type { Next, Request, Response } from 'restify'

/** All there is. Anything else does not exist. */
const paths: Record<string, string> = { '/api/messages': 'POST', '/healthz': 'GET', '/readyz': 'GET' }
/** Never of use here, whatever the path (security.md P18). */
const neverMethods = new Set(['TRACE', 'OPTIONS', 'CONNECT'])

const headers = {
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains',
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
  'Referrer-Policy': 'no-referrer',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
}

export function safeHeaders(_request: Request, response: Response, next: Next) {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  return next()
}

export function knownPaths(request: Request, response: Response, next: Next) {
  const { method = '' } = request
  const [path = ''] = (request.url ?? '').split('?')
  const wanted = Object.hasOwn(paths, path) ? paths[path] : undefined
  if (method === wanted) return next()
  if (neverMethods.has(method) || wanted !== undefined) return turnAway(response, next, 405, { error: 'method not allowed' })
  return turnAway(response, next, 404, { error: 'not found' })
}

/** Before the body is read: an unpacked body knows no limit (security.md P12). */
export function plainOnly(request: Request, response: Response, next: Next) {
  if (request.headers['content-encoding'] === undefined) return next()
  return turnAway(response, next, 415, { error: 'content encoding not supported' })
}

export function jsonOnly(request: Request, response: Response, next: Next) {
  if (request.getContentType() === 'application/json') return next()
  return turnAway(response, next, 415, { error: 'only application/json' })
}

function turnAway(response: Response, next: Next, status: number, body: object) {
  response.send(status, body)
  return next(false)
}
