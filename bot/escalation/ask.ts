// The employee's side: asking for a person, taking it back, and how it stands. Saying more is in say-more.ts.
import { randomUUID } from 'node:crypto'
import * as cards from '../../cards/request.ts'
import * as audit from '../audit/audit.ts'
import { also } from '../conversation/also.ts'
import * as talk from '../conversation/handlers.ts'
import * as messages from '../conversation/message-store.ts'
import { tell } from '../conversation/tell.ts'
import type { Answering, Reply, Turn } from '../conversation/turn.ts'
import type { Deps } from '../deps.ts'
import type { Answer, Profile } from '../entra/entra.ts'
import { Refusal } from '../refusal.ts'
import { rowOf } from '../trouble/catalogue.ts'
import { openedAgain } from './again.ts'
import { raise } from './alarm.ts'
import { change, follow, toNotify } from './change.ts'
import { type Escalation, type Facts, type Kind, wantsPass } from './escalation.ts'
import * as store from './escalation-store.ts'
import { knownOf } from './known.ts'
import * as notices from './notice-store.ts'
import { opensAt } from './opening.ts'
import { newPhrase } from './phrase.ts'
import { recipientsOf } from './recipients.ts'

/** One press, or words to that effect: a request stands in the helpdesk's channel. One open request a person, however often. */
export const ask =
  (deps: Deps, kind?: Kind): Answering =>
  async (turn) => {
    const { settings, db } = deps
    const urgent = kind === 'security' || kind === 'lost-phone'
    const profile = await deps.entra.profile(turn.person.id)
    if (!settings.helpdeskChannel || isStranger(profile)) return talk.person(deps, urgent)(turn)
    const open = await store.openOf(db, turn.person.id)
    if (open) return statusOf(deps, open, urgent)
    const lately = await store.openedLately(db, turn.person.id, 24)
    // Whoever asks without end is still told whom to call; what is urgent is always taken in.
    if (lately >= settings.escalation.perPersonADay && !urgent) return tooMany(deps, turn)
    const account = profile.ok ? profile.value.userPrincipalName : undefined
    // Nobody else is told any more: whoever takes it does that, when it turns out to be about a pass.
    if (lately >= settings.escalation.perPersonADay) return (await openedAgain(deps, turn)) ?? opened(deps, turn, 'security', account)
    return opened(deps, turn, kind ?? kindAt(turn), account)
  }

async function tooMany(deps: Deps, turn: Turn): Promise<Reply> {
  const { id: subject } = turn.person
  const day = new Date().toISOString().slice(0, 10)
  return also(await talk.person(deps)(turn), async (tx) => {
    await raise(deps, tx, { kind: 'many-requests', key: `${subject} ${day}`, subject })
  })
}

/** A guest or a switched-off account gets the way to a person, and no request (security.md P11). Unread, it is taken in: it opens nothing by itself. */
const isStranger = (profile: Answer<Profile>) => profile.ok && (profile.value.userType === 'guest' || !profile.value.enabled)

/** What the card was about says what is needed: a step, why coaching stopped, or a row of the trouble catalogue. */
function kindAt({ about = '' }: Turn): Kind {
  if (about === 'lost') return 'lost-phone'
  if (['risk', 'blocked', 'tricked'].includes(about)) return 'security'
  if (about === 'get-start-pass' || /^tap-\d|^ca-11$|^lif-15$/.test(about)) return 'pass'
  return rowOf(about)?.class.startsWith('A') ? 'blocked' : 'question'
}

async function opened(deps: Deps, turn: Turn, kind: Kind, account: string | undefined): Promise<Reply> {
  const { db, settings } = deps
  const [number, at, known, toTellFirst] = await Promise.all([
    store.nextNumber(db),
    opensAt(db, settings.escalation.workingHours),
    knownOf(deps, turn),
    wantsPass(kind) ? recipientsOf(deps, turn.person.id) : [],
  ])
  // Two people may bear one name (security.md C5).
  const facts: Facts = { ...known, account }
  const opening = { id: randomUUID(), number, phrase: newPhrase(), employeeId: turn.person.id, kind, facts, cardId: randomUUID() }
  const { helpdesk } = settings.company
  const { answerWithinMinutes: minutes } = settings.escalation
  const view = {
    state: urgentKind(kind) ? 'urgent' : 'asked',
    ...opening,
    helpdesk,
    opensAt: at,
    minutes,
    onCall: deps.settings.escalation.onCall,
    timezone: turn.person.timeZone,
  } as const
  return {
    card: 'request',
    about: opening.id,
    draw: (reader) => cards.request(reader, view),
    alongside: async (tx) => {
      await store.open(tx, opening)
      await notices.write(tx, { escalationId: opening.id, event: 'requested' }, toTellFirst)
      if (toTellFirst.length > 0) await toNotify(deps, tx, opening.id)
      await follow(deps, tx, { ...opening, version: 1 })
      const actor = { kind: 'employee', id: turn.person.id } as const
      const detail = { request: String(number), kind, step: turn.about }
      await audit.append(tx, { actor, verb: 'request-opened', subject: turn.person.id, detail })
    },
  }
}

