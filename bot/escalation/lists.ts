// Finding a request: the commands an agent types in their own chat, and the lists they bring.
import * as cards from '../../cards/desk/desk.ts'
import * as messages from '../conversation/message-store.ts'
import { bareLine, isMistyped } from '../conversation/mistyped.ts'
import type { Answering, Command, Handler, Reply } from '../conversation/turn.ts'
import type { Deps } from '../deps.ts'
import type { EmployeeId } from '../people.ts'
import { Refusal } from '../refusal.ts'
import { isAgent, rolesOf } from './agents.ts'
import { nameOf } from './ask.ts'
import { howPassesStand } from './breaker.ts'
import { caseReply } from './case.ts'
import { atDesk, cannotSee } from './desk.ts'
import type { Escalation } from './escalation.ts'
import * as store from './escalation-store.ts'
import * as queue from './queue-store.ts'
import { hadPart } from './second-person.ts'

/** Words that are a command when the whole line is nothing else: `open`, `mine`, `#1042`. A bare number could be somebody's code, and is never kept. */
export function readCommand(text: string): Command | undefined {
  const line = bareLine(text)
  if (line === 'open') return { name: 'desk.open' }
  if (line === 'mine') return { name: 'desk.mine' }
  if (line === 'review') return { name: 'desk.review' }
  if (line === 'passes') return { name: 'desk.passes' }
  const number = /^(?:(?:open|request) )?#\s?(\d{4,7})$/.exec(line)?.[1]
  if (number !== undefined) return { name: 'desk.number', argument: number }
  return isAlmost(line) ? { name: 'desk.almost' } : undefined
}

/** A request's number with something missing or too much (kept nowhere), or a word with two letters changed over, one too many or too few. */
const isAlmost = (line: string) =>
  /^#\s?\d{1,9}$|^\d{4}$|^(?:open|request|ticket|case) \d{4}$|^(?:(?:my|open) )?requests$/.test(line) ||
  ['open', 'mine', 'review', 'passes'].some((word) => isMistyped(line, word))

const ofTheDesk = ['case', 'requestList', 'reviewList']

/** Undefined for whoever is not in the helpdesk, or for `passes` not of security: the same words mean what they mean from anybody. */
export const command =
  (deps: Deps): Handler =>
  async (turn) => {
    const { person, command } = turn
    if (command?.name === 'desk.passes') return howPassesStand(deps)(turn)
    const roles = await rolesOf(deps, person.id)
    if (!command) return undefined
    // Whoever has worked here knows that there is a desk; others learn nothing, and their words mean what they mean.
    if (roles === undefined && (await messages.hasHad(deps.db, person.id, ofTheDesk))) return cannotSee
    if (!isAgent(roles)) return undefined
    if (command.name === 'desk.almost') return almost
    if (command.name === 'desk.number') return byNumber(deps, person.id, command.argument ?? '')
    if (command.name === 'desk.review') return roles.has('privilegedHelpdesk') ? toReview(deps) : notForYou
    return list(deps, person.id, command.name === 'desk.mine')
  }

export const showList =
  (deps: Deps, mine: boolean): Answering =>
  async ({ person }) => {
    const roles = await rolesOf(deps, person.id)
    if (roles === undefined) return cannotSee
    if (!isAgent(roles)) throw new Refusal(403, 'This is for the helpdesk.')
    return list(deps, person.id, mine)
  }

/** A row of a list, opened. */
export const look =
  (deps: Deps): Answering =>
  async ({ person, choice = '' }) => {
    const roles = await rolesOf(deps, person.id)
    if (roles === undefined) return cannotSee
    if (!isAgent(roles)) throw new Refusal(403, 'This is for the helpdesk.')
    return byNumber(deps, person.id, choice)
  }

async function byNumber(deps: Deps, viewer: EmployeeId, number: string): Promise<Reply> {
  const found = /^\d{4,7}$/.test(number) ? await store.byNumber(deps.db, Number(number)) : undefined
  if (found) return caseReply(deps, found, viewer)
  return { card: 'deskNote', draw: (reader) => cards.deskNote(reader, { note: 'unknown', number }) }
}

const almost: Reply = { card: 'deskNote', draw: (reader) => cards.deskNote(reader, { note: 'almost' }) }

/** An agent's word for a list is never taken for something that happened to them: "review" alone reads like an account under review. */
const notForYou: Reply = { card: 'deskNote', draw: (reader) => cards.deskNote(reader, { note: 'review-rank' }) }

async function list(deps: Deps, viewer: EmployeeId, mine: boolean): Promise<Reply> {
  const { workingHours, onCall } = deps.settings.escalation
  const found = await store.listOpen(deps.db, mine ? viewer : undefined)
  const [requests, figures] = await Promise.all([rowsOf(deps, found), queue.figures(deps.db, workingHours)])
  return { card: 'requestList', draw: (reader) => cards.requestList(reader, { mine, requests, figures, onCall }) }
}

const rowsOf = (deps: Deps, found: Escalation[]) =>
  Promise.all(found.map(async (request) => ({ ...request, name: request.facts.name, agent: await nameOf(deps, request.claimedBy) })))

async function toReview(deps: Deps): Promise<Reply> {
  const requests = await rowsOf(deps, await store.listToReview(deps.db))
  return { card: 'reviewList', draw: (reader) => cards.reviewList(reader, { requests }) }
}

/** Looked at once more, by somebody who had no part in it (security.md H6). */
export const reviewed = (deps: Deps): Answering =>
  atDesk(deps, async (at) => {
    const { id, claimedBy, verifiedBy, approvedBy, passMadeBy, review } = at.escalation
    if (review !== 'wanted') return at.show({ lead: 'changed' })
    if (!at.roles.has('privilegedHelpdesk')) return at.refuse('rank')
    const part = await hadPart(deps, at.agent.id, id, [claimedBy, verifiedBy, approvedBy, passMadeBy])
    if (part !== undefined) return part === 'unread' ? at.show({ unread: 'unavailable' }) : at.refuse(part)
    return at.move('request-reviewed', { changes: { review: 'done' } })
  })
