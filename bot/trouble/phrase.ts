// How a phrase is written in phrases/, and whether a message holds it.
//
//   lost|misplaced @phone !if     words that stand in one sentence, in any order; `|` either, `@` a list of words, `!` must not be there
//   stol*                         any word that starts so
//   not_now                       words right after each other, as one
//   cant~find my|the+@phone       in this order: `+` right after, `~` after up to three other words
//   next #4                       in a message of four words at most
//   ^+later+$ done+?              `^` starts and `$` ends the message, `?` is a question mark
import type { Message, Span } from './message.ts'
import { wordsOf } from './message.ts'
import { folded } from './plain-text.ts'

const farthest = 3

/** One of several ways to say it, each a run of words; a word may end in `*`. */
export type Ways = readonly (readonly string[])[]

interface Term {
  id: string
  never: boolean
  parts: { ways: Ways; gap: number }[]
}

export interface Phrase {
  terms: Term[]
  mostWords: number
}

export type Lists = ReadonlyMap<string, Ways>

export function readPhrase(written: string, lists: Lists): Phrase {
  const pieces = written.trim().split(/\s+/)
  const limit = pieces.find((each) => each.startsWith('#'))
  const terms = pieces.filter((each) => !each.startsWith('#')).map((each) => readTerm(each, written, lists))
  if (!terms.some(({ never }) => !never)) throw new Error(`phrase "${written}": at least one word must be wanted`)
  // The term with the fewest ways is looked for first: most phrases are done with it.
  terms.sort((one, other) => waysOf(one) - waysOf(other))
  return { terms, mostWords: limit ? Number(limit.slice(1)) : Number.POSITIVE_INFINITY }
}

const waysOf = (term: Term) => term.parts.reduce((sum, { ways }) => sum + ways.length, 0)

function readTerm(term: string, written: string, lists: Lists): Term {
  const never = term.startsWith('!')
  const parts = (never ? term.slice(1) : term).split(/(?=[+~])/).map((part) => {
    const gap = part.startsWith('~') ? farthest : 0
    return {
      gap,
      ways: part
        .replace(/^[+~]/, '')
        .split('|')
        .flatMap((way) => readWays(way, written, lists)),
    }
  })
  return { id: parts.map(({ gap, ways }) => `${gap}:${ways.map((way) => way.join(' ')).join('|')}`).join('>'), never, parts }
}

/** One entry: `@list`, a mark, a word, or in a list several words. */
export function readWays(entry: string, written: string, lists: Lists): Ways {
  if (entry.startsWith('@')) {
    const list = lists.get(entry.slice(1))
    if (!list) throw new Error(`phrase "${written}": there is no list "${entry}"`)
    return list
  }
  if (['^', '$', '?'].includes(entry)) return [[entry]]
  const words = wordsOf(folded(entry.replace('*', '').replaceAll('_', ' ')))
  const last = words.at(-1)
  if (last === undefined) throw new Error(`phrase "${written}": "${entry}" is no word`)
  return [entry.endsWith('*') ? [...words.slice(0, -1), `${last}*`] : words]
}

/** The words one of which a message must have to hold the phrase at all. */
export function firstWords({ terms }: Phrase): string[] {
  const wanted = terms.find(({ never }) => !never)
  return [...new Set(wanted?.parts[0]?.ways.map(([word = '']) => word))]
}

/** Where in a message each word stands, kept with what was already looked for. */
export interface Places {
  words: Iterable<string>
  of(word: string): ReadonlySet<number>
  found: Map<string, Span[]>
}

/** True when one sentence holds every wanted term, none of the unwanted, and none of the phrases that rule it out. */
export function holds(message: Message, places: Places, phrase: Phrase, never: readonly Phrase[] = []): boolean {
  if (message.length > phrase.mostWords) return false
  if (!phrase.terms.every((term) => term.never || spansOf(term, places).length > 0)) return false
  const holdsIn = (sentence: Span, { terms, mostWords }: Phrase) =>
    message.length <= mostWords &&
    terms.every((term) => spansOf(term, places).some(([start, end]) => start >= sentence[0] && end <= sentence[1]) !== term.never)
  return message.sentences.some((sentence) => holdsIn(sentence, phrase) && !never.some((each) => holdsIn(sentence, each)))
}

function spansOf(term: Term, places: Places): Span[] {
  const known = places.found.get(term.id)
  if (known) return known
  let spans: Span[] | undefined
  for (const { ways, gap } of term.parts) {
    const next = spansOfWays(ways, places)
    const before = spans
    spans = before ? next.flatMap(([start, end]) => startsBefore(before, start, gap).map((from): Span => [from, end])) : next
    if (spans.length === 0) break
  }
  places.found.set(term.id, spans ?? [])
  return spans ?? []
}

/** Where a run began that can go on at `start`: the nearest one is enough. */
function startsBefore(spans: Span[], start: number, gap: number): number[] {
  const before = spans.findLast(([, end]) => end <= start && start - end <= gap)
  return before ? [before[0]] : []
}

function spansOfWays(ways: Ways, places: Places): Span[] {
  const spans: Span[] = []
  for (const way of ways) {
    for (const start of places.of(way[0] ?? '')) {
      if (way.every((word, index) => places.of(word).has(start + index))) spans.push([start, start + way.length])
    }
  }
  return spans.sort(([one], [other]) => one - other)
}