const urgentKind = (kind: Kind) => kind === 'security' || kind === 'lost-phone'

/** How it stands, to the one who asked. */
export async function statusOf(deps: Deps, escalation: Escalation, urgent = false): Promise<Reply> {
  const { company, escalation: desk } = deps.settings
  const agent = await nameOf(deps, escalation.claimedBy)
  const closed = urgent ? { opensAt: await opensAt(deps.db, desk.workingHours), onCall: desk.onCall } : {}
  const state = urgent ? 'urgent' : cards.stateFor(escalation)
  const view = { ...escalation, state, helpdesk: company.helpdesk, agent, ...closed }
  return { card: 'request', about: escalation.id, draw: (reader) => cards.request(reader, view) }
}

/** Below a notice that came after it; only as long as it is the last that was said to them. */
export async function sayUrgentAgain(deps: Deps, employeeId: string, id: string): Promise<void> {
  const { db } = deps
  await tell(deps, employeeId, async () => {
    const [escalation, live] = await Promise.all([store.load(db, id), messages.newest(db, employeeId)])
    if (escalation?.state !== 'open' || !urgentKind(escalation.kind)) return undefined
    // One that is still on its way arrives below the notice by itself.
    return live?.card === 'request' && live.about === id && live.state === 'sent' ? statusOf(deps, escalation, true) : undefined
  })
}

export async function nameOf({ entra }: Pick<Deps, 'entra'>, id: string | undefined): Promise<string | undefined> {
  if (id === undefined) return undefined
  const profile = await entra.profile(id)
  return profile.ok ? profile.value.displayName : undefined
}

/** The request that this card is about: theirs, whatever the press says. */
export async function ownRequest({ db }: Deps, { person, about }: Turn): Promise<Escalation> {
  const found = about === undefined ? undefined : await store.load(db, about)
  if (!found || found.employeeId !== person.id) throw new Refusal(400, 'This request is not known.')
  return found
}

export const status =
  (deps: Deps): Answering =>
  async (turn) =>
    statusOf(deps, await ownRequest(deps, turn))

/** After that "any news" is about something else. */
const newsDays = 7

/** "How does it stand": the request, where they name it or have it before their eyes; else where they are themselves. */
export const howItStands =
  (deps: Deps, atTheStep: Answering): Answering =>
  async (turn) => {
    const last = await store.lastOpened(deps.db, turn.person.id)
    if (!last || (last.closedAt && daysSince(last.closedAt) > newsDays)) return atTheStep(turn)
    const itself = () => statusOf(deps, last, last.state === 'open' && urgentKind(last.kind))
    if (turn.wish?.request) return itself()
    const [reply, live] = await Promise.all([atTheStep(turn), messages.newest(deps.db, turn.person.id)])
    return last.state !== 'closed' && live?.about === last.id && !messages.isDone(reply.card) ? itself() : reply
  }

const daysSince = (then: Date) => (Date.now() - then.getTime()) / 86_400_000

export const withdraw =
  (deps: Deps): Answering =>
  async (turn) => {
    const escalation = await ownRequest(deps, turn)
    // A passkey that is not theirs stands on the account: whoever made it may be the one who presses (security.md T16).
    if (escalation.state === 'closed' || escalation.state === 'alarm') return statusOf(deps, escalation)
    const by = { kind: 'employee', id: turn.person.id } as const
    return {
      card: 'request',
      about: escalation.id,
      draw: (reader) => cards.request(reader, { ...escalation, state: 'withdrawn', helpdesk: deps.settings.company.helpdesk }),
      alongside: async (tx) => {
        await change(deps, tx, escalation, 'request-closed', { by, changes: { outcome: 'withdrawn' }, detail: { outcome: 'withdrawn' } })
      },
    }
  }
