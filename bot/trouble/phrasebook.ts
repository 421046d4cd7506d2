// Reads phrases/ once, at start: one folder a language, any number of files in it, `every` for all languages.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Concepts } from './features.ts'
import { type Intent, isIntent } from './intents.ts'
import { firstWords, type Lists, type Phrase, readPhrase, readWays, type Ways } from './phrase.ts'
import { type Spelling, spellingOf } from './spelling.ts'

/** How much one phrase says: `sure` is enough alone, two that are `likely` make it clear, a `hint` only helps. */
const weights = { sure: 0.85, likely: 0.6, hint: 0.3 } as const
/** A sentence that holds a `never` phrase says nothing for that intent; a message that holds a `denied` one does not mean it. */
type Strength = keyof typeof weights | 'never' | 'denied'

interface Page {
  words?: Record<string, string[]>
  intents?: Record<string, Partial<Record<Strength, string[]>>>
  secrets?: Partial<SecretWords>
  /** Ways to speak of a thing, by its name, which is the same in every language. */
  concepts?: Record<string, string[]>
}

/** Words around a pasted secret, see secrets.ts. */
export interface SecretWords {
  /** What a secret is called. */
  names: string[]
  /** The same for codes, which errors have too: these need six digits. */
  codes: string[]
  /** Stand between the name and the secret: "is". */
  joins: string[]
  /** May stand after "my password is" without being one: "expired". */
  harmless: string[]
  /** Turn a number into something else: "error". */
  otherwise: string[]
}

/** One phrase of one intent, and what rules it out. */
export interface Entry {
  intent: Intent
  never: Phrase[]
  weight: number
  phrase: Phrase
}

export interface Language {
  locale: string
  meanings: { intent: Intent; never: Phrase[]; denied: Phrase[]; phrases: { weight: number; phrase: Phrase }[] }[]
  /** The entries that begin with a word: only those of a message's own words can be held by it. */
  byWord: ReadonlyMap<string, Entry[]>
}

export interface Phrasebook {
  languages: Language[]
  secrets: SecretWords
  concepts: Concepts
  /** Beginnings that phrases ask for, without their `*`. */
  stems: ReadonlySet<string>
  known: ReadonlySet<string>
  spelling: Spelling
}

export function readPhrasebook(folder: string): Phrasebook {
  const every = listsOf(pagesIn(folder, 'every'), new Map())
  const locales = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const languages = locales.map(({ name }) => readLanguage(name, pagesIn(folder, name), every))
  const pages = locales.flatMap(({ name }) => pagesIn(folder, name))
  const used = languages.flatMap(({ meanings }) =>
    meanings.flatMap(({ never, denied, phrases }) => [...never, ...denied, ...phrases.map(({ phrase }) => phrase)]),
  )
  const concepts = readConcepts(pages)
  const words = new Set([
    ...used.flatMap(({ terms }) => terms.flatMap(({ parts }) => parts.flatMap(({ ways }) => ways.flat()))),
    ...[...concepts.values()].flatMap((entries) => entries.flatMap(({ way }) => way)),
  ])
  const stems = new Set([...words].filter((word) => word.endsWith('*')).map((word) => word.slice(0, -1)))
  const wanted = [...words].map((word) => word.replace('*', ''))
  return { languages, secrets: secretWords(pages), concepts, stems, known: new Set(wanted), spelling: spellingOf(wanted) }
}

function pagesIn(folder: string, locale: string): Page[] {
  const files = readdirSync(join(folder, locale))
    .filter((name) => name.endsWith('.json'))
    .sort()
  // words.json comes first: it holds the lists that the other files use.
  return files
    .sort((one, other) => Number(other === 'words.json') - Number(one === 'words.json'))
    .map((name) => JSON.parse(readFileSync(join(folder, locale, name), 'utf8')))
}

/** A list may use the lists before it, and those of every language. */
function listsOf(pages: Page[], shared: Lists): Lists {
  const lists = new Map<string, Ways>(shared)
  const entries = pages.flatMap(({ words = {} }) => Object.entries(words))
  for (const [name, ways] of entries) {
    lists.set(name, [...(shared.get(name) ?? []), ...ways.flatMap((way) => readWays(way, `list ${name}`, lists))])
  }
  return lists
}

function readLanguage(locale: string, pages: Page[], shared: Lists): Language {
  const lists = locale === 'every' ? shared : listsOf(pages, shared)
  const meanings = pages.flatMap((page) =>
    Object.entries(page.intents ?? {}).map(([intent, strengths]) => {
      if (!isIntent(intent)) throw new Error(`phrases/${locale}: there is no intent "${intent}"`)
      const { never = [], denied = [], ...rest } = strengths
      const phrases = Object.entries(rest).flatMap(([strength, written]) => {
        if (!Object.hasOwn(weights, strength))
          throw new Error(`phrases/${locale}, ${intent}: sure, likely, hint, never or denied, not "${strength}"`)
        return written.map((each) => ({ weight: weights[strength as keyof typeof weights], phrase: readPhrase(each, lists) }))
      })
      const read = (written: string[]) => written.map((each) => readPhrase(each, lists))
      return { intent, never: read(never), denied: read(denied), phrases }
    }),
  )
  return { locale, meanings, byWord: indexOf(meanings) }
}

function readConcepts(pages: Page[]): Concepts {
  const concepts = new Map<string, { concept: string; way: Ways[number] }[]>()
  const entries = pages.flatMap((page) => Object.entries(page.concepts ?? {}))
  for (const [concept, written] of entries) {
    for (const way of written.flatMap((each) => readWays(each, `concept ${concept}`, new Map()))) {
      const [first = ''] = way
      concepts.set(first, [...(concepts.get(first) ?? []), { concept, way }])
    }
  }
  return concepts
}

function indexOf(meanings: Language['meanings']): Map<string, Entry[]> {
  const byWord = new Map<string, Entry[]>()
  for (const { intent, never, phrases } of meanings) {
    for (const { weight, phrase } of phrases) {
      const entry = { intent, never, weight, phrase }
      for (const word of firstWords(phrase)) byWord.set(word, [...(byWord.get(word) ?? []), entry])
    }
  }
  return byWord
}

function secretWords(pages: Page[]): SecretWords {
  const all = (key: keyof SecretWords) => pages.flatMap(({ secrets }) => secrets?.[key] ?? [])
  return { names: all('names'), codes: all('codes'), joins: all('joins'), harmless: all('harmless'), otherwise: all('otherwise') }
}
