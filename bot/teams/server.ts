// The door: what may come in over HTTP, and what goes out when it may not. Errors never tell their text.
import { randomUUID } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import type { Activity } from 'botbuilder'
import restify, { type Next, type Request, type Response } from 'restify'
import { admit } from './activity.ts'
import { type BotIdentity, createAdapter, type TeamsAdapter } from './adapter.ts'
import { createAgentSignIn } from './agent-sign-in.ts'
import { type Bulk, createBulk } from './bulk.ts'
import { jsonOnly, knownPaths, plainOnly, safeHeaders } from './doorstep.ts'
import { createGuard, type Guard, madeFor, type Signed } from './guard.ts'
import { ConnectorSaid } from './http-client.ts'
import { createMessenger } from './messenger.ts'
import { createRoutes } from './routes.ts'
import { createSigningKeys, type SigningKeys } from './signing-keys.ts'
import type { AgentSignIn, Hear, Messenger } from './teams.ts'

export interface DoorOptions extends BotIdentity {
  port: number
  /** Where the helpdesk works; absent, presses in every channel are turned away. */
  helpdeskChannelId?: string
  /** Name of the bot's OAuth connection for helpdesk agents; absent, nobody can be signed in. */
  signInConnection?: string
  host: string
  log: { info(what: object, text: string): void; warn(what: object, text: string): void; error(what: object, text: string): void }
  /** For restify, which would log whole requests, words of people included. */
  silent: object
  /** Told of each request that is not let in, in a few words that are always the same. */
  turnedAway: (why: string) => void
}

export interface Teams {
  messenger: Messenger
  bulk: Bulk
  agents: AgentSignIn
  /** Since the keys that Teams signs with were read; undefined before that, and in demo mode. */
  keysAgeSeconds(): number | undefined
  listen(house: House): Promise<Door>
}

/** What is behind the door. */
export interface House {
  hear: Hear
  /** Whether turns can be taken in right now. */
  ready(): Promise<boolean>
}

export interface Door {
  /** Base address, for example `http://127.0.0.1:3978`. */
  url: string
  /** Lets what has begun come to its end, for 20 seconds at most. */
  close(): Promise<void>
}

const largestBody = 256 * 1024
const closeWithinMs = 20_000
/** A request that trickles is closed within 30 seconds: Node looks for such only every `connectionsCheckingInterval`. */
const patience = { headersTimeout: 10_000, requestTimeout: 25_000, keepAliveTimeout: 5_000, connectionsCheckingInterval: 4_000 }

/** Speaking out and hearing are apart, because what hears needs a messenger to be built. */
export function openTeams(options: DoorOptions): Teams {
  const adapter = createAdapter(options)
  // Demo mode takes no tokens; config.ts sees to it that nobody but this machine reaches it then.
  const keys = options.mode === 'demo' ? undefined : createSigningKeys(options.openIdMetadata, options.log)
  return {
    agents: createAgentSignIn(adapter, options),
    messenger: createMessenger(adapter, options.appId, options.mode),
    bulk: createBulk(adapter, options),
    keysAgeSeconds: () => keys?.age(),
    listen: (house) => listen(options, adapter, house, keys),
  }
}

async function listen(options: DoorOptions, adapter: TeamsAdapter, { hear, ready }: House, keys?: SigningKeys): Promise<Door> {
  const { port, host, log, silent } = options
  const server = restify.createServer({ name: '', log: silent } as restify.ServerOptions)
  Object.assign(server.server, patience)
  server.pre(safeHeaders, knownPaths, plainOnly)
  server.on('restifyError', shortly(log))

  server.get('/healthz', async (_request: Request, response: Response) => response.sendRaw(200, 'ok'))
  server.get('/readyz', async (_request: Request, response: Response) => {
    const is = (keys?.fit() ?? true) && (await ready().catch(() => false))
    response.sendRaw(is ? 200 : 503, is ? 'ok' : 'fail')
  })
  server.post(
    '/api/messages',
    signedOnly(keys && createGuard(options.appId, keys), options),
    jsonOnly,
    restify.plugins.bodyReader({ maxBodySize: largestBody }),
    restify.plugins.jsonBodyParser({ mapParams: false, bodyReader: true }),
    takeIn(options, adapter, hear),
  )

  await new Promise<void>((done, failed) => {
    server.once('error', failed)
    server.listen(port, host, () => {
      // Restify hands a handler's error to whoever listens for its name, and waits for them; those of the database are named `error`.
      server.off('error', failed)
      done()
    })
  })
  const at = (server.server as unknown as { address(): AddressInfo }).address()
  return { url: `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${at.port}`, close: () => close(server) }
}

/** What was signed goes with the request, because the body must be what it was signed for. */
const signatures = new WeakMap<Request, Signed>()

const signedOnly =
  (guard: Guard | undefined, { turnedAway }: DoorOptions) =>
  (request: Request, response: Response, next: Next) => {
    if (!guard) return next()
    // With `next`, because restify goes on after an async handler whatever it resolves to.
    guard.check(request.headers.authorization).then((checked) => {
      if (!('status' in checked)) {
        signatures.set(request, checked)
        return next()
      }
      turnedAway(checked.why)
      response.send(checked.status)
      return next(false)
    }, next)
  }

const takeIn = (options: DoorOptions, adapter: TeamsAdapter, hear: Hear) => {
  const route = createRoutes(hear, options.helpdeskChannelId)
  const { mode, turnedAway } = options
  return async (request: Request, response: Response) => {
    const admitted = admit(request.body, options)
    if (!('activity' in admitted)) {
      turnedAway(admitted.error)
      response.send(admitted.status, { error: admitted.error })
      return
    }
    const signed = signatures.get(request)
    if (mode !== 'demo' && !(signed && madeFor(signed, admitted.activity))) {
      turnedAway('signed for something else')
      response.send(401)
      return
    }
    try {
      // What was not asked for by name stays outside: the stripped activity goes on, not the body.
      const answered = await adapter.turn(request.headers.authorization ?? '', admitted.activity as Partial<Activity>, async (context) => {
        await route(context)
      })
      response.send(answered?.status ?? 200, answered?.body)
    } catch (error) {
      if (!(error instanceof ConnectorSaid && (error.status === 403 || error.status === 404))) throw error
      // Whoever wrote from a chat that is not there, or not ours, cannot be answered, and asking again would not help.
      turnedAway('chat cannot be answered')
      response.send(403, { error: 'chat cannot be answered' })
    }
  }
}

async function close(server: restify.Server): Promise<void> {
  const closed = new Promise<void>((done) => server.close(() => done()))
  const http = server.server as unknown as { closeIdleConnections(): void; closeAllConnections(): void }
  http.closeIdleConnections()
  const impatient = setTimeout(() => http.closeAllConnections(), closeWithinMs)
  await closed
  clearTimeout(impatient)
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
      if (response.headersSent) return done()
      // What our guard let in, the SDK did not: its lock is the second one.
      if (status === 401) response.send(401)
      else response.send(500, { error: 'internal', ref })
    } else if (!response.headersSent) response.send(status, { error: known })
    return done()
  }
