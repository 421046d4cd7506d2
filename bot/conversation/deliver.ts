// Brings written messages to Teams. A row is a promise; this keeps it at least once and shows at most two copies.

import type { CardId } from '../../cards/card.ts'
import type { Deps } from '../deps.ts'
import type { EmployeeId } from '../people.ts'
import type { Sent } from '../teams/teams.ts'
import * as messages from './message-store.ts'
import * as people from './person-store.ts'

const mostAttempts = 8
const mostCopies = 2

type Tools = Pick<Deps, 'db' | 'messenger' | 'log'>

/** Sends what is due to one person, oldest first, and stops at the first that has to wait, or after `last`. */
export async function deliver(deps: Tools, employeeId: EmployeeId, last?: CardId): Promise<void> {
  for (let message = await messages.takeUnsent(deps.db, employeeId); message; message = await messages.takeUnsent(deps.db, employeeId)) {
    if (!message.replaces && message.copies > mostCopies) await messages.over(deps.db, message.id, 'unknown', 'sent twice')
    else if (!(await sendOne(deps, message))) return
    if (message.id === last) return
  }
}

async function sendOne({ db, messenger, log }: Tools, message: messages.Unsent): Promise<boolean> {
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
  return settle({ db }, message, sent)
}

/** True when the next message may go. */
async function settle({ db }: Pick<Deps, 'db'>, message: messages.Message, { why, retryAfterSeconds }: Exclude<Sent, { ok: true }>) {
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
  await messages.later(db, message.id, retryAfterSeconds ?? Math.min(2 ** message.attempts, 300), why, why !== 'unclear')
  return false
}

export async function deliverAll(deps: Tools): Promise<void> {
  for (const employeeId of await messages.unsentEmployees(deps.db)) await deliver(deps, employeeId)
}
