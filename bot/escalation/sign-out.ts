// How fresh a sign-in has to be before it counts for a deed, and its end: nothing of anybody's stays with the token service (security.md T19).
import * as people from '../conversation/person-store.ts'
import type { Queryable } from '../database/database.ts'
import type { Deps } from '../deps.ts'
import type { EmployeeId } from '../people.ts'
import type { SignInWanted } from '../teams/teams.ts'

/** Of agents, and of managers whose word is asked. */
export const wantedOf = ({ settings: { agentSignIn } }: Pick<Deps, 'settings'>): SignInWanted => ({
  withinMinutes: agentSignIn?.withinMinutes ?? undefined,
  contexts: agentSignIn?.contexts ?? [],
})

/** Long enough to read one card and press. */
const dialogWithinSeconds = 180

/** With the press that signs them in; a dialog that was opened has signed them out already, which does no harm. */
export const signOutSoon = ({ jobs }: Pick<Deps, 'jobs'>, db: Queryable, employeeId: EmployeeId) =>
  jobs.send(db, 'escalation.sign-out', { employeeId }, dialogWithinSeconds)

export const signOutNow = ({ jobs }: Pick<Deps, 'jobs'>, db: Queryable, employeeId: EmployeeId) =>
  jobs.send(db, 'escalation.sign-out', { employeeId }, 0)

export const signOut = (deps: Deps) => async (data: object) => {
  const { employeeId } = data as { employeeId: EmployeeId }
  // Of whoever has taken the app away as well: they could put it back and go on where they were.
  const address = await people.lastAddressOf(deps.db, employeeId)
  if (address && !(await deps.agents.signOut({ address }))) throw new Error('an agent could not be signed out')
}
