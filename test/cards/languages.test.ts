// The wording law for every language but English: whole, same placeholders, short, plain (plain-language.md §2–§5).
import { readFileSync } from 'node:fs'
import { IntlMessageFormat } from 'intl-messageformat'
import { describe, expect, it } from 'vitest'
import type { Card } from '../../cards/card.ts'
import { locales } from '../../cards/content/language.ts'
import { everyLead, everyMessage, everyNeed } from './every-message.ts'
import { bare, lix } from './measures.ts'
import { partsOf, wordsIn } from './parts.ts'

// Japanese and Chinese have no spaces to count words by: characters stand in for them.
const inWords = { message: 60, sentence: 25, measure: 'words' }
const inCharacters = { message: 200, sentence: 60, measure: 'characters' }
const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uff60]/gu
const width = (text: string) => text.length + (text.match(wide)?.length ?? 0)
/** LIX calls 30 very easy and 40 easy; two words of a short message move it by ten. */
const easy = 34
interface Part {
  type: number
  value?: string
  options?: Record<string, { value: Part[] }>
}
const read = (file: string) => JSON.parse(readFileSync(new URL(`../../cards/content/${file}.json`, import.meta.url), 'utf8'))
const readAll = (locale: string) => ({ ...read(locale), trouble: read(`trouble.${locale}`) })

/** Every text by its key; the platforms of a step are one key, for a language may need more or fewer of them. */
function texts(value: unknown, path = ''): [string, string][] {
  if (typeof value === 'string') return [[path, value]]
  const under = (key: string) => (/\.(body|help)$/.test(path) || Array.isArray(value) ? path : `${path}.${key}`)
  return Object.entries(value as object).flatMap(([key, child]) => texts(child, under(key)))
}

/** What is filled in, the cases of each choice, the labels and buttons named; plural cases are the language's own. */
function placeholders(locale: string): Map<string, string> {
  const found = new Map<string, Set<string>>()
  // Types of @formatjs/icu-messageformat-parser, as in language.ts: 0 is text, 5 a select.
  const values = (parts: Part[]): string[] =>
    parts.flatMap(({ type, value, options = {} }) => [
      ...(type === 0 || value === undefined ? [] : [type === 5 ? `${value} (${Object.keys(options).sort()})` : value]),
      ...Object.values(options).flatMap((option) => values(option.value)),
    ])
  const ours = /\{((?:label|button)\.[\w.-]+)\}/g
  for (const [key, text] of texts(readAll(locale))) {
    const format = new IntlMessageFormat(text.replace(ours, ''), locale, undefined, { ignoreTag: true })
    const named = [...text.matchAll(ours)].map(([, name]) => name ?? '')
    found.set(key, new Set([...(found.get(key) ?? []), ...named, ...values(format.getAst() as Part[])]))
  }
  return new Map([...found].map(([key, all]) => [key, [...all].sort().join()]))
}

const english = placeholders('en')

it.each(locales)('%s: the sentence that announces a list stands right above it', (locale) => {
  const lists = everyMessage(locale)
    .map(({ name, card }) => ({ name, ...partsOf(card) }))
    .filter(({ list }) => list.length > 0)
  expect(lists.length).toBeGreaterThan(0)
  expect(lists.filter(({ paragraphs }) => paragraphs.slice(0, -1).some((text) => /[:：]$/.test(text))).map(({ name }) => name)).toEqual([])
})

describe.each(locales.filter((locale) => locale !== 'en'))('%s', (locale) => {
  const { message, sentence, measure } = /^(ja|zh)/.test(locale) ? inCharacters : inWords
  const size = (text: string) => (measure === 'words' ? wordsIn(text).length : text.replaceAll(/\s/g, '').length)
  const split = (text: string) => text.split(/(?<=[.!?:؟])\s+(?!\p{Ll})|(?<=[。！？])/u)
  const measured = [...everyMessage(locale), ...everyLead(locale), ...everyNeed(locale)].map((one) => ({
    ...one,
    text: bare(locale, one.card),
  }))
  const which = (rule: (one: (typeof measured)[number]) => boolean) =>
    measured.flatMap((one) => (rule(one) ? [`${one.name}: ${one.text}`] : [])).slice(0, 8)

  it('has every text of English, with the same values and labels in it', () => {
    const own = placeholders(locale)
    const differs = [...english].filter(([key, expected]) => own.get(key) !== expected)
    expect(differs.map(([key, expected]) => `${key} has ${own.get(key)}, English has ${expected}`)).toEqual([])
  })
  it('says no banned word outside a quoted label, in any text', () => {
    const { words, exact } = read(`banned.${locale}`) as { words: string[]; exact: string[] }
    // Japanese and Chinese have no spaces, so there a word is found inside another; Arabic glues "and", "the", "to" before it.
    const glued = locale === 'ar' ? '(?:[وفبكل]|ال|لل)*' : ''
    const [open, close] = /^(ja|zh)/.test(locale) ? ['(', ')'] : [`(?<![\\p{L}\\p{N}-])${glued}(`, ')(?![\\p{L}\\p{N}-])']
    const pattern = new RegExp(`${open}${words.map(RegExp.escape).join('|')}${close}`, 'iu')
    const capitals = new RegExp(`\\b(${exact.join('|')})\\b`)
    const ours = (text: string) => text.replace(/\{(label|button)[^}]*\}|\w+, (select|plural)/g, '')
    const said = texts(readAll(locale)).map(([key, text]) => [key, (ours(text).match(pattern) ?? ours(text).match(capitals))?.[0]])
    expect(said.filter(([, word]) => word !== undefined)).toEqual([])
  })
  it('fits its titles and buttons', () => {
    const short = /^\.(buttons|exits|phones|readings|trouble\.buttons)\.|\.(title|done)$|^\.trouble\.questions\..*\.(?!ask$)/
    expect(texts(readAll(locale)).filter(([key, text]) => short.test(key) && width(text) > 26)).toEqual([])
    const titles = (card: Card) => partsOf(card).rows.flatMap((row) => row.map(({ title }) => title))
    expect(which(({ card }) => new Set(titles(card)).size < titles(card).length)).toEqual([])
  })
  it(`keeps messages to ${message} ${measure} and sentences to ${sentence} ${measure}`, () => {
    expect(which(({ text }) => size(text) > message)).toEqual([])
    expect(which(({ text }) => split(text).some((one) => size(one) > sentence))).toEqual([])
    expect(which(({ card }) => /[{}]|undefined/.test(card.text))).toEqual([])
  })
  it.skipIf(/^(ja|zh|ar)/.test(locale))('reads alike all through: no message of 20 words or more has a LIX above the median + 8', () => {
    const printed = measured.slice(0, everyMessage(locale).length)
    const all = printed.map(({ text }) => text).filter((text) => wordsIn(text).length >= 20)
    const sorted = all.map(lix).sort((a, b) => a - b)
    const limit = Math.max((sorted[Math.floor(sorted.length / 2)] ?? 0) + 8, easy)
    expect(all.filter((text) => lix(text) > limit).map((text) => `${lix(text).toFixed(1)} > ${limit.toFixed(1)}: ${text}`)).toEqual([])
  })
})
