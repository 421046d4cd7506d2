// What an answer changes in what is known of somebody: pure, and without a look at Entra.
import type { Phone, SystemVersion } from '../people.ts'
import type { Progress } from './progress-store.ts'
import { steps } from './steps.ts'
import { isOfPlace, tell } from './walk.ts'

/** Another phone knows nothing of what was done on the first. */
export function otherPhone(progress: Progress, phone: Phone): Progress {
  if (progress.phone === phone) return progress
  return { ...progress, phone, systemVersion: undefined, told: progress.told.filter(isOfPlace) }
}

/** The choice that a number of a system means. */
export function versionOf(phone: Phone, version: number | undefined): SystemVersion | undefined {
  if (version === undefined) return undefined
  const [least, newer] = phone === 'iphone' ? ([17, 'ios-18'] as const) : ([14, 'android-15'] as const)
  if (version < least) return 'too-old'
  return version > least ? newer : phone === 'iphone' ? 'ios-17' : 'android-14'
}

/** "Done" on a told step is believed; on any other it changes nothing. */
export function toldBy(progress: Progress, stepId: string | undefined): Progress {
  // Updated, so the version is asked again.
  if (stepId === 'update-phone') return { ...progress, systemVersion: undefined }
  const step = steps.find(({ id }) => id === stepId)
  return step && step.knownFrom !== 'entra' ? tell(progress, step.until) : progress
}

/** How often a step did not work. */
export const troubled = (progress: Progress, step: string, times: number): Progress => ({
  ...progress,
  troubles: { ...progress.troubles, [step]: times },
})

/** Without the last thing that was told. */
export function untold(progress: Progress): Progress {
  const last = progress.told.findLast((fact) => !isOfPlace(fact))
  if (last === undefined) return { ...progress, systemVersion: undefined }
  return { ...progress, told: progress.told.filter((fact) => fact !== last) }
}
