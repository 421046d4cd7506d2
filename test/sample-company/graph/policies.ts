// The authentication methods policy as Graph shows it (graph.md 4.6).
import { graphType, type Wire } from '../account.ts'
import { findGroup, groupId } from '../groups.ts'
import { uuidOf } from '../ids.ts'
import type { Policy } from '../policy.ts'
import type { World } from '../world.ts'
import { list, oneOf, type Route } from './route.ts'

const home = '/policies/authenticationMethodsPolicy'

export const policyRoutes: Route[] = [
  ['GET', home, ({ world }) => ({ entity: policyWire(world) })],
  ['GET', `${home}/authenticationMethodConfigurations`, ({ world }) => list(configurations(world), { bare: true })],
  ['GET', '/identity/conditionalAccess/policies', ({ world }) => list(conditionalAccess(world))],
  [
    'GET',
    `${home}/authenticationMethodConfigurations/:configuration`,
    ({ world, params }) => oneOf(configurations(world), params.configuration),
  ],
]

const targetOf = (group: string) => {
  const key = findGroup(group)
  return { id: key ? groupId(key) : group, targetType: 'group' }
}
/** One rule for everybody at sign-in, and one for those who register how they sign in. */
const conditionalAccess = ({ setUp }: World): Wire[] => [
  conditionalAccessWire('Strong sign-in for everybody', { includeApplications: ['All'], includeUserActions: [] }),
  ...(setUp.registrationGuarded
    ? [conditionalAccessWire('Security info', { includeApplications: [], includeUserActions: ['urn:user:registersecurityinfo'] })]
    : []),
]

const conditionalAccessWire = (displayName: string, applications: Wire): Wire => ({
  id: uuidOf(displayName),
  displayName,
  state: 'enabled',
  createdDateTime: '2026-01-12T09:00:00Z',
  conditions: { applications, clientAppTypes: ['all'], users: { includeUsers: ['All'], excludeGroups: [groupId('break-glass')] } },
  grantControls: { operator: 'OR', builtInControls: ['mfa'], customAuthenticationFactors: [], termsOfUse: [] },
})

const everyoneTarget = { id: 'all_users', targetType: 'group', isRegistrationRequired: false }

const policyWire = (world: World): Wire => ({
  id: 'authenticationMethodsPolicy',
  displayName: 'Authentication Methods Policy',
  description: 'The tenant-wide policy that controls which authentication methods are allowed.',
  lastModifiedDateTime: '2026-03-21T20:01:36.9599169Z',
  policyVersion: '1.5',
  policyMigrationState: 'migrationComplete',
  registrationEnforcement: {
    authenticationMethodsRegistrationCampaign: {
      snoozeDurationInDays: 1,
      state: world.setUp.campaign,
      excludeTargets: [],
      includeTargets: [{ id: 'all_users', targetType: 'group', targetedAuthenticationMethod: 'microsoftAuthenticator' }],
    },
  },
  authenticationMethodConfigurations: configurations(world),
})

const configurations = ({ policy, passRules, setUp }: World): Wire[] => [
  fido2(policy),
  {
    '@odata.type': graphType('microsoftAuthenticatorAuthenticationMethodConfiguration'),
    id: 'MicrosoftAuthenticator',
    state: setUp.authenticator ? 'enabled' : 'disabled',
    isSoftwareOathEnabled: true,
    excludeTargets: [],
    includeTargets: [{ ...everyoneTarget, authenticationMode: 'any' }],
  },
  {
    '@odata.type': graphType('temporaryAccessPassAuthenticationMethodConfiguration'),
    id: 'TemporaryAccessPass',
    state: passRules.enabled ? 'enabled' : 'disabled',
    defaultLifetimeInMinutes: passRules.usual,
    defaultLength: passRules.length,
    minimumLifetimeInMinutes: passRules.minimum,
    maximumLifetimeInMinutes: passRules.maximum,
    isUsableOnce: passRules.once,
    excludeTargets: passRules.excluded.map(targetOf),
    includeTargets: passRules.included.map((group) => ({ ...targetOf(group), isRegistrationRequired: false })),
  },
  {
    '@odata.type': graphType('smsAuthenticationMethodConfiguration'),
    id: 'Sms',
    state: 'enabled',
    excludeTargets: [],
    includeTargets: [{ ...everyoneTarget, isUsableForSignIn: false }],
  },
]

const restrictions = (aaGuids: string[]) => ({ isEnforced: aaGuids.length > 0, enforcementType: 'allow', aaGuids })

const fido2 = (policy: Policy): Wire => ({
  '@odata.type': graphType('fido2AuthenticationMethodConfiguration'),
  id: 'Fido2',
  state: policy.enabled ? 'enabled' : 'disabled',
  isSelfServiceRegistrationAllowed: policy.selfService,
  // The deprecated pair mirrors the default profile (graph.md 4.6).
  isAttestationEnforced: policy.profiles[0]?.attestation ?? false,
  keyRestrictions: restrictions(policy.profiles[0]?.onlyAaguids ?? []),
  defaultPasskeyProfile: policy.profiles[0]?.id ?? null,
  excludeTargets: policy.excluded.map((group) => ({ id: groupId(group), targetType: 'group' })),
  includeTargets: policy.profiles.map(({ group, id }) => ({
    id: groupId(group),
    targetType: 'group',
    isRegistrationRequired: false,
    allowedPasskeyProfiles: [id],
  })),
  passkeyProfiles: policy.profiles.map((profile) => ({
    id: profile.id,
    name: profile.name,
    passkeyTypes: profile.synced && !profile.attestation ? 'deviceBound,synced' : 'deviceBound',
    attestationEnforcement: profile.attestation ? 'registrationOnly' : 'disabled',
    keyRestrictions: restrictions(profile.onlyAaguids),
  })),
})
