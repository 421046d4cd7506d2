// What agents do with a request, in their own chat: take it, ask, give it back, approve. Its end is in close.ts, the pass in issue-pass.ts.
import { randomUUID } from 'node:crypto'
import * as cards from '../../cards/desk/desk.ts'
import type { Actor } from '../audit/entry.ts'
import type { Answering, Reply, Turn } from '../conversation/turn.ts'
import type { Deps } from '../deps.ts'
import { cut } from '../from-outside.ts'
import { Refusal } from '../refusal.ts'
import { barred, isAgent, isForOwnHelpdesk, isLeftBehind, type Role, rolesOf } from './agents.ts'
import { raise } from './alarm.ts'
import { caseReply, type Extra, readAbout } from './case.ts'
import { changed, type Doing, toChange } from './change.ts'
import { tooEarlyOrLate } from './deadline-store.ts'
import { deny } from './denied.ts'
import { type Escalation, type Move, wantsPass } from './escalation.ts'
import * as store from './escalation-store.ts'
import { forget } from './evidence-store.ts'
import { recipientsOf, toSecurity } from './recipients.ts'
import { hadPart } from './second-person.ts'
import { needsSignIn, signedInAs } from './sign-in.ts'
import { proofOf } from './sign-in-store.ts'
import { careFor, factsOf } from './tier.ts'

export interface AtDesk {
  turn: Turn
  escalation: Escalation
  agent: Actor & { kind: 'helpdesk' }
  roles: Set<Role>
  /** The card again, with what was done or why not. */
  show(extra?: Extra): Promise<Reply>
  /** Makes the move and shows where it leads. */
  move(name: Move, doing: Omit<Doing, 'by'>, extra?: Extra): Promise<Reply>
  /** Nothing was done, and that is on record, with the rows that belong to it. */
  refuse(reason: string, rows?: Doing['rows']): Promise<Reply>
}

export const cannotSee: Reply = { card: 'deskNote', draw: (reader) => cards.deskNote(reader, { note: 'cannot-see' }) }

/** For the helpdesk only, and on what they saw: a card that is out of date shows what is now, and does nothing. */
export const atDesk =
  (deps: Deps, work: (at: AtDesk) => Promise<Reply>): Answering =>
  async (turn) => {
    const roles = await rolesOf(deps, turn.person.id)
    if (roles === undefined) return cannotSee
    if (!isAgent(roles)) throw new Refusal(403, 'This is for the helpdesk.')
    const { id, version } = readAbout(turn.about)
    const escalation = id === undefined ? undefined : await store.load(deps.db, id)
    if (!escalation) throw new Refusal(400, 'This request is not known.')
    const agent = { kind: 'helpdesk', id: turn.person.id } as const
    const show: AtDesk['show'] = (extra) => caseReply(deps, escalation, agent.id, extra)
    if (escalation.version !== version) return show({ lead: 'changed' })
    return work({
      turn,
      escalation,
      agent,
      roles,
      show,
      move: (name, doing, extra) => caseReply(deps, escalation, agent.id, extra, toChange(deps, escalation, name, { by: agent, ...doing })),
      refuse: async (reason, rows) => ({
        ...(await show({ refused: reason })),
        alongside: async (tx) => {
          await rows?.(tx)
          await deny(deps, tx, escalation, agent, reason)
        },
      }),
    })
  }

/** Only who holds the request. */
export const mine = (deps: Deps, work: (at: AtDesk) => Promise<Reply>): Answering =>
  atDesk(deps, async (at) => (at.escalation.claimedBy === at.agent.id ? work(at) : at.show({ lead: 'changed' })))

/** Taking it reads from Entra how much care the account needs, and whether this agent may help it at all. */
export const claim = (deps: Deps): Answering =>
  atDesk(deps, async (found) => {
    const at = (await isLeftBehind(deps, found.escalation)) ? givenBack(deps, found) : found
    const { escalation, agent, roles } = at
    if (escalation.state !== 'open') return at.show({ lead: 'changed' })
    const bar = await barred(deps, agent.id, escalation.employeeId)
    if (bar !== undefined && bar !== 'unread') return at.refuse(bar)
    const care = await careFor(deps, escalation.employeeId)
    const tier = 'tier' in care ? care.tier : null
    const danger = tier === 'break-glass' ? tier : 'refused' in care && care.refused === 'high-risk' ? care.refused : undefined
    if (isForOwnHelpdesk(roles, tier)) return at.refuse('supplier')
    const facts = { ...escalation.facts, ...('tier' in care ? factsOf(care) : danger === 'high-risk' ? { risk: 'high' } : {}) }
    const extra = 'refused' in care ? { refused: care.refused } : 'unread' in care ? { unread: care.unread } : {}
    const changes = { claimedBy: agent.id, tier, facts }
    const doing: Omit<Doing, 'by'> = {
      changes,
      tells: 'taken',
      detail: tier ? { tier } : {},
      rows: danger && toWake(deps, escalation, danger),
      ...toldOf(deps, escalation, tier),
    }
    return at.move('request-claimed', doing, extra)
  })

