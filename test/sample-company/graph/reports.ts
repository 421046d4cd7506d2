// Reports about people: registrations, risk and sign-ins (graph.md 4.5, 4.10, 4.11).
import { aaguids, isType, type Method, rolesOf, type Wire } from '../account.ts'
import { appId, uuidOf } from '../ids.ts'
import { type Employee, everyone, upnOf, type World } from '../world.ts'
import { GraphError } from './odata.ts'
import { type GraphCall, list, oneOf, type Route } from './route.ts'

export const reportRoutes: Route[] = [
  ['GET', '/reports/authenticationMethods/userRegistrationDetails', (call) => list(licensed(call.world, 'P1', report(call)))],
  ['GET', '/reports/authenticationMethods/userRegistrationDetails/:user', (call) => oneOf(report(call), call.params.user)],
  ['GET', '/identityProtection/riskyUsers', ({ world }) => list(licensed(world, 'P2', risky(world)), { most: 500 })],
  ['GET', '/identityProtection/riskyUsers/:user', ({ world, params }) => oneOf(risky(world), params.user)],
  ['GET', '/auditLogs/directoryAudits', ({ world }) => list(world.audits, { most: 1000 })],
  ['GET', '/auditLogs/signIns', (call) => list(signIns(call), { most: 1000 })],
  ['GET', '/auditLogs/signIns/:signin', (call) => oneOf(signIns(call), call.params.signin)],
]

/** Built now, read later: Graph's own report is up to 36 hours old. Disabled accounts are not in it. */
export const buildReport = (world: World): Wire[] =>
  everyone(world)
    .filter(({ account }) => account.enabled)
    .map(registration)

const report = ({ world, version }: GraphCall): Wire[] =>
  version === 'beta' ? world.report.map((row) => ({ ...row, defaultMfaMethod: 'none' })) : world.report

function registration(employee: Employee): Wire {
  const { methods } = employee.account
  const registered = methods.flatMap(registeredAs)
  const strong = registered.filter((name) => !['email'].includes(name))
  return {
    id: employee.id,
    userPrincipalName: upnOf(employee),
    userDisplayName: employee.name,
    userType: employee.guest ? 'guest' : 'member',
    isAdmin: rolesOf(employee.account).size > 0,
    isSsprRegistered: strong.length > 0,
    isSsprEnabled: true,
    isSsprCapable: strong.length > 0,
    isMfaRegistered: strong.length > 0,
    isMfaCapable: strong.length > 0,
    isPasswordlessCapable: registered.some((name) => /passKey|windowsHello/.test(name)),
    lastUpdatedDateTime: new Date().toISOString(),
    methodsRegistered: registered,
    isSystemPreferredAuthenticationMethodEnabled: true,
    systemPreferredAuthenticationMethods: [registered.some((name) => name.startsWith('passKey')) ? 'Fido2' : 'PhoneAppNotification'],
    userPreferredMethodForSecondaryAuthentication: registered.includes('mobilePhone') ? 'sms' : 'push',
  }
}

const reportNames: Record<string, string> = {
  phoneAuthenticationMethod: 'mobilePhone',
  microsoftAuthenticatorAuthenticationMethod: 'microsoftAuthenticatorPush',
  softwareOathAuthenticationMethod: 'softwareOneTimePasscode',
  windowsHelloForBusinessAuthenticationMethod: 'windowsHelloForBusiness',
  temporaryAccessPassAuthenticationMethod: 'temporaryAccessPass',
}

function registeredAs(method: Method): string[] {
  if (!isType(method, 'fido2AuthenticationMethod')) {
    const found = Object.keys(reportNames).find((type) => isType(method, type))
    return found ? [reportNames[found] ?? found] : []
  }
  if (method.passkeyType === 'synced') return ['passKeySynced']
  const inAuthenticator = ([aaguids['authenticator-ios'], aaguids['authenticator-android']] as unknown[]).includes(method.aaGuid)
  return inAuthenticator ? ['passKeyDeviceBoundAuthenticator'] : ['passKeyDeviceBound']
}

function licensed(world: World, licence: 'P1' | 'P2', items: Wire[]): Wire[] {
  if (world.setUp.licences.includes(licence)) return items
  throw licence === 'P1'
    ? new GraphError(
        403,
        'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
        "Neither tenant is B2C or tenant doesn't have premium license",
      )
    : new GraphError(403, 'Forbidden', 'Your tenant is not licensed for this feature.')
}

const risky = (world: World): Wire[] =>
  everyone(world).flatMap((employee) => {
    const { risk } = employee.account
    if (!risk) return []
    return [
      {
        id: employee.id,
        isDeleted: false,
        isProcessing: false,
        riskLevel: risk.level,
        riskState: risk.state,
        riskDetail: 'none',
        riskLastUpdatedDateTime: risk.since,
        userDisplayName: employee.name,
        userPrincipalName: upnOf(employee),
      },
    ]
  })

/** Newest first. How somebody signed in is told by beta alone. */
function signIns(call: GraphCall): Wire[] {
  if (call.version === 'v1.0' && /signInEventTypes|authentication/i.test(call.query.get('$filter') ?? ''))
    throw new GraphError(400, 'Request_BadRequest', 'Invalid filter clause.')
  return everyone(call.world)
    .flatMap((employee) => employee.account.signIns.map((signIn, index) => signInWire(employee, signIn, index, call.version)))
    .sort((a, b) => String(b.createdDateTime).localeCompare(String(a.createdDateTime)))
}

function signInWire(employee: Employee, { createdDateTime, method, errorCode = 0 }: Wire, index: number, version: 'v1.0' | 'beta'): Wire {
  const id = uuidOf(`${employee.id} ${createdDateTime} ${index}`)
  const known = {
    id,
    createdDateTime,
    userDisplayName: employee.name,
    userPrincipalName: upnOf(employee).toLowerCase(),
    userId: employee.id,
    appId,
    appDisplayName: 'One Outlook Web',
    ipAddress: '203.0.113.7',
    clientAppUsed: 'Browser',
    correlationId: uuidOf(`correlation ${id}`),
    conditionalAccessStatus: errorCode === 0 ? 'success' : 'failure',
    isInteractive: true,
    riskDetail: 'none',
    riskLevelAggregated: 'none',
    riskLevelDuringSignIn: 'none',
    riskState: 'none',
    riskEventTypes_v2: [],
    resourceDisplayName: 'Office 365 Exchange Online',
    resourceId: '00000002-0000-0ff1-ce00-000000000000',
    status: { errorCode, failureReason: errorCode === 0 ? 'Other.' : 'Blocked on purpose.', additionalDetails: null },
    appliedConditionalAccessPolicies: [],
  }
  if (version === 'v1.0') return known
  const step = {
    authenticationMethod: method ?? 'Password',
    authenticationStepDateTime: createdDateTime,
    succeeded: errorCode === 0,
    authenticationStepResultDetail: 'MFA completed in Azure AD',
    authenticationStepRequirement: '',
  }
  return {
    ...known,
    authenticationRequirement: 'multiFactorAuthentication',
    signInEventTypes: ['interactiveUser'],
    authenticationDetails: [step],
  }
}
