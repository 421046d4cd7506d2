// Finding a request: the commands an agent types in their own chat, and the lists they bring.
import * as cards from '../../cards/desk/desk.ts'
import type { Answering, Command, Handler, Reply } from '../conversation/turn.ts'
import type { Deps } from '../deps.ts'
import type { EmployeeId } from '../people.ts'
import { Refusal } from '../refusal.ts'
import { isAgent, rolesOf } from './agents.ts'
import { nameOf } from './ask.ts'
import { caseReply } from './case.ts'
import { cannotSee } from './desk.ts'
import * as store from './escalation-store.ts'

/** Words that are a command when the whole line is nothing else: `open`, `mine`, `#1042`. A bare number could be somebody's code, and is never kept. */
export function readCommand(text: string): Command | undefined {
  const line = text.trim().toLowerCase()
  if (line === 'open') return { name: 'desk.open' }
  if (line === 'mine') return { name: 'desk.mine' }
  const number = /^#\s?(\d{4,7})$/.exec(line)?.[1]
  return number === undefined ? undefined : { name: 'desk.number', argument: number }
}

/** Undefined for whoever is not in the helpdesk: the same words mean what they mean from anybody. */
export const command =
  (deps: Deps): Handler =>
  async ({ person, command }) => {
    const roles = await rolesOf(deps, person.id)
    if (!command || !isAgent(roles)) return undefined
    if (command.name === 'desk.number') return byNumber(deps, person.id, command.argument ?? '')
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

async function list(deps: Deps, viewer: EmployeeId, mine: boolean): Promise<Reply> {
  const found = await store.listOpen(deps.db, mine ? viewer : undefined)
  const requests = await Promise.all(
    found.map(async (request) => ({
      ...request,
      name: request.facts.name,
      agent: await nameOf(deps, request.claimedBy),
    })),
  )
  return { card: 'requestList', draw: (reader) => cards.requestList(reader, { mine, requests }) }
}
