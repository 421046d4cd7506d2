// Directory roles: who is an administrator (graph.md 4.9). Eligible roles are in none of the lists but their own.
import type { Wire } from '../account.ts'
import { groupId, groupKeys, groupRow, type RoleName, roleId, roleNames, roleTemplates } from '../groups.ts'
import { opaqueOf } from '../ids.ts'
import { everyone, type World } from '../world.ts'
import { groupWire } from './groups.ts'
import { notFound } from './odata.ts'
import { type GraphCall, list, needPermission, type Outcome, type Route } from './route.ts'
import { userWire } from './users.ts'

export const roleRoutes: Route[] = [
  ['GET', '/directoryRoles', () => list(roleNames.map(roleWire), { bare: true })],
  ['GET', '/directoryRoles/:role/members', members],
  ['GET', '/roleManagement/directory/roleAssignments', ({ world }) => list(assignments(world))],
  ['GET', '/roleManagement/directory/roleEligibilitySchedules', eligible],
]

export const roleWire = (role: RoleName): Wire => ({
  '@odata.type': '#microsoft.graph.directoryRole',
  id: roleId(role),
  displayName: role,
  description: null,
  roleTemplateId: roleTemplates[role],
})

/** Roles that people could switch on by themselves (PIM). */
function eligible(call: GraphCall): Outcome {
  needPermission(call, 'RoleEligibilitySchedule.Read.Directory')
  const all = everyone(call.world).flatMap(({ id, row }) =>
    row.eligible ? [{ ...assignment(id, row.eligible), memberType: 'Direct', status: 'Provisioned' }] : [],
  )
  return list(all)
}

/** Principals are people and role-assignable groups. */
function members(call: GraphCall): Outcome {
  const role = roleNames.find((name) => roleId(name) === call.params.role)
  if (!role) throw notFound(call.params.role)
  const groups = groupKeys.filter((key) => groupRow(key).role === role).map(groupWire)
  const people = everyone(call.world).filter(({ account }) => account.role === role)
  return list([...groups, ...people.map((employee) => userWire(employee, call))], { bare: true })
}

function assignments(world: World): Wire[] {
  const people = everyone(world).flatMap(({ id, account }) => (account.role ? [assignment(id, account.role)] : []))
  const groups = groupKeys.flatMap((key) => {
    const { role } = groupRow(key)
    return role ? [assignment(groupId(key), role)] : []
  })
  return [...people, ...groups]
}

const assignment = (principalId: string, role: RoleName): Wire => ({
  id: opaqueOf(`${principalId} ${role}`, 32),
  principalId,
  roleDefinitionId: roleTemplates[role],
  directoryScopeId: '/',
})
