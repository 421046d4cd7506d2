// The part of the port to Entra that helping somebody needs: who they are, and passes. Shapes only.
import type { Mail, Noticed } from '../notices/notices.ts'
import type { EmployeeId } from '../people.ts'
import type { Secret } from '../secret.ts'
import type { Answer } from './entra.ts'

/** A group or administrative unit that only admins of admins may touch. */
export interface Named {
  id: string
  name: string
}

/** What decides how much must be proved before somebody gets a pass. Read anew each time; whoever decides treats what is unreadable as the worst. */
export interface Standing {
  id: EmployeeId
  displayName: string
  userPrincipalName: string
  userType: 'member' | 'guest'
  enabled: boolean
  licensed: boolean
  createdAt?: Date
  hiredAt?: Date
  employeeId?: string
  jobTitle?: string
  department?: string
  office?: string
  mail?: string
  otherMails: string[]
  mobilePhone?: string
  /** Active directory roles, by template id: direct, through groups, at any scope. */
  roles: string[]
  /** Roles they could switch on by themselves (PIM), directly or through a group below. */
  eligibleRoles: Answer<string[]>
  /** Groups that can hold roles, of which they are a member, at any depth. */
  roleGroups: Named[]
  /** Such groups that they own: who owns one can join it. */
  ownedRoleGroups: Named[]
  /** Restricted management administrative units around them. */
  restrictedUnits: Answer<Named[]>
}

export interface Manager {
  id: EmployeeId
  displayName: string
  userPrincipalName: string
  mail?: string
  employeeId?: string
  enabled: boolean
}

/** A pass on an account; its code can never be read again. */
export interface Pass {
  id: string
  createdAt: Date
  startsAt?: Date
  lifetimeMinutes: number
  usableOnce: boolean
  usable: boolean
  why: 'enabled' | 'policy-off' | 'expired' | 'not-yet' | 'used' | 'unknown'
}

/** The tenant's rules about passes. Groups by id, or `all_users`; excluded wins. */
export interface PassPolicy {
  enabled: boolean
  includedGroups: string[]
  excludedGroups: string[]
  minimumMinutes: number
  maximumMinutes: number
  defaultMinutes: number
  /** Every pass is for one use, and no other is made. */
  onceOnly: boolean
  codeLength: number
}

export interface PassWanted {
  lifetimeMinutes: number
  usableOnce: boolean
}

/**
 * `refused`: Entra said no, and no pass was made. `forbidden`: not with this permission or role; `policy`: the tenant's rules;
 * `person`: not for this account. `unknown`: asked, and nobody knows whether there is a pass now; find out with `passes`.
 */
export type PassMade =
  | { made: { pass: Pass; code: Secret } }
  | { refused: 'forbidden' | 'policy' | 'person' | 'throttled' | 'not-asked'; code?: string; requestId?: string }
  | { unknown: true; requestId?: string }

/** `missing`: it was gone already, which is as good. */
export type Deleted = 'deleted' | 'missing'

/** Entra's own record of a pass that was made, by us or anybody. */
export interface PassAudit {
  id: string
  at: Date
  /** Absent: an app, not a person. */
  actorId?: EmployeeId
  actorAppId?: string
  targetId: EmployeeId
  /** Of the pass, where Entra tells. */
  passId?: string
}

/** Joined into `Entra`. */
export interface Helping {
  standing(id: EmployeeId): Promise<Answer<Standing>>
  /** Undefined: has none, or the manager is nobody who can be asked. */
  manager(id: EmployeeId): Promise<Answer<Manager | undefined>>
  /** Everybody in a group, at any depth. For small groups: all of it or no answer. */
  members(groupId: string): Promise<Answer<EmployeeId[]>>
  /** Asked anew, never from memory. Entra keeps one at most. */
  passes(id: EmployeeId, options?: { background?: boolean }): Promise<Answer<Pass[]>>
  /** Asked anew: what was true an hour ago is no ground for a pass. */
  passPolicy(): Promise<Answer<PassPolicy>>
  /** One request, never repeated by anything: a second would make a second code. With the agent's token; without, with the bot's own permission. */
  createPass(id: EmployeeId, wanted: PassWanted, token?: Secret): Promise<PassMade>
  /** May be repeated as often as it takes. */
  deletePass(id: EmployeeId, passId: string, token?: Secret): Promise<Answer<Deleted>>
  /** Ends every session of theirs. `forbidden`: the bot was not given User.RevokeSessions.All. */
  revokeSessions(id: EmployeeId): Promise<Answer<true>>
  /** From that mailbox. One request; `Notices` is the port that features use. */
  sendMail(mailbox: string, mail: Mail): Promise<Noticed>
  /** Oldest first. Entra writes them down minutes late: ask with an overlap, and tell them apart by id. */
  passAudits(since: Date): Promise<Answer<PassAudit[]>>
}
