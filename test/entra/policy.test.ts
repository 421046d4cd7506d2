// The tenant's passkey policy, as Graph may write it (graph.md §4.6).
import { describe, expect, test } from 'vitest'
import { anEntraThatIs, says } from './odd-graph.ts'

const ios = '90a3ccdf-635c-4729-a248-9b709135078f'
const android = 'de1e552d-db1d-4423-a619-566b625cdc84'
const other = 'fbfc3007-154e-4ecc-8c0b-6e020557d7bd'
const open = { isEnforced: false, enforcementType: 'allow', aaGuids: [] }
const rule = (enforcementType: 'allow' | 'block', ...aaGuids: string[]) => ({ isEnforced: true, enforcementType, aaGuids })

const aTarget = (id: string, allowedPasskeyProfiles: string[] = []) => ({
  id,
  targetType: 'group',
  isRegistrationRequired: false,
  allowedPasskeyProfiles,
})
const aProfile = (id: string, changes: object = {}) => ({
  id,
  name: id,
  passkeyTypes: 'deviceBound,synced',
  attestationEnforcement: 'disabled',
  keyRestrictions: open,
  ...changes,
})
const fido2 = (changes: object = {}) => ({
  '@odata.type': '#microsoft.graph.fido2AuthenticationMethodConfiguration',
  id: 'Fido2',
  state: 'enabled',
  isSelfServiceRegistrationAllowed: true,
  isAttestationEnforced: true,
  keyRestrictions: rule('block', ios, android),
  excludeTargets: [],
  includeTargets: [aTarget('all_users', ['p'])],
  passkeyProfiles: [aProfile('p')],
  defaultPasskeyProfile: 'p',
  ...changes,
})

async function policyFrom(...configurations: object[]) {
  const { entra } = await anEntraThatIs([
    says(200, { authenticationMethodConfigurations: [{ '@odata.type': '#x', id: 'Sms', state: 'enabled' }, ...configurations] }),
  ])
  return entra.passkeyPolicy()
}

const includesFrom = async (changes: object) => {
  const answer = await policyFrom(fido2(changes))
  return answer.ok ? answer.value.includes : answer
}

test('profiles rule, not the deprecated settings beside them', async () => {
  expect(await policyFrom(fido2({ excludeTargets: [{ id: 'not-yet', targetType: 'group' }] }))).toEqual({
    ok: true,
    value: {
      enabled: true,
      selfService: true,
      excludedGroups: ['not-yet'],
      includes: [{ group: 'all_users', authenticatorAllowed: true, attestation: false }],
    },
  })
})

test('off is off, and so is adding one oneself', async () => {
  expect(await policyFrom(fido2({ state: 'disabled', isSelfServiceRegistrationAllowed: false }))).toMatchObject({
    value: { enabled: false, selfService: false },
  })
})

test('every profile of a target counts for itself', async () => {
  const profiles = {
    passkeyProfiles: [
      aProfile('p', { attestationEnforcement: 'registrationOnly' }),
      aProfile('q', { passkeyTypes: 'synced' }),
      aProfile('not-theirs'),
    ],
  }
  expect(await includesFrom({ ...profiles, includeTargets: [aTarget('g', ['p', 'q'])] })).toEqual([
    { group: 'g', authenticatorAllowed: true, attestation: true },
    { group: 'g', authenticatorAllowed: false, attestation: false },
  ])
})

test('a target without profiles of its own has the default one', async () => {
  const profiles = {
    passkeyProfiles: [aProfile('p'), aProfile('q', { attestationEnforcement: 'registrationOnly' })],
    defaultPasskeyProfile: 'q',
  }
  expect(await includesFrom({ ...profiles, includeTargets: [aTarget('g')] })).toEqual([
    { group: 'g', authenticatorAllowed: true, attestation: true },
  ])
})

test('a target whose profiles are gone is still a target, that allows nothing', async () => {
  expect(await includesFrom({ includeTargets: [aTarget('g', ['gone'])] })).toEqual([
    { group: 'g', authenticatorAllowed: false, attestation: false },
  ])
})

test('an attestation word from the future is taken for the stricter one', async () => {
  expect(await includesFrom({ passkeyProfiles: [aProfile('p', { attestationEnforcement: 'unknownFutureValue' })] })).toMatchObject([
    { attestation: true },
  ])
})

describe('Authenticator passes', () => {
  test.each([
    ['no rule', null, true],
    ['a rule that is not in force', { ...rule('allow', other), isEnforced: false }, true],
    ['both on the allow list, in capitals', rule('allow', ios.toUpperCase(), android, other), true],
    ['only the iPhone one on the allow list', rule('allow', ios), false],
    ['others on the block list', rule('block', other), true],
    ['the Android one on the block list', rule('block', android), false],
  ])('%s: with profiles and without', async (_case, keyRestrictions, authenticatorAllowed) => {
    expect(await includesFrom({ passkeyProfiles: [aProfile('p', { keyRestrictions })] })).toMatchObject([{ authenticatorAllowed }])
    expect(await includesFrom({ passkeyProfiles: [], defaultPasskeyProfile: null, keyRestrictions })).toMatchObject([
      { authenticatorAllowed },
    ])
  })
})

test('a tenant that has not moved to profiles is ruled by the old settings', async () => {
  const old = {
    passkeyProfiles: [],
    defaultPasskeyProfile: null,
    includeTargets: [aTarget('g')],
    keyRestrictions: rule('allow', ios, android),
  }
  expect(await includesFrom({ ...old, isAttestationEnforced: true })).toEqual([
    { group: 'g', authenticatorAllowed: true, attestation: true },
  ])
  expect(await includesFrom({ ...old, isAttestationEnforced: false })).toEqual([
    { group: 'g', authenticatorAllowed: true, attestation: false },
  ])
})

test.each([
  ['without a passkey entry', []],
  ['with an entry that lost its state', [fido2({ state: undefined })]],
  ['with a state nobody knows', [fido2({ state: 'partly' })]],
  ['with an entry that lost its targets', [fido2({ includeTargets: undefined })]],
  ['with an entry that lost its exclusions', [fido2({ excludeTargets: null })]],
  ['that does not say whether people may add one', [fido2({ isSelfServiceRegistrationAllowed: null })]],
])('a policy %s is no answer, not "off"', async (_case, configurations) => {
  expect(await policyFrom(...configurations)).toMatchObject({ ok: false, why: 'unavailable' })
})
