// What a meaning leaves open, how somebody wants to be written to and whether they ask after their request, from their own words to codes: at
// hearing time, because the words go no further.
import { locales } from '../../cards/content/language.ts'
import type { Wish } from '../conversation/turn.ts'
import { urgent } from './intents.ts'
import { folded, plainText } from './plain-text.ts'
import data from './wishes.json' with { type: 'json' }

/** Longer is a story, not a wish. */
const longest = 300
const isGlued = (text: string) => /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Arabic}]/u.test(text)

/** Folded further: Arabic is written with and without hamza, article and ending. */
const fold = (text: string) =>
  folded(text)
    .replace(/[أإآ]/g, 'ا')
    .replace(/ة/g, 'ه')
    .replace(/['’‘`´]/g, ' ')
const wordsIn = (text: string) => text.split(/[^\p{L}\p{M}\p{N}]+/u).filter((word) => word !== '')

/** Every name of every language, in every language that we write: "German", "allemand", "ドイツ語". */
const names = new Map<string, string>()
for (const code of [...locales, ...data.others]) {
  const family = code.split('-')[0] ?? code
  for (const locale of locales) name(new Intl.DisplayNames([locale], { type: 'language' }).of(family) ?? '', code)
  for (const other of (data.languages as Record<string, string[]>)[code] ?? []) name(other, code)
}

function name(text: string, code: string) {
  const bare = fold(text).replace(/^ال|ه$/g, (ending) => (/\p{Script=Arabic}/u.test(text) ? '' : ending))
  // "norsk bokmål", "noors - bokmål": the names in the file are the ones that people say.
  if (bare !== '' && !/[\s(]/.test(bare)) names.set(bare, code)
}

/** Whether any of them stands in a text: whole words, but for writing without spaces and for Arabic, which glues words. */
function finder(parts: string[]): (text: string) => boolean {
  const [glued, spaced] = [parts.map(fold).filter(isGlued), parts.map(fold).filter((part) => !isGlued(part))]
  const whole = `(?<![\\p{L}\\p{N}])(?:${spaced.map(RegExp.escape).join('|')})(?![\\p{L}\\p{N}])`
  const pattern = new RegExp([...(spaced.length > 0 ? [whole] : []), ...glued.map(RegExp.escape)].join('|'), 'u')
  return (text) => pattern.test(text)
}

const [gluedNames, spacedNames] = [[...names].filter(([named]) => isGlued(named)), [...names].filter(([named]) => !isGlued(named))]

/** Endings differ: "polski", "po polsku". Short names have to be whole, or "greek" would be found in "green". */
const isNamed = (word: string, named: string) =>
  word === named || (named.length > 5 && word.startsWith(named.slice(0, -1)) && word.length <= named.length + 3)

function languagesIn(text: string): { codes: string[]; rest: string[] } {
  const glued = gluedNames.filter(([named]) => text.includes(named))
  const bare = glued.reduce((left, [named]) => left.replaceAll(named, ' '), text)
  const found = new Set(glued.map(([, code]) => code))
  const rest = wordsIn(bare).filter((word) => {
    const spaced = spacedNames.filter(([named]) => isNamed(word, named))
    for (const [, code] of spaced) found.add(code)
    return spaced.length === 0
  })
  return { codes: [...found], rest }
}

const around = new Set(Object.values(data.around).flat())
/** Nothing is said but the language and a "please". */
const politeOnly = (rest: string[]) =>
  rest.every((word) => around.has(word) || ([...word].length < 2 && !isGlued(word)) || [...word].every((letter) => around.has(letter)))

const mayBeLanguage = new Set<string | null>([null, 'change_language', 'off_topic'])

/** `reads` is the locale in which they are written to now: of two languages named, the other one is wanted. */
export function wishIn(typed: string, intent: string | null, reads: string): { intent: string | null; wish?: Wish } {
  // Markup around a short text may be long, but not that long.
  const text = typed.length > longest * 10 ? '' : fold(plainText(typed))
  if (text === '' || text.length > longest || urgent.has(intent as never)) return { intent }
  const needs = needsIn(text, intent)
  if (needs) return { intent: 'accessibility_need', wish: { needs } }
  // "Where is my ticket" and "how many steps are left" are one meaning with two answers.
  if (intent === 'status' && saysRequest(text)) return { intent, wish: { request: true } }
  const language = languageIn(text, intent, reads)
  return language ? { intent: 'change_language', wish: language } : { intent }
}

function languageIn(text: string, intent: string | null, reads: string): Wish | undefined {
  // Three words leave no room for another wish beside it.
  const mayBeAutomatic = mayBeLanguage.has(intent) || intent === 'back' || wordsIn(text).length <= 3
  if (mayBeAutomatic && saysAutomatic(text)) return { language: 'automatic' }
  if (!mayBeLanguage.has(intent)) return undefined
  const { codes, rest } = languagesIn(text)
  const other = codes.length > 1 ? codes.filter((code) => code.split('-')[0] !== reads.split('-')[0]) : codes
  const [code] = other
  if (code === undefined) return intent === 'change_language' ? {} : undefined
  if (saysPhone(text)) return other.length === 1 ? { screen: code } : undefined
  if (intent !== 'change_language' && !politeOnly(rest)) return undefined
  return other.length === 1 ? { language: code } : {}
}

const findersOf = (lists: Record<string, string[]>) => Object.entries(lists).map(([need, words]) => [need, finder(words)] as const)
const [needsOf, surely] = [findersOf(data.needs), findersOf(data.sure)]
const [saysAutomatic, saysPhone, saysForget] = [finder(data.automatic), finder(data.phone), finder(data.forget)]
const saysRequest = finder(Object.values(data.request).flat())
const named = (finders: typeof needsOf, text: string) => finders.flatMap(([need, isIn]) => (isIn(text) ? [need] : []))

function needsIn(text: string, intent: string | null): string[] | undefined {
  if (intent !== 'accessibility_need') {
    const sure = named(surely, text)
    return sure.length > 0 ? sure : undefined
  }
  const found = named(needsOf, text)
  if (!saysForget(text)) return found
  return found.length > 0 ? found.map((need) => `without-${need}`) : ['none']
}
