// Who sits at the commands of the audit, and what they may do there.
import type { Writable } from 'node:stream'
import type { Database } from '../database/database.ts'
import type { EmployeeId } from '../people.ts'
import { append, type Event } from './audit.ts'
import type { Actor, Detail, Entry, Verb } from './entry.ts'
import type { Heads } from './heads.ts'
import { type Rights, rightsOf } from './rights-store.ts'

export interface Desk {
  db: Database
  /** Absent: verify compares no signed heads, and says so. */
  heads?: Heads
  /** The account on this machine, as it calls itself. What is done is entered under it where the database knows nobody by name. */
  account: string
  /** For how many days entries stay in the table at least. */
  keepDays: number
  out: Writable
  /** What is said about an export stands apart from it. */
  err: Writable
}

/** A desk with somebody at it. */
export interface Seat extends Desk {
  operator: Actor & { kind: 'operator' }
  rights: Rights
}

export class NotAllowed extends Error {}

/** PostgreSQL knows who signed in; an embedded database knows nobody, and whoever holds its folder holds all of it. */
export async function sitDown(desk: Desk): Promise<Seat> {
  const rights = await rightsOf(desk.db)
  const id = desk.db.kind === 'postgres' ? rights.role.replace(/[^\w.@-]/g, '_') : desk.account
  return { ...desk, rights, operator: { kind: 'operator', id } }
}

/** What is about to be done, as an event of the audit under the name of who sits there. */
export const eventOf = ({ db, operator, account }: Seat, verb: Verb, detail: Detail = {}, subject?: EmployeeId): Event => ({
  actor: operator,
  verb,
  subject,
  detail: db.kind === 'postgres' ? { ...detail, account } : detail,
})

export const enter = (seat: Seat, verb: Verb, detail?: Detail, subject?: EmployeeId): Promise<Entry> =>
  seat.db.transaction((tx) => append(tx, eventOf(seat, verb, detail, subject)))

/** Throws `NotAllowed` where the role is no auditor's, after entering that it was tried. */
export async function mustAudit(seat: Seat, verb: Verb): Promise<void> {
  if (seat.rights.audits) return
  await seat.db.transaction((tx) => append(tx, { ...eventOf(seat, verb), decision: 'denied', reason: 'not-an-auditor' }))
  throw new NotAllowed(`${seat.rights.role} is no auditor, and that this was tried is entered. npm run migrate names auditors (ADMIN.md)`)
}
