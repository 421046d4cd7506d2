// While somebody makes their passkey, Entra is asked again and again, and the bot speaks first when something changed.

import { also } from '../conversation/also.ts'
import { deliver } from '../conversation/deliver.ts'
import { maySpeakFirst } from '../conversation/may-speak-first.ts'
import * as messages from '../conversation/message-store.ts'
import * as people from '../conversation/person-store.ts'
import { speak } from '../conversation/speak.ts'
import { tell } from '../conversation/tell.ts'
import type { Deps } from '../deps.ts'
import { greet, meetAgain } from './arrive.ts'
import { load } from './progress-store.ts'
import { walk } from './walk.ts'
import { nextWatch, secondsToNext, type Watch } from './watch-clock.ts'

/** One ring of the clock. An older watch than the one that counts does nothing. */
export const watch = (deps: Deps) => async (data: object) => {
  const { employeeId, watch: mine } = data as Watch
  const progress = await load(deps.db, employeeId)
  const person = await people.load(deps.db, employeeId)
  if (!person || progress.watch !== mine || !progress.watchUntil) return
  const before = await messages.lastStep(deps.db, employeeId)
  const walked = !maySpeakFirst(person)
    ? undefined
    : await walk(deps, { person, client: 'unknown', background: true }, undefined, leadAfter(before))
  const changed = walked?.seen === 'facts' && (walked.step === undefined || walked.step !== before)
  if (changed && (await speak(deps, person, walked.reply))) return deliver(deps, employeeId)
  const seconds = secondsToNext(deps, progress.watchUntil)
  if (seconds !== undefined) await nextWatch(deps, deps.db, { employeeId, watch: mine }, seconds)
}

/** Who has just made their passkey knows that they did; who was given a way in is told why it goes on. */
const leadAfter = (step: string | undefined) => (step === 'get-start-pass' ? 'way-in-seen' : undefined)

/** "I look again by myself, then I write to you": kept, whatever is seen then; asked not to, the reminder is the next word. */
export const lookAgain = (deps: Deps) => async (data: object) => {
  const { employeeId, watch: mine } = data as Watch
  const person = await people.load(deps.db, employeeId)
  if (!person || !maySpeakFirst(person) || (await load(deps.db, employeeId)).watch !== mine) return
  const walked = await meetAgain(deps, { person, client: 'unknown' }, 'kept-your-place')
  const live = await messages.newest(deps.db, employeeId)
  // Still nothing to see: the same card with a new time, in its place, without another ring.
  const onto = walked.seen === 'nothing' && live?.card === 'cannotSee' && live.activityId ? live : undefined
  if (await speak(deps, person, walked.reply, onto)) await deliver(deps, employeeId)
}

/** Safe to run twice: what is said ends "not now", whatever it says. */
export const remind = (deps: Deps) => async (data: object) => {
  const { employeeId, until } = data as { employeeId: string; until: string }
  await tell(deps, employeeId, async (person) => {
    // The time they chose last; who wanted no more messages since then has another.
    if (person.snoozedUntil?.toISOString() !== until || !maySpeakFirst(person, new Date(until))) return undefined
    const reply = await greet(deps, 'kept-your-place')({ person, client: 'unknown' })
    return also(reply, (tx) => people.snooze(tx, employeeId, null))
  })
}
