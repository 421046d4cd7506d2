// What each `read` of the catalogue means: true, false, or undefined where Entra was not read.
import type { PasskeyKind } from '../entra/entra.ts'
import { scopeOf } from '../journey/scope.ts'
import { waysOnAPhone } from '../journey/way-in.ts'
import type { Row } from './catalogue.ts'
import type { Evidence } from './evidence.ts'

type Read = (seen: Evidence) => boolean | undefined

const keptIn =
  (kind: PasskeyKind): Read =>
  ({ methods }) =>
    methods?.passkeys.some((passkey) => passkey.kind === kind)

export const reads: Record<string, Read> = {
  'app-outdated': ({ appOutdated }) => appOutdated,
  'attestation-on': ({ attestation }) => attestation,
  // Attestation is about making one; whoever has one may sign in on a computer with a square code (passkeys.md B6, QR-01).
  'attested-making': ({ attestation, hasPasskey }) => attestation && !hasPasskey,
  'at-risk': ({ risk }) => risk && risk !== 'none',
  guest: ({ profile }) => profile && profile.userType === 'guest',
  'kept-in-google': keptIn('google-password-manager'),
  'kept-in-icloud': keptIn('icloud-keychain'),
  'kept-in-samsung': keptIn('samsung-pass'),
  'no-pass-no-way-in': ({ methods }) => methods && waysOnAPhone(methods).length === 0 && methods.pass === undefined,
  'no-smartphone': ({ noSmartphone }) => noSmartphone,
  'not-allowed': ({ policy, groups }) => (policy && groups ? policy.selfService && !scopeOf(policy, groups).allowed : undefined),
  'pass-expired': ({ methods }) => methods && methods.pass?.ended === 'expired',
  'pass-left': ({ methods }) => methods && methods.pass?.usable === true && methods.passkeys.some(({ kind }) => kind === 'authenticator'),
  'pass-used': ({ methods }) => methods && methods.pass?.ended === 'used',
  'self-service-off': ({ policy }) => policy && !policy.selfService,
  'several-passkeys': ({ methods }) =>
    methods && methods.passkeys.length > 1 && methods.passkeys.some(({ kind }) => kind === 'authenticator'),
}

/** yes: it is so. no: it cannot be this row. maybe: somebody has to be asked. */
export function confirmed(row: Row, seen: Evidence): 'yes' | 'no' | 'maybe' {
  if (row.codes?.some((code) => seen.failed.includes(code))) return 'yes'
  if (row.read === undefined) return 'maybe'
  const ruledOut = row.read.startsWith('!')
  const is = reads[row.read.replace('!', '')]?.(seen)
  if (ruledOut) return is === false ? 'maybe' : 'no'
  return is ? 'yes' : 'maybe'
}
