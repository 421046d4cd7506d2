// Whether somebody can sign in on the phone that will hold the passkey: with what they have, or with a start pass.
import type { SignInMethods, WayIn } from '../entra/entra.ts'
import type { Settings } from '../settings.ts'

export interface Circumstances {
  now: Date
  /** When they were first led to a step that makes the passkey. */
  makingSince?: Date
  /** The old phone is gone, and it lets nobody in any more. */
  phoneGone?: boolean
}

/** Ways that go with the phone; a number may live on in the new one. */
const onThePhone = new Set<WayIn>(['authenticator-push', 'one-time-code', 'passkey'])

/** Windows Hello and a passkey kept on Windows open that one computer; Authenticator on a phone asks for something else. */
export const waysOnAPhone = ({ waysIn, passkeys }: SignInMethods): WayIn[] =>
  waysIn.filter((way) => way !== 'windows-hello' && (way !== 'passkey' || passkeys.some(({ kind }) => kind !== 'windows-hello')))

/** Who must begin with a pass is not let on by another way (passkeys.md F3). */
export function hasWayIn(
  { bootstrap }: Pick<Settings, 'bootstrap'>,
  groups: Set<string>,
  methods: SignInMethods,
  at: Circumstances,
): boolean {
  if (methods.pass?.usable || goesOn(methods, at)) return true
  if (bootstrap.some(({ group, way }) => way === 'pass-always' && groups.has(group))) return false
  return waysOnAPhone(methods).some((way) => !at.phoneGone || !onThePhone.has(way))
}

/**
 * A one-time pass is used up the moment it is typed, while its owner still makes the passkey with it (passkeys.md A.3): nobody is
 * called back for another one then. It ends with the pass's own time, or when the pass is deleted.
 */
const goesOn = ({ pass }: SignInMethods, { makingSince, now }: Circumstances) =>
  makingSince !== undefined && pass?.ended === 'used' && pass.expiresAt !== undefined && pass.expiresAt > now
