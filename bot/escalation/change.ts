// A move of a request with all that belongs to it: audit entry, the card in the channel, and what its owner is told. One transaction.
import type { CaseView } from '../../cards/desk/case.ts'
import * as audit from '../audit/audit.ts'
import type { Actor, Detail } from '../audit/entry.ts'
import type { Queryable } from '../database/database.ts'
import type { Deps } from '../deps.ts'
import { type Changes, type Escalation, type Move, moves, type State } from './escalation.ts'
import * as store from './escalation-store.ts'
import type { Event, Unresolved, Way } from './notice.ts'
import * as notices from './notice-store.ts'

/** The first sentence of the agent's card. */
export type Lead = NonNullable<CaseView['lead']>

/** What the employee is told without having asked. */
export type Told = 'taken' | 'question' | 'get-ready' | 'pass-made' | 'pass-unused' | 'closed' | 'stopped'

export interface Doing {
  by: Actor
  changes?: Changes
  reason?: string
  detail?: Detail
  tells?: Told
  /** Who has to be written to before anybody may approve or make a pass (security.md T1). */
  toTellFirst?: (Way | Unresolved)[]
  /** Rows beside the request that belong to the same move. */
  rows?: (tx: Queryable) => Promise<void>
}

type Tools = Pick<Deps, 'jobs'>

/** Throws `Overtaken`, and so undoes the transaction, when the request is no longer where it was read. */
export async function change(deps: Tools, tx: Queryable, escalation: Escalation, name: Move, doing: Doing): Promise<Escalation> {
  const { toTellFirst = [] } = doing
  const changes = toTellFirst.length > 0 ? { ...doing.changes, noticedAt: null } : doing.changes
  const moved = await store.move(tx, escalation, name, changes)
  await doing.rows?.(tx)
  await notices.write(tx, { escalationId: moved.id, event: 'requested' }, toTellFirst)
  const { by: actor, reason, detail } = doing
  const event = eventOf(name, moved)
  const mover = actor.kind === 'employee' ? actor.id : undefined
  if ((event && (await notices.writeLike(tx, moved.id, event, mover))) || toTellFirst.length > 0) await toNotify(deps, tx, moved.id)
  await follow(deps, tx, moved, doing.tells)
  const lead = toHolder[name]
  if (lead && moved.claimedBy && !('id' in actor && actor.id === moved.claimedBy)) await toTellAgent(deps, tx, moved, lead)
  if (besideCard.includes(name) && moved.claimedBy) await toRenewCard(deps, tx, moved)
  const request = String(moved.number)
  await audit.append(tx, { actor, verb: name, subject: moved.employeeId, reason, detail: { request, ...detail } })
  return moved
}

/** What of it is told by every channel (security.md §2.7). */
function eventOf(name: Move, { outcome }: Escalation): Event | undefined {
  if (name === 'request-closed') return outcome === 'passkey' ? 'passkey' : 'closed'
  return told[name]
}

const told: Partial<Record<Move, Event>> = {
  'pass-approved': 'approved',
  'pass-made': 'issued',
  'pass-seen': 'issued',
  'wrong-passkey-seen': 'passkey',
  'request-stopped': 'closed',
}

/** What the agent who holds the request is told when somebody else, or time, has made the move. */
const toHolder: Partial<Record<Move, Lead>> = {
  'request-handed-over': 'handed-to-you',
  'request-noted': 'wrote',
  'evidence-recorded': 'manager-said',
  'proof-complete': 'manager-said',
  'pass-approved': 'approved',
  'approval-ran-out': 'ran-out',
  'pass-unused': 'pass-off',
  'pass-cleared': 'pass-cleared',
  'wrong-passkey-seen': 'look-now',
  'request-closed': 'over',
  'request-stopped': 'over',
}

/** What the dialog does, and what follows by itself and is told to nobody: the agent's card stands beside it and has not moved. */
const besideCard: readonly Move[] = ['pass-made', 'pass-refused', 'pass-unknown', 'pass-used', 'pass-deleted']

/** Whoever pressed has the dialog by then: nobody says what Teams does with it when its card changes before it opens. */
const answeredWithinSeconds = 3

const toRenewCard = ({ jobs }: Tools, tx: Queryable, { id, version }: Pick<Escalation, 'id' | 'version'>) =>
  jobs.send(tx, 'escalation.renew-card', { id, version }, answeredWithinSeconds)

export const toTellAgent = ({ jobs }: Tools, tx: Queryable, { id, version }: Pick<Escalation, 'id' | 'version'>, lead: Lead) =>
  jobs.send(tx, 'escalation.tell-agent', { id, version, lead }, 0)

/** `about`: id of a request or of an alarm. */
export const toNotify = ({ jobs }: Tools, tx: Queryable, about: string) => jobs.send(tx, 'escalation.notify', { about }, 0, about)

/** A move that is decided and not yet made: for a card that shows what it leads to. */
export interface Change {
  name: Move
  changes?: Changes
  apply(tx: Queryable): Promise<void>
}

export const toChange = (deps: Tools, escalation: Escalation, name: Move, doing: Doing): Change => ({
  name,
  changes: doing.changes,
  apply: async (tx) => {
    await change(deps, tx, escalation, name, doing)
  },
})

/** The request as it will be. */
export function changed(escalation: Escalation, { name, changes }: Change): Escalation {
  const { to = escalation.state } = moves[name] as { to?: State }
  const given = Object.fromEntries(
    Object.entries(changes ?? {}).map(([field, value]) => [field, value === 'now' ? new Date() : (value ?? undefined)]),
  )
  return {
    ...escalation,
    ...given,
    state: to,
    version: escalation.version + 1,
    since: to === escalation.state ? escalation.since : new Date(),
  }
}

/** What a committed move leads to. */
export async function follow(
  { jobs }: Tools,
  tx: Queryable,
  { id, version }: Pick<Escalation, 'id' | 'version'>,
  tells?: Told,
): Promise<void> {
  await jobs.send(tx, 'escalation.show', { id }, 0, id)
  if (tells !== undefined) await jobs.send(tx, 'escalation.tell', { id, version, what: tells }, 0)
}
