// What stands at Microsoft's own addresses when the bot runs as in a company: who signs for Teams, and who gives a managed identity its
// tokens. Everything else is the sample company.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'

export interface Microsoft {
  metadataUrl: string
  /** The environment that Azure gives a process with a managed identity. */
  identity: { IDENTITY_ENDPOINT: string; IDENTITY_HEADER: string }
  /** How often the published keys were asked for. */
  asked: { metadata: number; keys: number }
  /** Application permissions that the bot's own token names. */
  roles: string[]
  /** Whether the published keys can be read at all. */
  down: boolean
  keys: PublishedKey[]
  /** A key that is published from now on; `endorsements` absent: for Teams. */
  publish(kid: string, endorsements?: string[]): Promise<Signer>
  /** A key that nobody publishes. */
  forge(kid: string): Promise<Signer>
  close(): Promise<void>
}

type PublishedKey = Record<string, unknown> & { kid: string }
export type Claims = Record<string, unknown>
export type Signer = (claims: Claims, header?: Record<string, unknown>) => Promise<string>

export const serviceUrl = 'https://smba.trafficmanager.net/teams/'

/** What Teams says of itself to a bot; times in seconds from now. */
export function claims(appId: string, changed: Claims = {}): Claims {
  const now = Math.floor(Date.now() / 1000)
  return { iss: 'https://api.botframework.com', aud: appId, serviceurl: serviceUrl, nbf: now - 60, exp: now + 3600, ...changed }
}

export async function startMicrosoft(): Promise<Microsoft> {
  const server = createServer((request, response) => answer(request, response))
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const microsoft: Microsoft = {
    metadataUrl: `${url}/v1/.well-known/openidconfiguration`,
    identity: { IDENTITY_ENDPOINT: `${url}/identity`, IDENTITY_HEADER: 'of this machine' },
    asked: { metadata: 0, keys: 0 },
    roles: ['User.Read.All'],
    down: false,
    keys: [],
    async publish(kid, endorsements = ['msteams']) {
      const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
      microsoft.keys.push({ ...(await exportJWK(publicKey)), kid, x5t: kid, use: 'sig', endorsements })
      return signer(privateKey, kid)
    },
    forge: async (kid) => signer((await generateKeyPair('RS256')).privateKey, kid),
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }

  function answer({ url: path = '' }: IncomingMessage, response: ServerResponse) {
    // Restify changes writeHead for everybody in the process; it cannot be chained here.
    const say = (status: number, body: object) => {
      response.statusCode = status
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(body))
    }
    if (path.startsWith('/identity')) return say(200, identityToken(microsoft.roles))
    if (path.endsWith('/openidconfiguration')) microsoft.asked.metadata += 1
    else microsoft.asked.keys += 1
    if (microsoft.down) return say(503, {})
    if (path.endsWith('/openidconfiguration'))
      return say(200, {
        issuer: 'https://api.botframework.com',
        jwks_uri: `${url}/v1/.well-known/keys`,
        id_token_signing_alg_values_supported: ['RS256'],
      })
    return say(200, { keys: microsoft.keys })
  }
  return microsoft
}

/** Requests to Microsoft's connector go to the sample company's. Returns what undoes it. */
export function redirectConnector(to: string): () => void {
  const real = globalThis.fetch
  globalThis.fetch = (input, init) => {
    const url = String(input)
    return real(url.startsWith(serviceUrl) ? `${to}/${url.slice(serviceUrl.length).replace(/^\/+/, '')}` : input, init)
  }
  return () => {
    globalThis.fetch = real
  }
}

const signer =
  (key: CryptoKey, kid: string): Signer =>
  (said, header = {}) =>
    new SignJWT(said).setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid, ...header }).sign(key)

function identityToken(roles: string[]) {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const expires = Math.floor(Date.now() / 1000) + 24 * 3600
  return {
    access_token: `${part({ alg: 'RS256', typ: 'JWT' })}.${part({ roles, exp: expires })}.unsigned`,
    expires_on: String(expires),
    token_type: 'Bearer',
  }
}
