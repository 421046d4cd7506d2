// One line in the thread of a card: that it waits.
import { fill, wordFor, words } from './words.ts'

export const reminder = ({ number, kind, minutes }: { number: number; kind: string; minutes: number }): string =>
  fill(words.cards.reminder.body, { number, minutes, about: wordFor(words.kinds, kind) })
