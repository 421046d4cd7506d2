// What the helpdesk reads of somebody who asks, beside their request: as codes, which the card puts into words.
import * as messages from '../conversation/message-store.ts'
import type { Turn } from '../conversation/turn.ts'
import type { Deps } from '../deps.ts'
import { load as progressOf } from '../journey/progress-store.ts'
import { steps } from '../journey/steps.ts'
import { platformOf } from '../journey/walk.ts'
import { rowOf } from '../trouble/catalogue.ts'
import type { Facts } from './escalation.ts'

/** Where they are, and what it looks like: by the card they pressed, or the last one they read when they wrote. */
export async function knownOf({ db }: Pick<Deps, 'db'>, { person, about: pressed }: Turn): Promise<Facts> {
  const [progress, newest, lastStep] = await Promise.all([
    progressOf(db, person.id),
    messages.newest(db, person.id),
    messages.lastStep(db, person.id),
  ])
  const about = pressed ?? newest?.about ?? ''
  return {
    name: person.name,
    step: steps.some(({ id }) => id === about) ? about : lastStep,
    trouble: rowOf(about)?.id,
    platform: progress.phone && platformOf(progress),
    locale: person.locale,
    wishes: person.needs?.length ? [...person.needs] : undefined,
  }
}
