// A person and the groups they are in, as Graph writes them (graph.md §4.7).
import type { User } from '@microsoft/microsoft-graph-types'
import { z } from 'zod'
import type { Profile } from './entra.ts'
import { type Members, number, text } from './wire.ts'

const members = {
  id: z.string(),
  displayName: text,
  givenName: text,
  userPrincipalName: z.string(),
  userType: z.enum(['Member', 'Guest']).nullish(),
  accountEnabled: z.boolean(),
  employeeId: number,
} satisfies Members<User>

/** Without `$select` neither userType nor accountEnabled would come (graph.md §4.7). */
export const profileMembers = Object.keys(members).join(',')

export const profileShape = z.object(members).transform(
  ({ id, displayName, givenName, userPrincipalName, userType, accountEnabled, employeeId }): Profile => ({
    id,
    displayName: displayName || userPrincipalName,
    ...(givenName ? { givenName } : {}),
    userPrincipalName,
    // Accounts older than the property have none; a guest is still to be told by the name that Entra makes for guests.
    userType: userType === 'Guest' || (!userType && userPrincipalName.includes('#EXT#')) ? 'guest' : 'member',
    enabled: accountEnabled,
    ...(employeeId ? { employeeId } : {}),
  }),
)

export const membershipShape = z.object({ '@odata.type': z.string(), id: z.string() })

/** Groups only: the same list has directory roles and administrative units. */
export const groupIds = (memberships: z.output<typeof membershipShape>[]) =>
  new Set(memberships.filter((each) => each['@odata.type'] === '#microsoft.graph.group').map(({ id }) => id.toLowerCase()))
