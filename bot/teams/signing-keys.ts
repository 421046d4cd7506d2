// The keys that Teams signs with, as Microsoft publishes them. Strangers decide which key a token names, so how often anybody can make
// us ask is bounded here.
import { type CryptoKey, importJWK } from 'jose'
import { z } from 'zod'

/** Who signs what Teams sends: in the metadata and in each token. */
export const issuer = 'https://api.botframework.com'

export interface SigningKey {
  key: CryptoKey | Uint8Array
  /** Channels that this key may speak for. */
  endorsements: readonly string[]
}

export interface SigningKeys {
  /** Undefined: Microsoft publishes no such key. Throws `KeysUnread` when there are none that are young enough to judge by. */
  find(kid: string): Promise<SigningKey | undefined>
  /** Seconds since Microsoft was last read; undefined before the first time. Asks again when it is time to. */
  age(): number | undefined
  /** Whether they are young enough to judge by. */
  fit(): boolean
}

/** Nobody can be told from a stranger now. */
export class KeysUnread extends Error {
  override readonly name = 'KeysUnread'
}

const minuteMs = 60_000
/** Microsoft asks bots to look once a day, and the SDK trusts what it read for five (teams.md 3.3). */
const renewAfterMs = 24 * 60 * minuteMs
const trustForMs = 5 * renewAfterMs
/** Whatever strangers send. A new key is published long before it signs. */
const askAgainAfterMs = 5 * minuteMs
const askAgainAfterFailureMs = minuteMs / 2
const patienceMs = 10_000

const metadataShape = z.object({ issuer: z.literal(issuer), jwks_uri: z.string().url() })
const keysShape = z.object({
  keys: z.array(
    z.object({ kid: z.string().min(1), kty: z.string(), n: z.string(), e: z.string(), endorsements: z.array(z.string()).default([]) }),
  ),
})

export function createSigningKeys(metadataUrl: string, log: { warn(what: object, text: string): void }): SigningKeys {
  let keys = new Map<string, SigningKey>()
  let readAt = Number.NEGATIVE_INFINITY
  let nextAt = Number.NEGATIVE_INFINITY
  let asking: Promise<void> | undefined
  const ageMs = () => performance.now() - readAt

  /** At most one at a time, and none before it is time; callers wait for the one that runs. */
  function ask(): Promise<void> {
    if (!asking && performance.now() < nextAt) return Promise.resolve()
    asking ??= readKeys(metadataUrl)
      .then(
        (found) => {
          keys = found
          readAt = performance.now()
          nextAt = readAt + askAgainAfterMs
        },
        (error) => {
          nextAt = performance.now() + askAgainAfterFailureMs
          log.warn({ error: String(error) }, 'the keys that Teams signs with could not be read')
        },
      )
      .finally(() => {
        asking = undefined
      })
    return asking
  }

  const renew = () => {
    if (ageMs() > renewAfterMs) void ask()
  }

  return {
    async find(kid) {
      renew()
      if (!keys.has(kid) || ageMs() > trustForMs) await ask()
      if (ageMs() > trustForMs) throw new KeysUnread('the keys that Teams signs with are not known')
      return keys.get(kid)
    },
    age() {
      renew()
      return Number.isFinite(readAt) ? ageMs() / 1000 : undefined
    },
    fit() {
      renew()
      return ageMs() <= trustForMs
    },
  }
}

async function readKeys(metadataUrl: string): Promise<Map<string, SigningKey>> {
  const { jwks_uri } = metadataShape.parse(await read(metadataUrl))
  if (new URL(jwks_uri).origin !== new URL(metadataUrl).origin) throw new Error('the metadata leads to keys of another host')
  const { keys } = keysShape.parse(await read(jwks_uri))
  const rsa = keys.filter(({ kty }) => kty === 'RSA')
  const found = rsa.map(
    async ({ kid, kty, n, e, endorsements }) => [kid, { key: await importJWK({ kty, n, e }, 'RS256'), endorsements }] as const,
  )
  if (rsa.length === 0) throw new Error('the metadata leads to no key')
  return new Map(await Promise.all(found))
}

async function read(url: string): Promise<unknown> {
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(patienceMs) })
  if (!response.ok) throw new Error(`${new URL(url).host} answered ${response.status}`)
  return response.json()
}
