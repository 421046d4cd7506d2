// What somebody of security reads when too many passes in an hour have stopped them all.
import type { Card, Reader } from '../card.ts'
import { button, type Clock, show, when } from './parts.ts'
import { fill, words } from './words.ts'

export interface BreakerView extends Clock {
  /** Absent: passes are made as usual. */
  since?: Date
  /** In the last hour, and how many may be. */
  made: number
  most: number
}

export function breakerCard(reader: Reader, { since, made, most, ...clock }: BreakerView): Card {
  const { title, stopped, running } = words.cards.breaker
  const said = since ? fill(stopped, { since: when(since, clock), made, most }) : fill(running, { made, most })
  return show(reader, { layout: 'form', title, paragraphs: [said], rows: since ? [[button('passes-again')]] : [] })
}
