// Brings written messages to Teams. A row is a promise; this keeps it at least once and shows at most two copies.

import type { CardId } from '../../cards/card.ts'
import type { Deps } from '../deps.ts'
import type { EmployeeId } from '../people.ts'
import type { Sent } from '../teams/teams.ts'
import * as messages from './message-store.ts'
import * as people from './person-store.ts'

/** With waits up to five minutes in between, that is more than an hour. */
const mostAttempts = 20
const mostCopies = 2
/** What is due later than that, the sweep of each minute finds. */
const sweepSeconds = 60
/** In one sweep. */
const mostPeople = 200

type Tools = Pick<Deps, 'db' | 'messenger' | 'log' | 'jobs'>

/** Sends what is due to one person, oldest first, and stops at the first that has to wait, or after `last`. */
export async function deliver(deps: Tools, employeeId: EmployeeId, last?: CardId): Promise<void> {
  for (let message = await messages.takeUnsent(deps.db, employeeId); message; message = await messages.takeUnsent(deps.db, employeeId)) {
    if (!message.replaces && message.copies > mostCopies) await messages.over(deps.db, message.id, 'unknown', 'sent twice')
    else if (!(await sendOne(deps, message))) return
    if (message.id === last) return
  }
}

async function sendOne({ db, messenger, log, jobs }: Tools, message: messages.Unsent): Promise<boolean> {
  const { address } = message
  if (!address) {
    await messages.over(db, message.id, 'failed', 'no address')
    return true
  }
  const { replaces } = message
  const sent = replaces ? await messenger.replace(address, replaces, message.activity) : await messenger.post(address, message.activity)
  if (sent.ok) {
    await messages.sent(db, message.id, replaces ?? sent.activityId)
    return true
  }
  log.warn({ message: message.id, why: sent.why, detail: sent.detail }, 'a message did not arrive')
  return settle({ db, jobs }, message, sent)
}

/** True when the next message may go. */
async function settle(
  { db, jobs }: Pick<Deps, 'db' | 'jobs'>,
  message: messages.Message,
  { why, retryAfterSeconds }: Exclude<Sent, { ok: true }>,
) {
  if (why === 'gone' && message.replaces) {
    await messages.standBelow(db, message.id)
    return true
  }
  const hopeless = why === 'blocked' || why === 'gone' || why === 'refused'
  if (hopeless || message.attempts >= mostAttempts) {
    await messages.over(db, message.id, why === 'unclear' ? 'unknown' : 'failed', why)
    if (why === 'blocked' || why === 'gone') await people.unreachable(db, message.employeeId, why)
    return true
  }
  // As long as Teams asks, and longer each time: a storm must be outlived, not only its first seconds.
  const seconds = Math.max(retryAfterSeconds ?? 0, Math.min(2 ** message.attempts, 300))
  await messages.later(db, message.id, seconds, why, why !== 'unclear')
  if (seconds < sweepSeconds) await sweepIn({ db, jobs }, seconds)
  return false
}

/** Where more people wait than one sweep takes, as after an outage of Teams, the next begins at once. */
export async function deliverAll(deps: Tools): Promise<void> {
  const waiting = await messages.unsentEmployees(deps.db, mostPeople)
  for (const employeeId of waiting) {
    // Whatever is wrong with one of them, the others wait behind.
    await deliver(deps, employeeId).catch((error) => deps.log.error({ error: String(error) }, 'delivery stopped'))
  }
  const seconds = waiting.length === mostPeople ? 1 : await messages.nextDue(deps.db, sweepSeconds)
  if (seconds !== undefined) await sweepIn(deps, seconds)
}

/** Nobody waits for the next minute because of one refusal. One for each length of waiting: a long one must not stand in for a short one. */
const sweepIn = ({ db, jobs }: Pick<Deps, 'db' | 'jobs'>, seconds: number) =>
  jobs.send(db, 'conversation.sweep', {}, seconds, `in-${Math.ceil(seconds)}`)
