// What Entra says about one person: may they, and what is true of them. A read that fails is said, never guessed around.

import type { Answer, Entra, NoAnswer, Passkey, Profile, SignInMethods } from '../entra/entra.ts'
import type { Settings } from '../settings.ts'
import { appsOn, onlyOutdated } from './app-version.ts'
import type { Fact } from './journey.ts'
import { isAmiss, isShutOut, scopeOf } from './scope.ts'
import { hasWayIn } from './way-in.ts'

export type Gate =
  | { gate: 'guest' | 'disabled' | 'at-risk' | 'not-in-scope' | 'not-open' | 'shared-device' | 'no-smartphone' }
  | { gate: 'not-your-turn'; date?: Date }
  | { gate: 'holds'; how: 'authenticator' | 'security-key' | 'windows-hello' }

export type Look =
  | { seen: 'nothing'; why: 'unavailable' | 'throttled' | 'forbidden'; retryAfterSeconds?: number }
  | { seen: 'gate'; gate: Gate }
  | {
      seen: 'facts'
      facts: Set<Fact>
      storeName?: string
      leftOvers: string[]
      workAddress: string
      firstName?: string
      /** The risk was not read, though the company lets us: no step that makes a passkey follows on this. */
      riskUnread?: Unanswered
    }

export type Unanswered = Extract<Look, { seen: 'nothing' }>

export interface About {
  id: string
  phone: string | undefined
  /** They said that the phone is theirs: being in a group of people without one is over then. */
  named: boolean
  /** Decides whose turn it is. */
  now: Date
  /** Ways to sign in as they are after this moment of performance.now(), not as they were some seconds ago. */
  since?: number
  /** Nobody waits for the answer. */
  background?: boolean
  /** When they were first led to a step that makes the passkey. */
  makingSince?: Date
  /** Their old phone's passkeys and app do not count; nor does the old phone let them in, when it is gone. */
  replacing?: { since: Date; gone: boolean }
}

/** Asks everything that decides about one person. */
export async function look(entra: Entra, settings: Settings, about: About): Promise<Look> {
  const { id, named, now, since, background } = about
  const [profile, memberships, methods, policy, risk] = await Promise.all([
    entra.profile(id),
    entra.memberships(id),
    entra.methods(id, { since, background }),
    entra.passkeyPolicy(),
    // Answered once a second for a whole company, so nobody stands in line here; `riskNow` does, where it decides.
    entra.risk(id, { background: true }),
  ])
  if (!profile.ok) return nothing(profile)
  if (profile.value.userType === 'guest') return { seen: 'gate', gate: { gate: 'guest' } }
  if (!profile.value.enabled) return { seen: 'gate', gate: { gate: 'disabled' } }
  if (risk.ok && risk.value !== 'none') return { seen: 'gate', gate: { gate: 'at-risk' } }
  if (!memberships.ok) return nothing(memberships)
  if (!methods.ok) return nothing(methods)

  const holds = held(settings, memberships.value, methods.value)
  if (holds && holds !== 'authenticator') return { seen: 'gate', gate: { gate: 'holds', how: holds } }
  if (holds && policy.ok && isShutOut(policy.value, memberships.value)) return { seen: 'gate', gate: { gate: 'not-open' } }
  if (!holds) {
    const gate = turnOf(settings, memberships.value, now) ?? (named ? undefined : withoutPhone(settings, memberships.value))
    if (gate) return { seen: 'gate', gate }
    if (!policy.ok) return nothing(policy)
    const scope = scopeOf(policy.value, memberships.value)
    // Who was led on is told that a rule is in the way, not that nobody asked them.
    if (!scope.allowed) return { seen: 'gate', gate: { gate: named || isAmiss[scope.why] ? 'not-open' : 'not-in-scope' } }
  }
  return { ...factsOf(settings, profile.value, memberships.value, methods.value, about), riskUnread: unread(risk) }
}

/** Asked again, in line, before a step that makes a passkey. Undefined: no risk, or none that this company lets us read. */
export async function riskNow(entra: Entra, id: string): Promise<'at-risk' | Unanswered | undefined> {
  const risk = await entra.risk(id)
  return risk.ok && risk.value !== 'none' ? 'at-risk' : unread(risk)
}

/** Asked in line of somebody who was stopped for it: what cannot be read, for whatever reason, is not over. */
export async function isRiskOver(entra: Entra, id: string): Promise<boolean> {
  const risk = await entra.risk(id)
  return risk.ok && risk.value === 'none'
}

/** Without the licence or the permission nobody could ever be led on, so that is gone without; any other silence is not (DECISIONS). */
const unread = (risk: Answer<unknown>) => (risk.ok || risk.why === 'forbidden' || risk.why === 'unlicensed' ? undefined : nothing(risk))

