// The employee's side: what they want the helpdesk to know of their request.
import { randomUUID } from 'node:crypto'
import { tooFast } from '../../cards/cards.ts'
import * as cards from '../../cards/request.ts'
import type { Answering } from '../conversation/turn.ts'
import type { Deps } from '../deps.ts'
import { cut } from '../from-outside.ts'
import { ownRequest, statusOf } from './ask.ts'
import { change } from './change.ts'
import * as store from './escalation-store.ts'

export const addLine =
  (deps: Deps): Answering =>
  async (turn) => {
    const escalation = await ownRequest(deps, turn)
    if (escalation.state === 'closed') return statusOf(deps, escalation)
    return { card: 'requestLine', about: escalation.id, draw: (reader) => cards.requestLine(reader, {}) }
  }

const longestLine = 300
/** Each puts the agent's card out of date: whoever wrote one a second could keep an agent from pressing anything (security.md P14). */
const mostLines = 10
const withinMinutes = 10

/** What they want the helpdesk to know, in their own words: the only words of theirs that are kept. */
export const keepLine =
  (deps: Deps): Answering =>
  async (turn) => {
    const escalation = await ownRequest(deps, turn)
    const words = cut((turn.inputs?.words ?? '').trim(), longestLine)
    if (escalation.state === 'closed') return statusOf(deps, escalation)
    if (words === '') return { card: 'requestLine', about: escalation.id, draw: (reader) => cards.requestLine(reader, {}) }
    if ((await store.linesLately(deps.db, escalation.id, withinMinutes)) >= mostLines)
      return { card: 'tooFast', about: escalation.id, draw: (reader) => tooFast(reader, {}) }
    const by = { kind: 'employee', id: turn.person.id } as const
    return {
      card: 'request',
      about: escalation.id,
      draw: (reader) => cards.request(reader, { ...escalation, state: 'passed-on', helpdesk: deps.settings.company.helpdesk }),
      alongside: async (tx) => {
        await store.addLine(tx, { id: randomUUID(), escalationId: escalation.id, saidBy: 'employee', authorId: turn.person.id, words })
        await change(deps, tx, escalation, 'request-noted', { by })
      },
    }
  }
