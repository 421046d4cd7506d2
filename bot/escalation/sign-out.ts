// A helpdesk agent who was signed in for a dialog, and opened none or was refused it: nothing of theirs stays with the token service (security.md T19).
import * as people from '../conversation/person-store.ts'
import type { Queryable } from '../database/database.ts'
import type { Deps } from '../deps.ts'
import type { EmployeeId } from '../people.ts'

/** Long enough to read one card and press. */
const dialogWithinSeconds = 180

/** With the press that signs them in; a dialog that was opened has signed them out already, which does no harm. */
export const signOutSoon = ({ jobs }: Pick<Deps, 'jobs'>, db: Queryable, employeeId: EmployeeId) =>
  jobs.send(db, 'escalation.sign-out', { employeeId }, dialogWithinSeconds)

export const signOutNow = ({ jobs }: Pick<Deps, 'jobs'>, db: Queryable, employeeId: EmployeeId) =>
  jobs.send(db, 'escalation.sign-out', { employeeId }, 0)

export const signOut = (deps: Deps) => async (data: object) => {
  const { employeeId } = data as { employeeId: EmployeeId }
  const address = await people.addressOf(deps.db, employeeId)
  if (address && !(await deps.agents.signOut({ address }))) throw new Error('an agent could not be signed out')
}
