// The company's passkey policy, and what it means for one account (graph.md 4.6).
import { type Account, aaguids, groupsOf } from './account.ts'
import type { GroupKey } from './groups.ts'

export interface PasskeyProfile {
  id: string
  name: string
  group: GroupKey
  attestation: boolean
  synced: boolean
  /** Empty: every kind. */
  onlyAaguids: string[]
}

export interface Policy {
  enabled: boolean
  selfService: boolean
  excluded: GroupKey[]
  profiles: PasskeyProfile[]
}

export const companyPolicy = (): Policy => ({
  enabled: true,
  selfService: true,
  excluded: ['passkeys-excluded'],
  profiles: [
    {
      id: '00000000-0000-0000-0000-000000000001',
      name: 'Default passkey profile',
      group: 'passkeys-open',
      attestation: false,
      synced: true,
      onlyAaguids: [],
    },
    {
      id: 'e47a833c-5dfa-45f1-9471-bb0cf0eb425b',
      name: 'Attested, Authenticator only',
      group: 'passkeys-proven',
      attestation: true,
      synced: false,
      onlyAaguids: [aaguids['authenticator-ios'], aaguids['authenticator-android']],
    },
  ],
})

export function profilesFor(policy: Policy, account: Account): PasskeyProfile[] {
  const groups = groupsOf(account)
  if (!policy.enabled || policy.excluded.some((group) => groups.has(group))) return []
  return policy.profiles.filter((profile) => groups.has(profile.group))
}

/** The profile that lets this account keep such a passkey; one that asks for no attestation first. */
export function profileAllowing(
  policy: Policy,
  account: Account,
  passkey: { aaguid: string; synced: boolean },
): PasskeyProfile | undefined {
  return profilesFor(policy, account)
    .filter((profile) => !passkey.synced || (profile.synced && !profile.attestation))
    .filter(({ onlyAaguids }) => onlyAaguids.length === 0 || onlyAaguids.includes(passkey.aaguid))
    .sort((a, b) => Number(a.attestation) - Number(b.attestation))[0]
}
