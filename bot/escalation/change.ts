// A move of a request with all that belongs to it: audit entry, the card in the channel, and what its owner is told. One transaction.
import * as audit from '../audit/audit.ts'
import type { Actor, Detail } from '../audit/entry.ts'
import type { Queryable } from '../database/database.ts'
import type { Deps } from '../deps.ts'
import { type Changes, type Escalation, type Move, moves, type State } from './escalation.ts'
import * as store from './escalation-store.ts'

/** What the employee is told without having asked. */
export type Told = 'taken' | 'question' | 'get-ready' | 'pass-made' | 'pass-unused' | 'closed' | 'stopped'

export interface Doing {
  by: Actor
  changes?: Changes
  reason?: string
  detail?: Detail
  tells?: Told
  /** Rows beside the request that belong to the same move. */
  rows?: (tx: Queryable) => Promise<void>
}

type Tools = Pick<Deps, 'jobs'>

/** Throws `Overtaken`, and so undoes the transaction, when the request is no longer where it was read. */
export async function change(deps: Tools, tx: Queryable, escalation: Escalation, name: Move, doing: Doing): Promise<Escalation> {
  const moved = await store.move(tx, escalation, name, doing.changes)
  await doing.rows?.(tx)
  await follow(deps, tx, moved, doing.tells)
  const { by: actor, reason, detail } = doing
  const request = String(moved.number)
  await audit.append(tx, { actor, verb: name, subject: moved.employeeId, reason, detail: { request, ...detail } })
  return moved
}

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
  const given = Object.fromEntries(Object.entries(changes ?? {}).map(([field, value]) => [field, value ?? undefined]))
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

/** A press that was refused is on record too. */
export async function denied(db: Deps['db'], escalation: Escalation, by: Actor, reason: string): Promise<void> {
  const { employeeId: subject, number } = escalation
  const detail = { request: String(number) }
  await db.transaction((tx) => audit.append(tx, { actor: by, verb: 'request-press', subject, decision: 'denied', reason, detail }))
}
