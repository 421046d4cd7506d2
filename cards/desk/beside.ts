// One line to an agent who is at work on another request.
import { setting } from '../plain.ts'
import type { CaseView } from './case.ts'
import { fill, wordFor, words } from './words.ts'

export function besideCase(
  { number, phrase, outcome }: Pick<CaseView, 'number' | 'phrase' | 'outcome'>,
  lead: NonNullable<CaseView['lead']>,
): string {
  const news = [words.cards[lead].body, outcome && wordFor(words.outcomes, outcome)].filter(Boolean).join(' ')
  return fill(words.cards.beside.body, { number, phrase: setting(phrase), news })
}
