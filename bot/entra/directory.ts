// The part of the port to Entra that waves need: groups, who is in them, and the app in somebody's Teams. Shapes only.
import type { EmployeeId } from '../people.ts'
import type { Answer } from './entra.ts'

export interface Group {
  id: string
  name: string
}

/** An account, as far as a wave cares. */
export interface Member {
  id: EmployeeId
  name: string
  mail?: string
  guest: boolean
  enabled: boolean
  /** As the account has it; Teams may be set otherwise. */
  locale?: string
  /** Office, city and country: whichever says where their day begins. */
  places: string[]
}

/** What the registration report says, up to 36 hours late (passkeys.md D.4). */
export interface Registration {
  id: EmployeeId
  /** A passkey in Microsoft Authenticator. */
  passkey: boolean
  /** Something strong enough to add a passkey with. */
  wayIn: boolean
}

/** A part of a list; `next` is where it goes on, and can be kept for later. */
export interface Page<T> {
  items: T[]
  next?: string
}

/** `refused`: by a policy for this person or by a missing permission. `unclear`: nobody knows. */
export type Installed = { ok: true } | { ok: false; why: 'refused' | 'no-teams' | 'throttled' | 'unclear'; retryAfterSeconds?: number }

export interface Directory {
  /** Ten at most, whose name begins like this. */
  findGroups(text: string): Promise<Answer<Group[]>>
  /** Members at any depth, people only. */
  members(group: string, next?: string): Promise<Answer<Page<Member>>>
  /** Those of up to 15 addresses that belong to an account. */
  byAddress(addresses: string[]): Promise<Answer<Member[]>>
  /** Those who are still here and may be written to. */
  stillHere(ids: EmployeeId[]): Promise<Answer<Set<EmployeeId>>>
  registrations(next?: string): Promise<Answer<Page<Registration>>>
  /** Puts the app of that catalogue id into somebody's Teams. There already counts as done. */
  install(id: EmployeeId, catalogId: string): Promise<Installed>
}