/** An unknown person is no answer either: they cannot be told anything about an account we do not find. */
function nothing({ why, retryAfterSeconds }: Extract<Answer<unknown>, { ok: false }>): Unanswered {
  const said: Record<NoAnswer, Unanswered['why']> = {
    unavailable: 'unavailable',
    throttled: 'throttled',
    forbidden: 'forbidden',
    unlicensed: 'forbidden',
    'not-found': 'forbidden',
  }
  return { seen: 'nothing', why: said[why], retryAfterSeconds }
}

/** What this person may use, by their groups. */
export function acceptedKinds(settings: Pick<Settings, 'passkeys'>, groups: Set<string>): Set<string> {
  return new Set(settings.passkeys.accepted.filter(({ group }) => group === 'everyone' || groups.has(group)).flatMap(({ kinds }) => kinds))
}

function held(settings: Settings, groups: Set<string>, { passkeys, waysIn }: SignInMethods) {
  const accepted = acceptedKinds(settings, groups)
  const has = (kind: string) => accepted.has(kind) && passkeys.some((passkey) => passkey.kind === kind)
  if (has('authenticator')) return 'authenticator'
  if (has('security-key')) return 'security-key'
  if (has('windows-hello') || (accepted.has('windows-hello') && waysIn.includes('windows-hello'))) return 'windows-hello'
  return undefined
}

function turnOf({ rollout }: Settings, groups: Set<string>, now: Date): Gate | undefined {
  if (rollout.everyone) return undefined
  const mine = rollout.groups.filter(({ group }) => groups.has(group))
  if (mine.length === 0) return { gate: 'not-in-scope' }
  const days = mine.map(({ from }) => (from === undefined ? 0 : from === 'later' ? Number.POSITIVE_INFINITY : Date.parse(from)))
  const first = Math.min(...days)
  if (first <= now.getTime()) return undefined
  return { gate: 'not-your-turn', date: Number.isFinite(first) ? new Date(first) : undefined }
}

function withoutPhone({ groups }: Settings, mine: Set<string>): Gate | undefined {
  if (groups.sharedDevice && mine.has(groups.sharedDevice)) return { gate: 'shared-device' }
  if (groups.noSmartphone && mine.has(groups.noSmartphone)) return { gate: 'no-smartphone' }
  return undefined
}

type Facts = Extract<Look, { seen: 'facts' }>

function factsOf(
  settings: Settings,
  profile: Profile,
  groups: Set<string>,
  methods: SignInMethods,
  { phone, replacing, makingSince, now }: Pick<About, 'phone' | 'replacing' | 'makingSince' | 'now'>,
): Facts {
  const { passkeys } = methods
  // What Entra lists of the app may be the old phone's.
  const apps = replacing ? [] : appsOn(methods, phone)
  const isOld = ({ kind, createdAt }: Passkey) =>
    replacing !== undefined && kind === 'authenticator' && !(createdAt && createdAt > replacing.since)
  const accepted = acceptedKinds(settings, groups)
  const right = passkeys.some((passkey) => passkey.kind === 'authenticator' && accepted.has('authenticator') && !isOld(passkey))
  // A store is a place for copies of passkeys; keys and computers that the company did not choose are nobody's mistake.
  const elsewhere = passkeys.filter(
    ({ kind, storeName }) => storeName !== undefined && !['authenticator', 'security-key', 'windows-hello'].includes(kind),
  )
  // Unless it came while they were making theirs: then it is the one that was to be in Authenticator (passkeys.md PRV-05).
  const astray = passkeys.find(
    ({ kind, createdAt }) => ['windows-hello', 'unknown'].includes(kind) && makingSince && createdAt && createdAt > makingSince,
  )
  const facts = new Set<Fact>()
  const state = (fact: Fact, is: boolean) => is && facts.add(fact)
  state('passkey-seen', right)
  state('authenticator-installed', apps.length > 0)
  state('authenticator-outdated', !replacing && onlyOutdated(methods, phone))
  state('way-in', right || hasWayIn(settings, groups, methods, { now, makingSince, phoneGone: replacing?.gone }))
  if ((elsewhere.length > 0 || astray) && !right) facts.add('passkey-elsewhere')
  else facts.add(apps.length > 0 || right ? 'account-in-app' : 'account-not-in-app')
  const leftOvers = [...elsewhere, ...passkeys.filter(isOld)]
  state('left-overs', right && leftOvers.length > 0)
  return {
    seen: 'facts',
    facts,
    storeName: (elsewhere[0] ?? astray)?.storeName,
    leftOvers: leftOvers.map((passkey) => (isOld(passkey) ? dated(passkey) : passkey.name)),
    workAddress: profile.userPrincipalName,
    firstName: profile.givenName,
  }
}

/** Both phones' passkeys have one name; the day tells them apart, as the page that deletes them shows it too. */
const dated = ({ name, createdAt }: Passkey) => (createdAt ? `${name} (${createdAt.toISOString().slice(0, 10)})` : name)
