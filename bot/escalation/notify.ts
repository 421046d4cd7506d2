// Brings notices to whoever has to hear of a request: at least once, tried again, and where it cannot be done that stays to be seen.
// A job for each request or alarm; Entra, Teams and mail are asked here, never within a move.
import { noticeMail } from '../../cards/notice.ts'
import * as audit from '../audit/audit.ts'
import * as people from '../conversation/person-store.ts'
import { activityOf } from '../conversation/speak.ts'
import { readerOf, tongue } from '../conversation/tongue.ts'
import type { Deps } from '../deps.ts'
import { sayUrgentAgain } from './ask.ts'
import { toTellAgent } from './change.ts'
import type { Notice } from './notice.ts'
import { type Matter, matterOf } from './notice-matter.ts'
import * as store from './notice-store.ts'
import { waysTo } from './recipients.ts'

const soonSeconds = 10
const mostAttempts = 8
const mostCopies = 2

export const notify = (deps: Deps) => async (data: object) => {
  const { about } = data as { about: string }
  const { db, jobs } = deps
  const matter = await matterOf(deps, about)
  if (!matter) return
  for (const notice of await store.unresolved(db, about)) {
    const ways = await waysTo(deps, notice.recipient, matter.subject)
    if (ways) await db.transaction((tx) => store.resolve(tx, notice, ways))
    else await store.stillUnresolved(db, notice.id)
  }
  for (let notice = await store.take(db, about); notice; notice = await store.take(db, about)) await sendOne(deps, matter, notice)
  const noticed = await store.allTried(db, about)
  // Proved already, and the agent reads that it is waited for.
  if (noticed?.state === 'verified') await toTellAgent(deps, db, noticed, 'told-now')
  const seconds = await store.nextDue(db, about)
  // One job waits for each request: a late one would hold up what is new. Later than that is for the sweep.
  if (seconds !== undefined && seconds <= soonSeconds) await jobs.send(db, 'escalation.notify', { about }, seconds, about)
}

type Outcome = { ok: true; activityId?: string } | { ok: false; why: string; retryAfterSeconds?: number }

/** Never again, however long one waits. */
const final = ['blocked', 'gone', 'refused', 'not-configured', 'no-chat']

async function sendOne(deps: Deps, matter: Matter, notice: Notice): Promise<void> {
  const { db, log } = deps
  const tooMany = notice.copies > mostCopies
  const sent: Outcome = tooMany ? { ok: false, why: 'unclear' } : await send(deps, matter, notice)
  if (sent.ok) {
    await db.transaction(async (tx) => {
      await store.sent(tx, notice.id, sent.activityId)
      await onRecord(tx, matter, notice)
    })
    // In the chat that has just asked in an emergency, whom to call is what has to stand at the bottom.
    if (notice.event === 'requested' && notice.recipient === 'person' && notice.channel === 'chat')
      await sayUrgentAgain(deps, notice.employeeId ?? '', notice.escalationId ?? '')
    return
  }
  if (!tooMany && !final.includes(sent.why) && notice.attempts < mostAttempts) {
    const seconds = sent.retryAfterSeconds ?? Math.min(2 ** notice.attempts, 300)
    return store.later(db, notice.id, seconds, sent.why, sent.why !== 'unclear')
  }
  const { event, recipient, channel } = notice
  log.error({ request: matter.number, event, recipient, channel, why: sent.why }, 'a notice did not arrive: tell them in another way')
  await db.transaction(async (tx) => {
    await store.failed(tx, notice.id, sent.why)
    await onRecord(tx, matter, notice, sent.why)
  })
}

const onRecord = (tx: Parameters<typeof audit.append>[0], { subject, number }: Matter, notice: Notice, why?: string) =>
  audit.append(tx, {
    actor: { kind: 'unlock' },
    verb: why === undefined ? 'notice-sent' : 'notice-failed',
    subject,
    reason: why,
    detail: {
      request: number === undefined ? undefined : String(number),
      kind: notice.event,
      channel: `${notice.recipient}-${notice.channel}`,
    },
  })

function send(deps: Deps, matter: Matter, notice: Notice): Promise<Outcome> {
  if (notice.channel === 'webhook') return deps.notices.webhook(matter.toWebhook(notice))
  return notice.channel === 'mail' ? mail(deps, matter, notice) : chat(deps, matter, notice)
}

async function chat({ db, messenger, settings }: Deps, matter: Matter, { id, employeeId = '', ...notice }: Notice): Promise<Outcome> {
  const [place, person] = await Promise.all([people.addressOf(db, employeeId), people.load(db, employeeId)])
  if (!place || !person) return { ok: false, why: 'no-chat' }
  const card = matter.toChat(readerOf(settings, person, id), { ...notice, id, employeeId }, person.timeZone)
  return messenger.post(place, activityOf(card))
}

async function mail({ db, notices, settings }: Deps, matter: Matter, notice: Notice): Promise<Outcome> {
  const person = notice.employeeId === undefined ? undefined : await people.load(db, notice.employeeId)
  const view = matter.view(notice, person?.timeZone)
  if (!notice.address || !view) return { ok: false, why: 'refused' }
  // Who never wrote to us has told us no language.
  const reader = person ? readerOf(settings, person, notice.id) : { cardId: notice.id, locale: tongue(settings, '') }
  return notices.mail({ to: [notice.address], ...noticeMail(reader, view) })
}
