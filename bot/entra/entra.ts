// The port to Microsoft Entra ID: what we ask, and what an answer looks like. Shapes only.
import type { EmployeeId } from '../people.ts'
import type { Helping } from './helping.ts'

/**
 * Why Entra gave no answer. `not-found` is an answer about the object; the other four say nothing about the person,
 * and must never be shown as "you have none" or as success.
 */
export type NoAnswer = 'unavailable' | 'throttled' | 'forbidden' | 'not-found' | 'unlicensed'

/** Every read resolves to one of these; it never throws for anything the network or Graph can do. */
export type Answer<T> = { ok: true; value: T } | { ok: false; why: NoAnswer; retryAfterSeconds?: number; requestId?: string }

export interface Profile {
  id: EmployeeId
  displayName: string
  givenName?: string
  userPrincipalName: string
  userType: 'member' | 'guest'
  enabled: boolean
  /** In the company's own books: the same for every account of one person. */
  employeeId?: string
}

/** What a stored passkey is kept in, by its AAGUID (bot/entra/passkey-kinds.json). */
export type PasskeyKind =
  | 'authenticator'
  | 'icloud-keychain'
  | 'google-password-manager'
  | 'samsung-pass'
  | 'windows-hello'
  | 'security-key'
  | 'password-manager'
  | 'unknown'

export interface Passkey {
  id: string
  name: string
  kind: PasskeyKind
  /** What the store is called on screens, e.g. "Apple Passwords"; from passkey-kinds.json, absent for unknown. */
  storeName?: string
  createdAt?: Date
}

/** A way in that is strong enough for Entra to let its owner add a passkey. Password and mail are not. */
export type WayIn =
  | 'authenticator-push'
  | 'phone-number'
  | 'one-time-code'
  | 'passkey'
  | 'windows-hello'
  | 'start-pass'
  | 'certificate'
  | 'external'

export interface SignInMethods {
  passkeys: Passkey[]
  /** Authenticator installations that receive push; `version` as the app reported it. */
  authenticatorApps: { name: string; version?: string }[]
  waysIn: WayIn[]
  /** A Temporary Access Pass stands on the account, usable or not. */
  pass?: { usable: boolean; expiresAt?: Date; ended?: 'expired' | 'used' }
}

/** What ID Protection thinks of the account; anything that is not settled is a risk, and what has no level that we know is a high one. */
export type Risk = 'none' | 'low' | 'medium' | 'high'

/** A sign-in that did not go through: when, and the code of Entra as digits. */
export interface SignInFailure {
  at: Date
  code: string
}

/** The tenant's rules about passkeys, reduced to the questions we ask of them. */
export interface PasskeyPolicy {
  enabled: boolean
  selfService: boolean
  /** Group ids, or `all_users`; excluded wins. */
  excludedGroups: string[]
  includes: {
    group: string
    /** Kept in Authenticator is allowed by this profile. */
    authenticatorAllowed: boolean
    attestation: boolean
  }[]
}

/** What the policy means for one person. */
export type Scope =
  | { allowed: true; attestation: boolean }
  | { allowed: false; why: 'policy-off' | 'excluded' | 'not-included' | 'authenticator-not-allowed' }

export interface Entra extends Helping {
  /** `since` as for `methods`: what was asked before it will not do. */
  profile(id: EmployeeId, options?: { since?: number }): Promise<Answer<Profile>>
  /** Group ids, nested groups included. `since` as for `profile`. */
  memberships(id: EmployeeId, options?: { since?: number }): Promise<Answer<Set<string>>>
  /**
   * `since`, a moment of performance.now(): what was asked before it will not do. Use it whenever "done" may be said. `background`
   * leaves the few questions that Entra answers to those who wait, and is told `throttled` instead of standing in line.
   */
  methods(id: EmployeeId, options?: { since?: number; background?: boolean }): Promise<Answer<SignInMethods>>
  passkeyPolicy(): Promise<Answer<PasskeyPolicy>>
  /** `forbidden` and `unlicensed`: this company does not let us read it. One question a second for the whole tenant; `background` as with methods. */
  risk(id: EmployeeId, options?: { since?: number; background?: boolean }): Promise<Answer<Risk>>
  /** Since that moment, newest first, 50 at most. The log lags by minutes. */
  signInFailures(id: EmployeeId, since: Date): Promise<Answer<SignInFailure[]>>
}