/** From the moment it is known that an account needs special care, security is among those who are told first. */
const toldOf = (deps: Deps, { kind }: Escalation, tier: Escalation['tier'] | null) =>
  wantsPass(kind) ? { toTellFirst: toSecurity(deps, tier) } : {}

const toWake =
  (deps: Deps, { id, number, employeeId: subject }: Escalation, kind: 'break-glass' | 'high-risk'): Doing['rows'] =>
  async (tx) => {
    await raise(deps, tx, { kind, key: id, request: { id, number }, subject })
  }

const toGiveBack = ({ id }: Escalation): Omit<Doing, 'by'> => ({
  changes: { claimedBy: null, verifiedBy: null, approvedBy: null, waitUntil: null, waitMinutes: null },
  rows: (tx) => forget(tx, id, { failed: false }),
})

export const release = (deps: Deps): Answering => mine(deps, (at) => at.move('request-released', toGiveBack(at.escalation)))

/** As if the one who left had given it back: in the transaction of whatever move is made now, or not at all. */
function givenBack(deps: Deps, at: AtDesk): AtDesk {
  const by = at.agent
  const back = toChange(deps, at.escalation, 'request-released', { by, reason: 'left-behind', ...toGiveBack(at.escalation) })
  const escalation = changed(at.escalation, back)
  const move: AtDesk['move'] = async (name, doing, extra) => {
    const reply = await caseReply(deps, escalation, by.id, extra, toChange(deps, escalation, name, { by, ...doing }))
    const alongside: Reply['alongside'] = async (tx) => {
      await back.apply(tx)
      await reply.alongside?.(tx)
    }
    return { ...reply, alongside }
  }
  return { ...at, escalation, move }
}

/** Reads again: the tier where it could not be read before, and the newest state. */
export const refresh = (deps: Deps): Answering =>
  atDesk(deps, async (at) => {
    const { escalation, agent } = at
    if (escalation.state !== 'verifying' || escalation.tier || escalation.claimedBy !== agent.id) return at.show()
    const care = await careFor(deps, escalation.employeeId)
    if ('refused' in care) return at.show({ refused: care.refused })
    if ('unread' in care) return at.show({ unread: care.unread })
    const { tier } = care
    return at.move('care-read', { changes: { tier }, detail: { tier }, ...toldOf(deps, escalation, tier) })
  })

export const needsPass = (deps: Deps): Answering =>
  mine(deps, async (at) => {
    const { employeeId, tier } = at.escalation
    const toTellFirst = [...(await recipientsOf(deps, employeeId)), ...toSecurity(deps, tier)]
    return at.move('request-needs-pass', { changes: { kind: 'pass' }, detail: { kind: 'pass' }, toTellFirst })
  })

/** The second person: another agent, of the rank the account asks for (security.md T3, §2.5). */
export const approve = (deps: Deps): Answering =>
  atDesk(deps, async (at) => {
    const { escalation, agent, roles } = at
    if (escalation.state !== 'verified') return at.show({ lead: 'changed' })
    // Who found out a part of it has done their part, whoever holds the request by now.
    const part = await hadPart(deps, agent.id, escalation.id, [escalation.claimedBy, escalation.verifiedBy, escalation.passMadeBy])
    if (part !== undefined) return part === 'unread' ? at.show({ unread: 'unavailable' }) : at.refuse(part)
    if (isForOwnHelpdesk(roles, escalation.tier)) return at.refuse('supplier')
    if (escalation.tier !== 'standard' && escalation.tier !== 'new-hire' && !roles.has('privilegedHelpdesk')) return at.refuse('rank')
    const bar = await barred(deps, agent.id, escalation.employeeId)
    if (bar !== undefined) return bar === 'unread' ? at.show({ unread: 'unavailable' }) : at.refuse(bar)
    if (!escalation.noticedAt) return at.refuse('untold')
    const time = await tooEarlyOrLate(deps.db, escalation, deps.settings)
    if (time !== undefined) return at.refuse(time)
    const proof = await proofOf(deps.db, escalation.id, agent.id)
    if (!proof && needsSignIn(deps)) return at.show({ refused: 'no-sign-in' })
    const detail = { tier: escalation.tier, ...(proof && signedInAs(deps, proof)) }
    return at.move('pass-approved', { changes: { approvedBy: agent.id }, tells: 'get-ready', detail })
  })

/** What is done more rarely, one press away. */
export const more = (deps: Deps): Answering =>
  mine(deps, async (at) => ({ card: 'deskMore', about: at.turn.about, draw: (reader) => cards.deskMore(reader, {}) }))

export const askPerson = (deps: Deps): Answering =>
  mine(deps, async (at) => ({ card: 'askPerson', about: at.turn.about, draw: (reader) => cards.askPerson(reader, {}) }))

export const sendQuestion = (deps: Deps): Answering =>
  mine(deps, async (at) => {
    const words = cut((at.turn.inputs?.words ?? '').trim(), 300)
    if (words === '') return { card: 'askPerson', about: at.turn.about, draw: (reader) => cards.askPerson(reader, {}) }
    const { escalation, agent } = at
    const line = { id: randomUUID(), escalationId: escalation.id, saidBy: 'helpdesk', authorId: agent.id, words } as const
    return at.move('request-noted', { rows: (tx) => store.addLine(tx, line), tells: 'question' })
  })
