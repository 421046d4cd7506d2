// What a message shows to the part that learned: its words, their pieces, and what they speak of in any language.
import type { Message } from './message.ts'
import type { Places, Ways } from './phrase.ts'

/** How much each kind of evidence counts; chosen by `npm run understand:measure`. */
const weights = { concept: 2, pair: 1.5, word: 1, neighbours: 0.7, piece: 0.3, letters: 1 } as const
const pieceLengths = [3, 4, 5]
const unspaced = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}ー\p{Script=Thai}]$/u

/** A concept is what people speak of, whatever the language: `phone`, `lost`. By the first word of a way to say it. */
export type Concepts = ReadonlyMap<string, readonly { concept: string; way: Ways[number] }[]>

/** Evidence and its weight. `@lost` is a concept, `@lost @phone` two in one message, the rest is spelled out. */
export type Features = ReadonlyMap<string, number>

export const isPiece = (name: string) => name.startsWith('…')

export function featuresOf(message: Message, places: Places, concepts: Concepts): Features {
  const features = new Map<string, number>()
  const words = message.words.slice(1, -1)
  const named = conceptsIn(places, concepts)
  for (const [index, concept] of named.entries()) {
    features.set(`@${concept}`, weights.concept)
    for (const other of named.slice(index + 1)) features.set(`@${concept} @${other}`, weights.pair)
  }
  for (const [index, word] of words.entries()) {
    const next = words[index + 1]
    if (unspaced.test(word)) addLetters(features, words, index)
    else {
      features.set(word, weights.word)
      if (next !== undefined) features.set(`${word} ${next}`, weights.neighbours)
      addPieces(features, word)
    }
  }
  features.set(`length ${Math.min(words.length, 4)}`, weights.piece)
  return features
}

/** In alphabetical order, so that a pair has one name. */
function conceptsIn(places: Places, concepts: Concepts): string[] {
  const found = new Set<string>()
  for (const word of places.words) {
    for (const { concept, way } of concepts.get(word) ?? []) {
      if (found.has(concept)) continue
      const stands = [...places.of(word)].some((start) => way.every((each, index) => places.of(each).has(start + index)))
      if (stands) found.add(concept)
    }
  }
  return [...found].sort()
}

/** Writing without spaces: runs of one to three letters stand for words. */
function addLetters(features: Map<string, number>, words: string[], from: number) {
  let run = ''
  for (const letter of words.slice(from, from + 3)) {
    if (!unspaced.test(letter)) break
    run += letter
    features.set(run, run.length === 1 ? weights.letters / 2 : weights.letters)
  }
}

/** Endings and slips leave most of a word as it was. */
function addPieces(features: Map<string, number>, word: string) {
  const whole = `‹${word.slice(0, 30)}›`
  for (const length of pieceLengths) {
    for (let start = 0; start + length <= whole.length; start++) features.set(`…${whole.slice(start, start + length)}`, weights.piece)
  }
}
