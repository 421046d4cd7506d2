// What the tokens of a sign-in say, and whether it is enough.
import { z } from 'zod'
import type { SignInProof, SignInWanted } from './teams.ts'

const words = z.array(z.string())
const shape = z.object({
  aud: z.string(),
  tid: z.string(),
  oid: z.string(),
  exp: z.number(),
  auth_time: z.number().optional(),
  acrs: z.union([words, z.string().transform((one) => [one])]).optional(),
  amr: words.optional(),
})
export type Claims = z.output<typeof shape>

/** Read without checking the signature: see agent-sign-in.ts for when that is enough. */
export function claimsIn(token: string): Claims | undefined {
  try {
    return shape.parse(JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')))
  } catch {
    return undefined
  }
}

/** For this person, of this tenant, for this use, and still good (security.md P17). */
export function fits(
  claims: Claims | undefined,
  { tenantId, employeeId }: { tenantId: string; employeeId: string },
  isFor: (audience: string) => boolean,
): claims is Claims {
  return (
    claims !== undefined &&
    isFor(claims.aud) &&
    claims.tid.toLowerCase() === tenantId.toLowerCase() &&
    claims.oid.toLowerCase() === employeeId.toLowerCase() &&
    claims.exp * 1000 > Date.now()
  )
}

/** A Graph token does not say when its owner signed in; the one for our own app does, where the app registration asks for the claim. */
export function proofIn(claims: Claims, given: Claims | undefined, earlier: SignInProof | undefined): SignInProof {
  const seconds = claims.auth_time ?? given?.auth_time
  const all = (name: 'acrs' | 'amr', before: string[] = []) => [...new Set([...(claims[name] ?? []), ...(given?.[name] ?? []), ...before])]
  return {
    provedAt: seconds === undefined ? earlier?.provedAt : new Date(seconds * 1000),
    contexts: all('acrs', earlier?.contexts),
    methods: all('amr', earlier?.methods),
  }
}

/** Fails closed: a time that is not known, or lies ahead of us by more than clocks differ, is too old (security.md T22). */
export function wrongWith(
  { provedAt, contexts }: SignInProof,
  { withinMinutes, contexts: wanted }: SignInWanted,
): 'too-old' | 'too-weak' | undefined {
  const minutes = provedAt ? (Date.now() - provedAt.getTime()) / 60_000 : Number.POSITIVE_INFINITY
  if (withinMinutes !== undefined && !(minutes <= withinMinutes && minutes > -clocksDifferMinutes)) return 'too-old'
  return wanted.length === 0 || wanted.some((one) => contexts.includes(one)) ? undefined : 'too-weak'
}

const clocksDifferMinutes = 5
