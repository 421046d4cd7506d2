// Where a passkey is kept, told from its AAGUID.
import type { PasskeyKind } from './entra.ts'
import kinds from './passkey-kinds.json' with { type: 'json' }

interface Evidence {
  aaGuid?: string | null
  model?: string | null
  attestationLevel?: string | null
  passkeyType?: string | null
}

const known = new Map(kinds.map(({ aaguid, kind, storeName }) => [aaguid, { kind: kind as PasskeyKind, storeName }]))

export const authenticatorAaguids: readonly string[] = kinds.filter(({ kind }) => kind === 'authenticator').map(({ aaguid }) => aaguid)

export function kindOf({ aaGuid, model, attestationLevel, passkeyType }: Evidence): { kind: PasskeyKind; storeName?: string } {
  const listed = known.get(aaGuid?.toLowerCase() ?? '')
  if (listed) return listed
  const attested = attestationLevel === 'attested'
  // Keys from before `passkeyType` existed have none; attestation speaks for them, as a synced passkey has none (passkeys.md B34).
  const deviceBound = passkeyType === 'deviceBound' || (!passkeyType && attested)
  return { kind: deviceBound && (attested || model) ? 'security-key' : 'unknown' }
}
