// Whether Teams sent it. Asked before a body is read and before the SDK sees anything: what the SDK does with headers of strangers is
// slow and not always safe (security.md P3, P4).
import { errors, jwtVerify } from 'jose'
import { issuer, KeysUnread, type SigningKeys } from './signing-keys.ts'

/** A request that is signed, by Teams, for us. */
export interface Signed {
  serviceUrl: unknown
  endorsements: readonly string[]
}

/** `why` is for the log; who asked is told the status alone. */
export interface Unsigned {
  status: 401 | 503
  why: string
}

export interface Guard {
  /** Of the Authorization header. */
  check(authorization: string | undefined): Promise<Signed | Unsigned>
}

const longestHeader = 8 * 1024
const shape = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/
const clockMayDifferSeconds = 5 * 60

export function createGuard(appId: string, keys: SigningKeys): Guard {
  return {
    async check(authorization) {
      if (authorization === undefined) return refused('no token')
      if (authorization.length > longestHeader) return refused('token too long')
      const [, token] = shape.exec(authorization) ?? []
      if (token === undefined) return refused('not a bearer token')
      let endorsements: readonly string[] = []
      try {
        const { payload } = await jwtVerify(
          token,
          async ({ kid }) => {
            const found = kid === undefined ? undefined : await keys.find(kid)
            if (!found) throw new errors.JWKSNoMatchingKey()
            endorsements = found.endorsements
            return found.key
          },
          { algorithms: ['RS256'], issuer, audience: appId, clockTolerance: clockMayDifferSeconds, requiredClaims: ['exp', 'serviceurl'] },
        )
        // An audience of several would make the token good for somebody else too.
        return payload.aud === appId ? { serviceUrl: payload.serviceurl, endorsements } : refused('audience')
      } catch (error) {
        if (error instanceof KeysUnread) return { status: 503, why: 'keys unread' }
        return refused(whyOf(error))
      }
    },
  }
}

/** Whether this body is what the token was made for. */
export const madeFor = ({ serviceUrl, endorsements }: Signed, activity: { serviceUrl: string; channelId: string }): boolean =>
  serviceUrl === activity.serviceUrl && endorsements.includes(activity.channelId)

const refused = (why: string): Unsigned => ({ status: 401, why })

/** One of a few words, because it is counted: `JWTClaimValidationFailed` of `aud` becomes `aud`. */
function whyOf(error: unknown): string {
  if (error instanceof errors.JWTClaimValidationFailed || error instanceof errors.JWTExpired) return error.claim
  if (error instanceof errors.JOSEError) return error.code
  return 'not a token'
}
