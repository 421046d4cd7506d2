// A message as words with their places, ready to be compared with phrases.
import { folded } from './plain-text.ts'

/** More than this is pasted text; the first part says what it is about. */
const mostLetters = 2_000
const longestSentence = 40
const shortMessage = 12

/** A run of words: where it starts, and the first place after it. */
export type Span = readonly [start: number, end: number]

export interface Message {
  /** `^`, the words, `?` after a question, `$`. */
  words: string[]
  /** How many of them are words. */
  length: number
  /** Words of one phrase are looked for within one of these. */
  sentences: Span[]
}

// Writing without spaces is taken letter by letter, in phrases and in messages alike, so a phrase is found anywhere in it. The long mark of
// Japanese belongs to no script of its own.
const unspaced =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}ー\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}'
const piece = new RegExp(
  `(?<word>[${unspaced}]|(?:(?![${unspaced}])[\\p{L}\\p{M}\\p{N}])+(?:\\.\\p{N}+)*|\\p{Extended_Pictographic})|(?<end>[?]|[.!;](?=[\\s${unspaced}]|$)|[\\n。؟])`,
  'gu',
)

/** The words of a phrase or a message, already folded. */
export const wordsOf = (text: string): string[] =>
  [...text.matchAll(piece)].flatMap(({ groups }) => (groups?.word === undefined ? [] : [groups.word]))

/** Takes plain text; see `plainText`. */
export function readMessage(text: string): Message {
  const words = ['^']
  const sentences: Span[] = []
  let start = 0
  const close = () => {
    for (let from = start; from < words.length; from += longestSentence)
      sentences.push([from, Math.min(from + longestSentence + 10, words.length)])
    start = words.length
  }
  let length = 0
  for (const { groups } of folded(text).slice(0, mostLetters).matchAll(piece)) {
    if (groups?.word !== undefined) {
      words.push(groups.word)
      length++
    } else {
      if (groups?.end === '?' || groups?.end === '؟') words.push('?')
      close()
    }
  }
  words.push('$')
  close()
  return { words, length, sentences: length <= shortMessage ? [[0, words.length]] : sentences }
}

const mostSentences = 8

/** The parts of a longer message that say something on their own; none when it is one sentence. */
export function sentencesOf(text: string): string[] {
  const parts = text
    .slice(0, mostLetters)
    .split(/[.!?;\n。！？؟،,、]+(?=\s|$|[^\s\d])/)
    .map((part) => part.trim())
    .filter((part) => part.length > 1)
  return parts.length > 1 ? parts.slice(0, mostSentences) : []
}
