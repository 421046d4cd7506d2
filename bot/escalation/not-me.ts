// "That was not me": one press on a notice, by the person or by who is their manager at that moment. It stops the request, takes the pass
// off, ends their sessions and wakes security. Whoever abuses it delays a request and does nothing else (security.md §2.7).
import { type NoticePressedView, noticePressed } from '../../cards/notice.ts'
import * as talk from '../conversation/handlers.ts'
import * as people from '../conversation/person-store.ts'
import { activityOf } from '../conversation/speak.ts'
import { tell } from '../conversation/tell.ts'
import { readerOf, refusalText } from '../conversation/tongue.ts'
import { Overtaken, type Person } from '../conversation/turn.ts'
import type { Deps } from '../deps.ts'
import type { Answer, PressedButton, Speaker } from '../teams/teams.ts'
import { raise } from './alarm.ts'
import { ask, nameOf } from './ask.ts'
import { change } from './change.ts'
import type { Escalation } from './escalation.ts'
import * as requests from './escalation-store.ts'
import type { Notice } from './notice.ts'
import { isForPeople } from './notice-matter.ts'
import * as store from './notice-store.ts'

/** How long after its end a request can still be disowned. */
export const daysToObject = 7
const mostRounds = 5

export interface AtNotice {
  notice: Notice
  person: Person
  escalation: Escalation
}

/** Undefined: the press is not on a notice. Our own row says whose it is and where it stands; what the press says changes nothing (C1, C3). */
export async function atNotice(
  { db, settings }: Deps,
  speaker: Speaker,
  press: PressedButton,
): Promise<AtNotice | Extract<Answer, { refused: number }> | undefined> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(press.cardId)) return undefined
  const notice = await store.load(db, press.cardId)
  if (!notice) return undefined
  const person = await people.inOwnChat(db, speaker)
  const refuse = (refused: 400 | 403, why: string) => ({ refused, why: refusalText(settings, person?.locale ?? '', why) })
  if (notice.channel !== 'chat' || notice.employeeId !== speaker.employeeId) return refuse(403, 'not-yours')
  if (!person || !press.onActivityId) return refuse(403, 'elsewhere')
  const untold = !notice.activityId || notice.copies > 1
  if (notice.activityId !== press.onActivityId && !untold) return refuse(403, 'elsewhere')
  const escalation = notice.escalationId === undefined ? undefined : await requests.load(db, notice.escalationId)
  if (!escalation || !isForPeople(notice.event)) return refuse(400, 'button')
  if (untold) await store.standsAt(db, notice.id, press.onActivityId)
  return { notice: { ...notice, activityId: press.onActivityId }, person, escalation }
}

export const notMe =
  (deps: Deps) =>
  async (speaker: Speaker, press: PressedButton): Promise<Answer> => {
    const at = await atNotice(deps, speaker, press)
    if (!at) return { refused: 400, why: refusalText(deps.settings, '', 'button') }
    if ('refused' in at) return at
    if (at.notice.recipient === 'manager' && !(await isStillManager(deps, at))) return pressed(deps, at, 'not-yours')
    return pressed(deps, at, await stop(deps, at))
  }

/** The exits of a notice: it stays as it stands, and what is said comes below it. */
export const besideNotice =
  (deps: Deps) =>
  async (speaker: Speaker, press: PressedButton): Promise<Answer | undefined> => {
    const at = await atNotice(deps, speaker, press)
    if (!at || 'refused' in at) return at
    const reply = press.verb === 'conversation.person' ? ask(deps) : talk.notNow(deps)
    await tell(deps, speaker.employeeId, (person) => reply({ person, client: speaker.client }))
    return { nothing: true }
  }

/**
 * As Entra says now; where it does not answer, the manager whom it named when the notice went out. Stopping is the safe side: an outage must not
 * keep anybody from it.
 */
export async function isStillManager({ entra }: Deps, { escalation, person }: AtNotice): Promise<boolean> {
  const manager = await entra.manager(escalation.employeeId)
  return !manager.ok || (manager.value?.id === person.id && manager.value.enabled)
}

/** Whatever else moves the request at the same moment, this comes through. */
async function stop(deps: Deps, at: AtNotice): Promise<'stopped' | 'too-late'> {
  for (let round = 0; round < mostRounds; round++) {
    const escalation = round === 0 ? at.escalation : await requests.load(deps.db, at.escalation.id)
    if (!escalation) throw new Error('a request that was there is gone')
    if (escalation.outcome === 'not-me') return 'stopped'
    if (escalation.closedAt && Date.now() - escalation.closedAt.getTime() > daysToObject * 86_400_000) return 'too-late'
    try {
      await stopAt(deps, at, escalation)
      return 'stopped'
    } catch (error) {
      if (!(error instanceof Overtaken)) throw error
    }
  }
  throw new Error(`request ${at.escalation.number} was moved by others ${mostRounds} times in a row`)
}

async function stopAt(deps: Deps, { notice, person }: AtNotice, escalation: Escalation): Promise<void> {
  const { id, number, employeeId: subject, passId, passGoneAt, outcome } = escalation
  const reason = notice.recipient === 'manager' ? 'by-manager' : 'by-person'
  await deps.db.transaction(async (tx) => {
    await change(deps, tx, escalation, 'request-stopped', {
      by: { kind: 'employee', id: person.id },
      changes: { outcome: 'not-me' },
      reason,
      detail: { outcome: 'not-me' },
      tells: 'closed',
      rows: async () => {
        if (passId && !passGoneAt) await deps.jobs.send(tx, 'escalation.watch-pass', { id }, 0, id)
        await deps.jobs.send(tx, 'escalation.end-sessions', { id }, 0, id)
      },
    })
    await raise(deps, tx, {
      kind: 'not-me',
      key: `${id} ${escalation.version}`,
      request: { id, number },
      subject,
      reason: outcome === 'passkey' ? 'passkey-added' : reason,
    })
  })
}

/** In the place of the notice, on every device of theirs. */
export async function pressed(deps: Deps, { notice, person, escalation }: AtNotice, say: NoticePressedView['say']): Promise<Answer> {
  const { db, messenger, settings } = deps
  const name = await nameOf(deps, escalation.employeeId)
  const card = noticePressed(readerOf(settings, person, notice.id), { say, name, helpdesk: settings.company.helpdesk })
  const place = await people.addressOf(db, person.id)
  // Only for their other devices: the answer to the press is what counts, and the button does no harm if it stays.
  if (place && notice.activityId) await messenger.replace(place, notice.activityId, activityOf(card))
  return { card: card.json }
}
