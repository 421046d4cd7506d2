// The port to what an administrator has set for everybody: what the doctor and a wave's preview ask. Shapes only, and nothing but reads.
import type { EmployeeId } from '../people.ts'
import type { Answer, PasskeyPolicy } from './entra.ts'
import type { PassPolicy } from './helping.ts'

/** Whom a sign-in method is switched on for. */
export interface MethodTargets {
  enabled: boolean
  /** Group ids, or `all_users`; excluded wins. */
  includedGroups: string[]
  excludedGroups: string[]
}

export interface MethodPolicy {
  passkeys: PasskeyPolicy
  /** Absent where Graph lists no such method: that is not the same as off (graph.md §4.6). */
  authenticator?: MethodTargets
  passes?: PassPolicy
  /** The nudge at sign-in. `managed`: Microsoft decides. */
  campaign: { state: 'on' | 'off' | 'managed'; methods: string[] }
}

/** A Conditional Access policy that is on and speaks of registering security info. */
export interface RegistrationRule {
  name: string
  everyone: boolean
  /** Asks for more than a password: a strength, MFA, a device that is known; or blocks. */
  guards: boolean
}

/** The first people of a group, nested groups included. */
export interface GroupPeople {
  people: EmployeeId[]
  /** There are more than were asked for. */
  more: boolean
}

export interface CatalogueApp {
  version?: string
  published: boolean
}

export interface Tenant {
  /** The application permissions in the bot's own token, as Entra wrote them there. */
  permissions(): Promise<Answer<Set<string>>>
  methodPolicy(): Promise<Answer<MethodPolicy>>
  registrationRules(): Promise<Answer<RegistrationRule[]>>
  group(id: string): Promise<Answer<GroupPeople>>
  /** The app whose manifest has this id, in the company's own catalogue; `undefined` when it is not there. */
  app(manifestId: string): Promise<Answer<CatalogueApp | undefined>>
  /** Whether each may be read at all. What was read is not kept. */
  registrationReport(): Promise<Answer<true>>
  risk(): Promise<Answer<true>>
}
