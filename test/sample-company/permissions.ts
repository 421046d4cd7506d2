// Which application permissions the sample company has given the bot, and which one each Graph call needs (graph.md 2).

const needs: [method: string, path: RegExp, anyOf: string[]][] = [
  ['GET', /^\/users\/[^/]+\/authentication\/methods/, ['UserAuthenticationMethod.Read.All']],
  [
    'GET',
    /^\/users\/[^/]+\/authentication\/temporaryAccessPassMethods/,
    ['UserAuthMethod-TAP.Read.All', 'UserAuthenticationMethod.Read.All'],
  ],
  ['GET', /^\/policies\//, ['Policy.Read.AuthenticationMethod']],
  ['GET', /^\/identity\/conditionalAccess\//, ['Policy.Read.ConditionalAccess']],
  ['GET', /^\/(reports|auditLogs)\//, ['AuditLog.Read.All']],
  ['GET', /^\/identityProtection\//, ['IdentityRiskyUser.Read.All']],
  ['GET', /^\/groups\/[^/]+\/transitiveMembers/, ['GroupMember.ReadBasic.All', 'GroupMember.Read.All']],
  ['GET', /^\/appCatalogs\//, ['AppCatalog.Read.All']],
  ['GET', /^\/(directoryRoles|roleManagement)\b/, ['RoleManagement.Read.Directory']],
  ['GET', /^\/users\/[^/]+\/teamwork\//, ['TeamsAppInstallation.ReadWriteSelfForUser.All']],
  ['GET', /^\/users\b/, ['User.Read.All']],
]

/** As the company's administrator granted them: what npm run permissions grants without further words. */
export const permissions = [
  'User.Read.All',
  'UserAuthenticationMethod.Read.All',
  'Policy.Read.AuthenticationMethod',
  'GroupMember.ReadBasic.All',
  'RoleManagement.Read.Directory',
  'AdministrativeUnit.Read.All',
  'IdentityRiskyUser.Read.All',
  'AuditLog.Read.All',
  'AppCatalog.Read.All',
  'TeamsAppInstallation.ReadWriteSelfForUser.All',
  'Policy.Read.ConditionalAccess',
]

/** Whether a token with these permissions may do this. Calls that stand in no row ask for nothing. */
export function mayDo(roles: string[], method: string, path: string): boolean {
  const need = needs.find(([verb, pattern]) => verb === method && pattern.test(path))
  return !need || need[2].some((role) => roles.includes(role))
}
