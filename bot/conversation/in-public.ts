// Said to whoever asks where others read along: nothing of theirs, and not without end.
import { randomUUID } from 'node:crypto'
import { inPrivate } from '../../cards/cards.ts'
import type { Deps } from '../deps.ts'
import type { EmployeeId } from '../people.ts'
import type { Hear } from '../teams/teams.ts'
import { tongue } from './tongue.ts'

/** As with turns. Counted in memory, for whoever has no chat with us has no row to count by. */
const mostAnswers = 20
const withinMs = 10_000
const mostPeople = 10_000

/** Everybody's answers leave by the same narrow way: who floods a channel must not use it up (security.md P14). */
export function createInPublic({ settings }: Pick<Deps, 'settings'>): Hear['inPublic'] {
  const answered = new Map<EmployeeId, number[]>()
  return async ({ employeeId }) => {
    const now = performance.now()
    const lately = (answered.get(employeeId) ?? []).filter((at) => at > now - withinMs)
    if (lately.length >= mostAnswers) return undefined
    answered.delete(employeeId)
    answered.set(employeeId, [...lately, now])
    if (answered.size > mostPeople) answered.delete(answered.keys().next().value ?? '')
    const { json, text } = inPrivate({ cardId: randomUUID(), locale: tongue(settings, 'en') }, {})
    return { type: 'message', speak: text, attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: json }] }
  }
}
