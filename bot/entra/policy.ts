// The tenant's passkey policy as Graph writes it, reduced to PasskeyPolicy (graph.md §4.6, passkeys.md D.2).
import { z } from 'zod'
import type { PasskeyPolicy } from './entra.ts'
import { authenticatorAaguids } from './passkey-kind.ts'
import { text } from './wire.ts'

const restrictions = z.object({
  isEnforced: z.boolean().nullish(),
  enforcementType: text,
  aaGuids: z.array(z.string()).nullish(),
})

// `passkeyProfiles` and what belongs to it is v1.0 (graph.md §4.6); microsoft-graph-types 2.43.1 does not have it yet.
const profileShape = z.object({
  id: z.string(),
  passkeyTypes: z.string(),
  attestationEnforcement: z.string(),
  keyRestrictions: restrictions.nullish(),
})

const fido2Shape = z.object({
  id: z.string(),
  state: z.enum(['enabled', 'disabled']),
  isSelfServiceRegistrationAllowed: z.boolean(),
  excludeTargets: z.array(z.object({ id: z.string() })),
  includeTargets: z.array(z.object({ id: z.string(), allowedPasskeyProfiles: z.array(z.string()).nullish() })),
  passkeyProfiles: z.array(profileShape).nullish(),
  defaultPasskeyProfile: text,
  isAttestationEnforced: z.boolean().nullish(),
  keyRestrictions: restrictions.nullish(),
})

const isFido2 = (id: string) => id.toLowerCase() === 'fido2'

/** An answer without a Fido2 entry is no answer: a missing entry is not `disabled` (graph.md §4.6). */
export const policyShape = z
  .object({ authenticationMethodConfigurations: z.array(z.object({ id: z.string() }).passthrough()) })
  .transform(({ authenticationMethodConfigurations: all }) => all.find(({ id }) => isFido2(id)))
  .pipe(fido2Shape)
  .transform(toPolicy)

type Fido2 = z.output<typeof fido2Shape>
type Rules = Omit<PasskeyPolicy['includes'][number], 'group'>

/** One entry for each profile of each target: a passkey has to please only one of them (passkeys.md B32). */
function toPolicy(fido2: Fido2): PasskeyPolicy {
  return {
    enabled: fido2.state === 'enabled',
    selfService: fido2.isSelfServiceRegistrationAllowed,
    excludedGroups: fido2.excludeTargets.map(({ id }) => id),
    includes: fido2.includeTargets.flatMap(({ id: group, allowedPasskeyProfiles }) =>
      rulesFor(fido2, allowedPasskeyProfiles ?? []).map((rules) => ({ group, ...rules })),
    ),
  }
}

const nothing: Rules = { authenticatorAllowed: false, attestation: false }

function rulesFor(fido2: Fido2, allowed: string[]): Rules[] {
  const profiles = fido2.passkeyProfiles ?? []
  // Deprecated, and empty from 15 October 2027 on; they rule only where there are no profiles (graph.md §4.6).
  if (profiles.length === 0)
    return [{ authenticatorAllowed: admitsAuthenticator(fido2.keyRestrictions), attestation: fido2.isAttestationEnforced !== false }]
  const ids = allowed.length > 0 ? allowed : [fido2.defaultPasskeyProfile]
  const rules = profiles.filter(({ id }) => ids.includes(id)).map(rulesOf)
  return rules.length > 0 ? rules : [nothing]
}

function rulesOf({ passkeyTypes, attestationEnforcement, keyRestrictions }: z.output<typeof profileShape>): Rules {
  // A flag enumeration is one comma-joined string (graph.md §1).
  const deviceBound = passkeyTypes.split(',').some((type) => type.trim() === 'deviceBound')
  return {
    authenticatorAllowed: deviceBound && admitsAuthenticator(keyRestrictions),
    // A word we do not know is taken for the stricter one.
    attestation: attestationEnforcement !== 'disabled',
  }
}

/** Both Authenticators, iPhone's and Android's: a rule that lets in one of them would fail half of the people (passkeys.md D.2). */
function admitsAuthenticator(keys: z.output<typeof restrictions> | null | undefined): boolean {
  if (!keys?.isEnforced) return true
  const listed = new Set(keys.aaGuids?.map((aaguid) => aaguid.toLowerCase()))
  return keys.enforcementType === 'block'
    ? authenticatorAaguids.every((aaguid) => !listed.has(aaguid))
    : authenticatorAaguids.every((aaguid) => listed.has(aaguid))
}
