// Where in a message each word stands: as it was typed, by its beginnings that phrases ask for, and as it was probably meant.
import type { Message } from './message.ts'
import type { Places } from './phrase.ts'
import type { Phrasebook } from './phrasebook.ts'
import { meant } from './spelling.ts'

/** No phrase asks for a longer beginning. */
const longestStem = 20

/** Arabic writes and, so, with, to and like at the front of the next word. */
const oneLetterWord = /^[وفبلك](?=\p{Script=Arabic}{3})/u

export function placesIn({ words }: Message, { known, spelling, stems }: Phrasebook): Places {
  const places = new Map<string, Set<number>>()
  const put = (key: string, at: number[]) => places.set(key, new Set([...(places.get(key) ?? []), ...at]))
  const stemsOf = (word: string) =>
    Array.from({ length: Math.min(word.length, longestStem) }, (_, last) => word.slice(0, last + 1)).filter((start) => stems.has(start))
  const typed = Map.groupBy(words.keys(), (place) => words[place] ?? '')
  for (const [word, at] of typed) {
    const bare = word.replace(oneLetterWord, '')
    const begins = [word, bare].flatMap(stemsOf)
    const slips = known.has(word) || begins.length > 0 ? [] : meant(spelling, word)
    for (const key of new Set([word, bare, ...slips, ...[...begins, ...slips.flatMap(stemsOf)].map((stem) => `${stem}*`)])) put(key, at)
  }
  const nowhere: ReadonlySet<number> = new Set()
  return { words: [...places.keys()], of: (word) => places.get(word) ?? nowhere, found: new Map() }
}
