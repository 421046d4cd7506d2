// Said to whoever asks where others read along: nothing of theirs, and not without end.
import { randomUUID } from 'node:crypto'
import { inPrivate } from '../../cards/cards.ts'
import type { Deps } from '../deps.ts'
import type { Hear } from '../teams/teams.ts'
import { createMeasure } from './measure.ts'
import { tongue } from './tongue.ts'

/** Everybody's answers leave by the same narrow way: who floods a channel must not use it up (security.md P14). */
export function createInPublic({ settings }: Pick<Deps, 'settings'>): Hear['inPublic'] {
  const answered = createMeasure(20, 10_000)
  return async ({ employeeId }) => {
    if (answered(employeeId) !== 'fits') return undefined
    const { json, text } = inPrivate({ cardId: randomUUID(), locale: tongue(settings, 'en') }, {})
    return { type: 'message', speak: text, attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: json }] }
  }
}
