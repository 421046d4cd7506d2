// What Entra shows of one person that tells troubles apart. Whatever cannot be read is absent, and the diagnosis does without.
import type { Answer, Entra, PasskeyPolicy, Profile, Risk, SignInMethods } from '../entra/entra.ts'
import { onlyOutdated } from '../journey/app-version.ts'
import { scopeOf } from '../journey/scope.ts'
import type { Phone } from '../people.ts'
import type { Settings } from '../settings.ts'

export interface Evidence {
  profile?: Profile
  methods?: SignInMethods
  policy?: PasskeyPolicy
  groups?: Set<string>
  risk?: Risk
  /** Codes of sign-ins that did not go through lately, newest first. */
  failed: string[]
  /** A policy that cannot be read is taken for the strict one: nobody is sent to a square code that cannot work. */
  attestation: boolean
  /** A passkey stands in Authenticator on the phone they have now: a square code is one to sign in with. */
  hasPasskey: boolean
  noSmartphone: boolean
  /** Every Authenticator that may be on their phone is too old. */
  appOutdated: boolean
}

/** The log lags by minutes; what is older belongs to another try. */
const lookBackMinutes = 30

export async function gather(
  entra: Entra,
  { groups: named }: Pick<Settings, 'groups'>,
  { id, phone, replacing = false, now = new Date() }: { id: string; phone?: Phone; replacing?: boolean; now?: Date },
): Promise<Evidence> {
  const [profile, groups, methods, policy, risk, failed] = await Promise.all([
    entra.profile(id),
    entra.memberships(id),
    entra.methods(id),
    entra.passkeyPolicy(),
    entra.risk(id, { background: true }),
    entra.signInFailures(id, new Date(now.getTime() - lookBackMinutes * 60_000)),
  ])
  const scope = policy.ok && groups.ok ? scopeOf(policy.value, groups.value) : undefined
  return {
    profile: known(profile),
    groups: known(groups),
    methods: known(methods),
    policy: known(policy),
    risk: known(risk),
    failed: known(failed)?.map(({ code }) => code) ?? [],
    attestation: scope?.allowed ? scope.attestation : true,
    hasPasskey: methods.ok && !replacing && methods.value.passkeys.some(({ kind }) => kind === 'authenticator'),
    noSmartphone: groups.ok && named.noSmartphone !== undefined && groups.value.has(named.noSmartphone),
    appOutdated: methods.ok && onlyOutdated(methods.value, phone),
  }
}

const known = <T>(answer: Answer<T>): T | undefined => (answer.ok ? answer.value : undefined)
