// The door: what may come in over HTTP, and what goes out when it may not. Errors never tell their text.
import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import type { Activity } from 'botbuilder'
import restify, { type Next, type Request, type Response } from 'restify'
import { admit } from './activity.ts'
import { type BotIdentity, createAdapter } from './adapter.ts'
import { type Bulk, createBulk } from './bulk.ts'
import { createMessenger } from './messenger.ts'
import { createRoutes } from './routes.ts'
import type { Hear, Messenger } from './teams.ts'

export interface DoorOptions extends BotIdentity {
  port: number
  host: string
  log: { info(what: object, text: string): void; warn(what: object, text: string): void; error(what: object, text: string): void }
  /** For restify, which would log whole requests, words of people included. */
  silent: object
  /** Whether turns can be taken in right now. */
  ready: () => Promise<boolean>
}

export interface Door {
  /** Base address, for example `http://127.0.0.1:3978`. */
  url: string
  /** Lets what has begun come to its end, for 20 seconds at most. */
  close(): Promise<void>
}

const largestBody = 256 * 1024
const closeWithinMs = 20_000

/** Speaking out and hearing are apart, because what hears needs a messenger to be built. */
export function openTeams(options: DoorOptions): { messenger: Messenger; bulk: Bulk; listen(hear: Hear): Promise<Door> } {
  const adapter = createAdapter(options)
  return {
    messenger: createMessenger(adapter, options.appId, options.mode),
    bulk: createBulk(adapter, options),
    listen: (hear) => listen(options, adapter, hear),
  }
}

async function listen(options: DoorOptions, adapter: ReturnType<typeof createAdapter>, hear: Hear): Promise<Door> {
  const { port, host, log, silent, ready } = options
  const route = createRoutes(hear)
  const server = restify.createServer({ name: '', log: silent } as restify.ServerOptions)
  Object.assign(server.server, { headersTimeout: 10_000, requestTimeout: 30_000, keepAliveTimeout: 5_000 })
  // Before the body is read: an unpacked body knows no limit (security.md P12).
  server.pre(plainOnly)
  server.use(safeHeaders)
  server.on('restifyError', shortly(log))

  server.get('/healthz', async (_request: Request, response: Response) => response.sendRaw(200, 'ok'))
  server.get('/readyz', async (_request: Request, response: Response) => {
    const is = await ready().catch(() => false)
    response.sendRaw(is ? 200 : 503, is ? 'ok' : 'fail')
  })
  server.post(
    '/api/messages',
    jsonOnly,
    restify.plugins.bodyReader({ maxBodySize: largestBody }),
    restify.plugins.jsonBodyParser({ mapParams: false, bodyReader: true }),
    async (request: Request, response: Response) => {
      const admitted = admit(request.body, options)
      if (!('activity' in admitted)) {
        log.warn({ why: admitted.error }, 'an activity was turned away')
        response.send(admitted.status, { error: admitted.error })
        return
      }
      // What was not asked for by name stays outside: the stripped activity goes on, not the body.
      const answered = await adapter.turn(request.headers.authorization ?? '', admitted.activity as Partial<Activity>, async (context) => {
        await route(context)
      })
      response.send(answered?.status ?? 200, answered?.body)
    },
  )

  await new Promise<void>((done, failed) => {
    server.once('error', failed)
    server.listen(port, host, () => done())
  })
  const at = (server.server as unknown as { address(): AddressInfo }).address()
  return { url: `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${at.port}`, close: () => close(server) }
}

async function close(server: restify.Server): Promise<void> {
  const closed = new Promise<void>((done) => server.close(() => done()))
  const http = server.server as unknown as { closeIdleConnections(): void; closeAllConnections(): void }
  http.closeIdleConnections()
  const impatient = setTimeout(() => http.closeAllConnections(), closeWithinMs)
  await closed
  clearTimeout(impatient)
}

function plainOnly(request: Request, response: Response, next: Next) {
  if (request.headers['content-encoding'] === undefined) return next()
  response.send(415, { error: 'content encoding not supported' })
  return next(false)
}

function jsonOnly(request: Request, response: Response, next: Next) {
  if (request.getContentType() === 'application/json') return next()
  response.send(415, { error: 'only application/json' })
  return next(false)
}

function safeHeaders(_request: Request, response: Response, next: Next) {
  response.setHeader('X-Content-Type-Options', 'nosniff')
  response.setHeader('Cache-Control', 'no-store')
  return next()
}

const reasons: Record<number, string> = { 400: 'not JSON', 404: 'not found', 405: 'method not allowed', 413: 'too large' }

/** Restify and the SDK put messages of errors into answers; ours holds a reference to the log and nothing else. */
const shortly =
  (log: DoorOptions['log']) => (request: Request, response: Response, error: Error & { statusCode?: number }, done: () => void) => {
    const status = error.statusCode ?? 500
    const known = reasons[status]
    if (known === undefined) {
      const ref = randomUUID().slice(0, 8)
      log.error({ ref, path: request.path(), error: String(error), at: error.stack }, 'a request failed')
      if (!response.headersSent)
        response.send(status === 401 ? 401 : 500, status === 401 ? { error: 'not signed' } : { error: 'internal', ref })
    } else if (!response.headersSent) response.send(status, { error: known })
    return done()
  }
