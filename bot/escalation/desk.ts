// What agents do with a request, in their own chat: take it, prove who is there, ask, hand on, close. The pass is in issue-pass.ts.
import { randomUUID } from 'node:crypto'
import * as cards from '../../cards/desk/desk.ts'
import type { Actor } from '../audit/entry.ts'
import type { Answering, Reply, Turn } from '../conversation/turn.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../refusal.ts'
import { barred, isAgent, type Role, rolesOf } from './agents.ts'
import { caseReply, type Extra, isEnough, mustWait, needsSecond, offeredEvidence, readAbout } from './case.ts'
import { type Doing, denied, toChange } from './change.ts'
import type { Escalation, Move } from './escalation.ts'
import * as store from './escalation-store.ts'
import evidenceFile from './evidence.json' with { type: 'json' }
import { evidenceOf, record } from './evidence-store.ts'
import { isEvidence, waitMinutes } from './proof.ts'
import { careFor } from './tier.ts'

export interface AtDesk {
  turn: Turn
  escalation: Escalation
  agent: Actor & { kind: 'helpdesk' }
  roles: Set<Role>
  /** The card again, with what was done or why not. */
  show(extra?: Extra): Promise<Reply>
  /** Makes the move and shows where it leads. */
  move(name: Move, doing: Omit<Doing, 'by'>, extra?: Extra): Promise<Reply>
  /** Nothing was done, and that is on record. */
  refuse(reason: string): Promise<Reply>
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
      refuse: async (reason) => {
        await denied(deps.db, escalation, agent, reason)
        return show({ refused: reason })
      },
    })
  }

/** Only who holds the request. */
export const mine = (deps: Deps, work: (at: AtDesk) => Promise<Reply>): Answering =>
  atDesk(deps, async (at) => (at.escalation.claimedBy === at.agent.id ? work(at) : at.show({ lead: 'changed' })))

/** Taking it reads from Entra how much care the account needs, and whether this agent may help it at all. */
export const claim = (deps: Deps): Answering =>
  atDesk(deps, async (at) => {
    const { escalation, agent, roles } = at
    if (escalation.state !== 'open') return at.show({ lead: 'changed' })
    const bar = await barred(deps, agent.id, escalation.employeeId)
    if (bar !== undefined && bar !== 'unread') return at.refuse(bar)
    const care = await careFor(deps, escalation.employeeId)
    const tier = 'tier' in care ? care.tier : null
    if (roles.has('supplierHelpdesk') && tier !== 'standard') return at.refuse('supplier')
    const standing = 'standing' in care ? care.standing : undefined
    const facts = { ...escalation.facts, account: standing?.userPrincipalName, department: standing?.department }
    const extra = 'refused' in care ? { refused: care.refused } : 'unread' in care ? { unread: care.unread } : {}
    return at.move(
      'request-claimed',
      { changes: { claimedBy: agent.id, tier, facts }, tells: 'taken', detail: tier ? { tier } : {} },
      extra,
    )
  })

export const release = (deps: Deps): Answering =>
  mine(deps, (at) => at.move('request-released', { changes: { claimedBy: null, verifiedBy: null, approvedBy: null, waitUntil: null } }))

/** Reads again: the tier where it could not be read before, and the newest state. */
export const refresh = (deps: Deps): Answering =>
  atDesk(deps, async (at) => {
    const { escalation, agent } = at
    if (escalation.state !== 'verifying' || escalation.tier || escalation.claimedBy !== agent.id) return at.show()
    const care = await careFor(deps, escalation.employeeId)
    if ('refused' in care) return at.show({ refused: care.refused })
    if ('unread' in care) return at.show({ unread: care.unread })
    return at.move('request-handed-over', { changes: { tier: care.tier }, detail: { tier: care.tier } })
  })

export const needsPass = (deps: Deps): Answering =>
  mine(deps, (at) => at.move('request-needs-pass', { changes: { kind: 'pass' }, detail: { kind: 'pass' } }))

export const prove = (deps: Deps): Answering =>
  mine(deps, async (at) => {
    const { escalation } = at
    if (escalation.state !== 'verifying') return at.show()
    if (escalation.tier === 'break-glass') return at.refuse('break-glass')
    if (!escalation.tier) return refresh(deps)(at.turn)
    return {
      card: 'chooseEvidence',
      about: at.turn.about,
      draw: (reader) => cards.chooseEvidence(reader, { counts: offeredEvidence(escalation) }),
    }
  })

export const how = (deps: Deps): Answering =>
  mine(deps, async (at) => {
    const evidence = classOf(at)
    const { means } = evidenceFile.classes[evidence]
    return { card: 'howEvidence', about: at.turn.about, draw: (reader) => cards.howEvidence(reader, { evidence, means }) }
  })

