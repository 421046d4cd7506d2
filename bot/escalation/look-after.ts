// Looks each minute at the queue as a whole: reminds of what waits too long while the helpdesk works, and draws what is reviewed.
import { reminder } from '../../cards/desk/reminder.ts'
import type { Deps } from '../deps.ts'
import { opensAt } from './opening.ts'
import { forgetOld } from './pass-limits.ts'
import * as queue from './queue-store.ts'
import { placeInChannel } from './show.ts'

export const lookAfter = (deps: Deps) => async () => {
  await queue.drawForReview(deps.db, deps.settings.pass.reviewShare)
  await forgetOld(deps.db)
  await remind(deps)
}

/** A line below the card, so that it comes up again in the channel. Urgent ones first; each of them once an hour. */
async function remind(deps: Deps): Promise<void> {
  const { db, settings, messenger, log } = deps
  const { answerWithinMinutes, workingHours } = settings.escalation
  if (answerWithinMinutes === undefined || (await opensAt(db, workingHours))) return
  for (const { id, number, kind, cardAt, minutes } of await queue.waitingTooLong(db, answerWithinMinutes, workingHours)) {
    const place = await placeInChannel(deps, cardAt)
    if (!place) return
    const sent = await messenger.post(place, { type: 'message', text: reminder({ number, kind, minutes }) })
    if (sent.ok || sent.why === 'unclear') await queue.reminded(db, id)
    else log.warn({ request: number, why: sent.why }, 'the channel was not reminded of a request')
  }
}
