// From a person's own words to what they mean. Pure: the phrases are read once, when this file is loaded.
import { join } from 'node:path'
import expected from './expected.json' with { type: 'json' }
import { type Intent, intents, isIntent, obstacles, precedence, urgent } from './intents.ts'
import { type Message, readMessage } from './message.ts'
import { holds, type Places } from './phrase.ts'
import { readPhrasebook } from './phrasebook.ts'
import { plainText } from './plain-text.ts'
import { secretFinder } from './secrets.ts'
import { meant } from './spelling.ts'

export interface Hint {
  lang?: string
  step?: string
  platform?: string
}

export interface Reading {
  intent: Intent
  confidence: number
}

export interface Understood {
  intent: Intent | null
  confidence: number
  choices: Reading[]
}

const book = readPhrasebook(join(import.meta.dirname, 'phrases'))
const holdsSecret = secretFinder(book.secrets)

/** From here on a meaning is clearly there, and precedence decides; urgent ones need less. */
const clear = 0.7
const enough = 0.5
const worthAsking = 0.25

/**
 * What the person means, by the phrases it holds and the precedence of the intents.
 * `intent` is null when unsure; `choices` are then the best guesses, at most 3, best first, and may be none.
 * Otherwise `choices` are the other meanings worth offering; the chosen one is not among them.
 */
export function understand(text: string, hint: Hint = {}): Understood {
  const plain = plainText(text)
  const scores = scoresOf(readMessage(plain), hint)
  if (holdsSecret(plain)) scores.set('secret_shared', 0.95)
  const readings = intents
    .map((intent) => ({ intent, confidence: Math.round((scores.get(intent) ?? 0) * 100) / 100 }))
    .filter(({ confidence }) => confidence >= worthAsking)
    .sort((one, other) => other.confidence - one.confidence)
  const meaning = decide(readings)
  const choices = readings.filter((reading) => reading !== meaning).slice(0, 3)
  return { intent: meaning?.intent ?? null, confidence: meaning?.confidence ?? 0, choices }
}

/** The first clear reading in order of precedence, else the surest that is sure enough. */
function decide(readings: Reading[]): Reading | undefined {
  const isClear = ({ intent, confidence }: Reading) => confidence >= (urgent.has(intent) ? enough : clear)
  for (const row of precedence) {
    const here = readings.filter((reading) => isClear(reading) && (row as readonly Intent[]).includes(reading.intent))
    const first =
      here.find(({ intent }) => obstacles.has(intent)) ?? here.sort((a, b) => intents.indexOf(a.intent) - intents.indexOf(b.intent))[0]
    if (first) return first
  }
  return readings.find(({ confidence }) => confidence >= enough)
}

function scoresOf(message: Message, hint: Hint): Map<Intent, number> {
  const places = placesIn(message)
  const scores = new Map<Intent, number>()
  for (const { locale, byWord } of book.languages) {
    const doubts = new Map<Intent, number>()
    const entries = new Set([...places.words].flatMap((word) => byWord.get(word) ?? []))
    for (const { intent, never, weight, phrase } of entries) {
      if (holds(message, places, phrase, never)) doubts.set(intent, (doubts.get(intent) ?? 1) * (1 - weight))
    }
    // A language the person does not use has words that only look like theirs.
    const trust = !hint.lang || ['every', 'en', hint.lang.toLowerCase().split('-')[0]].includes(locale) ? 1 : 0.8
    for (const [intent, doubt] of doubts) scores.set(intent, Math.max(scores.get(intent) ?? 0, (1 - doubt) * trust))
  }
  for (const intent of expectedAt(hint)) {
    const score = scores.get(intent)
    if (score) scores.set(intent, score + (1 - score) * 0.2)
  }
  return scores
}

/** What people trip over where this person stands; it makes a reading surer, it never makes one. */
function expectedAt({ step = '', platform = '' }: Hint): Intent[] {
  const at = (table: Record<string, string[]>, key: string) => (Object.hasOwn(table, key) ? (table[key] ?? []) : [])
  return [...at(expected.step, step), ...at(expected.platform, platform)].filter(isIntent)
}

function placesIn({ words }: Message): Places {
  const places = new Map<string, Set<number>>()
  const put = (key: string, at: number[]) => places.set(key, new Set([...(places.get(key) ?? []), ...at]))
  const typed = Map.groupBy(words.keys(), (place) => words[place] ?? '')
  for (const [word, at] of typed) {
    const stems = stemsOf(word)
    const slips = book.known.has(word) || stems.length > 0 ? [] : meant(book.spelling, word)
    for (const key of new Set([word, ...slips, ...[...stems, ...slips.flatMap(stemsOf)].map((stem) => `${stem}*`)])) put(key, at)
  }
  const nowhere: ReadonlySet<number> = new Set()
  return { words: [...places.keys()], of: (word) => places.get(word) ?? nowhere, found: new Map() }
}

/** No phrase asks for a longer beginning. */
const longestStem = 20

function stemsOf(word: string): string[] {
  return Array.from({ length: Math.min(word.length, longestStem) }, (_, last) => word.slice(0, last + 1)).filter((start) =>
    book.stems.has(start),
  )
}