function classOf({ turn: { choice = '' }, escalation }: AtDesk) {
  if (!isEvidence(choice) || !offeredEvidence(escalation).includes(choice)) throw new Refusal(400, 'That proof does not count here.')
  return choice
}

/** With enough that held, the request is proved; otherwise it is on record and more is asked for. */
export const recordEvidence = (deps: Deps, held: boolean): Answering =>
  mine(deps, async (at) => {
    const { escalation, agent } = at
    if (escalation.state !== 'verifying') return at.show()
    const evidence = { evidence: classOf(at), held, recordedBy: agent.id }
    const before = await evidenceOf(deps.db, escalation.id)
    const all = [...before.filter((one) => one.evidence !== evidence.evidence), evidence]
    const rows: Doing['rows'] = (tx) => record(tx, escalation.id, evidence)
    const detail = { evidence: evidence.evidence, outcome: held ? 'held' : 'not-held', tier: escalation.tier }
    const { tier } = escalation
    if (!tier || !isEnough(escalation, all)) return at.move('evidence-recorded', { rows, detail }, { evidence })
    const minutes = waitMinutes(
      tier,
      all.filter((one) => one.held).map((one) => one.evidence),
    )
    // The wait begins when the notices went out, which was when the request was opened: that is what it is for (security.md §2.5).
    const waitUntil = new Date(escalation.openedAt.getTime() + minutes * 60_000)
    const changes = { verifiedBy: agent.id, waitUntil: minutes === 0 ? null : waitUntil }
    const ready = minutes === 0 && !needsSecond(deps.settings, escalation)
    return at.move('proof-complete', { rows, detail, changes, tells: ready ? 'get-ready' : undefined }, { evidence })
  })

/** The second person: another agent, of the rank the account asks for (security.md T3, §2.5). */
export const approve = (deps: Deps): Answering =>
  atDesk(deps, async (at) => {
    const { escalation, agent, roles } = at
    if (escalation.state !== 'verified') return at.show({ lead: 'changed' })
    if ([escalation.claimedBy, escalation.verifiedBy].includes(agent.id)) return at.refuse('second-person')
    if (escalation.tier !== 'standard' && escalation.tier !== 'new-hire' && !roles.has('privilegedHelpdesk')) return at.refuse('rank')
    const bar = await barred(deps, agent.id, escalation.employeeId)
    if (bar !== undefined) return bar === 'unread' ? at.show({ unread: 'unavailable' }) : at.refuse(bar)
    if (mustWait(escalation)) return at.refuse('waiting')
    return at.move('pass-approved', { changes: { approvedBy: agent.id }, tells: 'get-ready', detail: { tier: escalation.tier } })
  })

/** What is done more rarely, one press away. */
export const more = (deps: Deps): Answering =>
  mine(deps, async (at) => ({ card: 'deskMore', about: at.turn.about, draw: (reader) => cards.deskMore(reader, {}) }))

export const askPerson = (deps: Deps): Answering =>
  mine(deps, async (at) => ({ card: 'askPerson', about: at.turn.about, draw: (reader) => cards.askPerson(reader, {}) }))

export const sendQuestion = (deps: Deps): Answering =>
  mine(deps, async (at) => {
    const words = (at.turn.inputs?.words ?? '').trim().slice(0, 300)
    if (words === '') return { card: 'askPerson', about: at.turn.about, draw: (reader) => cards.askPerson(reader, {}) }
    const { escalation, agent } = at
    const line = { id: randomUUID(), escalationId: escalation.id, saidBy: 'helpdesk', authorId: agent.id, words } as const
    return at.move('request-noted', { rows: (tx) => store.addLine(tx, line), tells: 'question' })
  })

type DeskOutcome = 'resolved' | 'declined' | 'fraud'

/** A suspicion is told to nobody who might be the one suspected: the person reads what everybody reads (security.md H8). */
export const close = (deps: Deps, outcome: DeskOutcome): Answering =>
  atDesk(deps, async (at) => {
    const { escalation, agent } = at
    const second = outcome === 'declined' && escalation.state === 'verified'
    if (escalation.claimedBy !== agent.id && !second) return at.show({ lead: 'changed' })
    return at.move('request-closed', { changes: { outcome }, detail: { outcome }, tells: 'closed' })
  })

export const reopen = (deps: Deps): Answering =>
  atDesk(deps, async (at) => {
    if (at.escalation.state !== 'closed') return at.show({ lead: 'changed' })
    const changes = { outcome: null, claimedBy: null, verifiedBy: null, approvedBy: null, waitUntil: null, tier: null }
    return at.move('request-reopened', { changes })
  })
