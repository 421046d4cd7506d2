// Which application permissions the sample company has given the bot, and which one each Graph call needs (graph.md 2).

const needs: [method: string, path: RegExp, anyOf: string[]][] = [
  [
    'GET',
    /^\/users\/[^/]+\/authentication\/temporaryAccessPassMethods/,
    ['UserAuthMethod-TAP.Read.All', 'UserAuthenticationMethod.Read.All'],
  ],
  ['GET', /^\/users\/[^/]+\/authentication\//, ['UserAuthenticationMethod.Read.All']],
  ['POST', /^\/users\/[^/]+\/authentication\/temporaryAccessPassMethods$/, ['UserAuthMethod-TAP.ReadWrite.All']],
  ['DELETE', /^\/users\/[^/]+\/authentication\/temporaryAccessPassMethods\//, ['UserAuthMethod-TAP.ReadWrite.All']],
  ['GET', /^\/policies\//, ['Policy.Read.AuthenticationMethod', 'Policy.Read.All']],
  ['GET', /^\/identity\/conditionalAccess\//, ['Policy.Read.All']],
  ['GET', /^\/(reports|auditLogs)\//, ['AuditLog.Read.All']],
  ['GET', /^\/identityProtection\//, ['IdentityRiskyUser.Read.All']],
  ['GET', /^\/groups\/[^/]+\/transitiveMembers/, ['GroupMember.ReadBasic.All', 'Group.ReadBasic.All', 'GroupMember.Read.All']],
  ['GET', /^\/groups\b/, ['Group.ReadBasic.All', 'GroupMember.Read.All']],
  ['GET', /^\/appCatalogs\//, ['AppCatalog.Read.All']],
  [
    'GET',
    /^\/roleManagement\/directory\/roleEligibilitySchedules/,
    ['RoleEligibilitySchedule.Read.Directory', 'RoleManagement.Read.Directory'],
  ],
  ['GET', /^\/(directoryRoles|roleManagement)\b/, ['RoleManagement.Read.Directory']],
  ['GET', /^\/users\/[^/]+\/teamwork\//, ['TeamsAppInstallation.ReadForUser.All', 'TeamsAppInstallation.ReadWriteSelfForUser.All']],
  ['POST', /^\/users\/[^/]+\/teamwork\//, ['TeamsAppInstallation.ReadWriteSelfForUser.All']],
  ['DELETE', /^\/users\/[^/]+\/teamwork\//, ['TeamsAppInstallation.ReadWriteSelfForUser.All']],
  ['POST', /^\/users\/[^/]+\/revokeSignInSessions$/, ['User.RevokeSessions.All']],
  ['POST', /^\/users\/[^/]+\/sendMail$/, ['Mail.Send']],
  ['GET', /^\/(deviceManagement|users\/[^/]+\/managedDevices)\b/, ['DeviceManagementManagedDevices.Read.All']],
  ['GET', /^\/(chats|users\/[^/]+\/chats)\b/, ['Chat.ReadBasic.All']],
  ['GET', /^\/users\b/, ['User.Read.All']],
]

/** As the company's administrator granted them: what npm run permissions grants without further words. */
export const permissions = [
  'User.Read.All',
  'UserAuthenticationMethod.Read.All',
  'Policy.Read.AuthenticationMethod',
  'Group.ReadBasic.All',
  'GroupMember.ReadBasic.All',
  'RoleManagement.Read.Directory',
  'AdministrativeUnit.Read.All',
  'IdentityRiskyUser.Read.All',
  'AuditLog.Read.All',
  'AppCatalog.Read.All',
  'TeamsAppInstallation.ReadWriteSelfForUser.All',
  'Policy.Read.All',
]

/** Whether a token with these permissions may do this. A call that stands in no row is refused: nothing in Graph is free. */
export function mayDo(roles: Iterable<string>, method: string, path: string): boolean {
  const held = new Set(roles)
  const need = needs.find(([verb, pattern]) => verb === method && pattern.test(path))
  return need?.[2].some((role) => held.has(role)) ?? false
}
