// Which Authenticator of those that Entra lists may be on their phone, and whether it is new enough.
import type { SignInMethods } from '../entra/entra.ts'
import versions from './versions.json' with { type: 'json' }

export const appsOn = ({ authenticatorApps }: SignInMethods, phone: string | undefined) =>
  authenticatorApps.filter(({ version }) => mayBeOn(phone, version))

/** They have the app on such a phone, and none of them is new enough. */
export function onlyOutdated(methods: SignInMethods, phone: string | undefined): boolean {
  const apps = appsOn(methods, phone)
  return apps.length > 0 && apps.every(({ version }) => isOutdated(version, phone))
}

/** An app on an iPhone is not the one on their Android. Android counts 6.<year and month>, the iPhone 6.<small number> (versions.json). */
function mayBeOn(phone: string | undefined, version: string | undefined): boolean {
  const second = Number(version?.split('.')[1])
  return phone === undefined || Number.isNaN(second) || (phone === 'iphone') === second < 1000
}

/** Unknown is not outdated: the person would be sent to the store for nothing. */
function isOutdated(version: string | undefined, phone: string | undefined): boolean {
  if (version === undefined || phone === undefined) return false
  const least = phone === 'iphone' ? versions.authenticator.iphone : versions.authenticator.android
  return version.localeCompare(least, 'en', { numeric: true }) < 0
}
