// Loads the languages beside this file, checks them, and fills a text with its values.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { IntlMessageFormat } from 'intl-messageformat'
import type { Reader, Wording } from '../card.ts'
import type { Safe } from '../plain.ts'
import { type Content, english } from './content.ts'
import { expandLabels } from './labels.ts'

/** A value may differ by language: what a company wrote in several. */
export type Values = Record<string, Safe | number | ((locale: string) => Safe | undefined) | undefined>

/** One language: its words with the quoted labels in place, and the way to fill them in. */
export interface Language {
  locale: string
  words: Content
  say(text: string, values?: Values): string | undefined
}

const languages = new Map<string, Language>()
const sources = new Map<string, Content>()
const wanted = [...keysOf(english)]
for (const file of readdirSync(import.meta.dirname).filter((name) => /^[a-z]{2}(-[A-Z]{2})?\.json$/.test(name))) {
  const locale = file.replace('.json', '')
  const content = locale === 'en' ? english : ({ ...read(file), trouble: read(`trouble.${file}`) } as Content)
  const has = keysOf(content)
  const missing = wanted.filter((key) => !has.has(key))
  if (missing.length > 0)
    throw new Error(`cards/content, ${locale} lacks ${missing.join(', ')}: write them from the meaning, as in English`)
  sources.set(locale, content)
  languages.set(locale, languageOf(locale, content))
}

function read(file: string) {
  return JSON.parse(readFileSync(join(import.meta.dirname, file), 'utf8'))
}

export const locales = [...languages.keys()]

/** The reader's language, else the same language of another country, else English. */
export function language(locale: string): Language {
  const family = locale.split('-')[0] ?? 'en'
  const near = family === 'no' || family === 'nn' ? 'nb' : family
  const sameFamily = locales.find((one) => one.split('-')[0] === near)
  return languages.get(locale) ?? languages.get(near) ?? languages.get(sameFamily ?? 'en') ?? languageOf('en', english)
}

/** The reader's language, with labels as the screen of their phone shows them. */
export function languageOfReader({ locale, screen }: Reader): Language {
  const spoken = language(locale)
  const shown = screen === undefined ? spoken.locale : language(screen).locale
  const key = `${spoken.locale} ${shown}`
  if (shown === spoken.locale) return spoken
  const found = mixed.get(key) ?? languageOf(spoken.locale, sources.get(spoken.locale) ?? english, shown)
  mixed.set(key, found)
  return found
}

const mixed = new Map<string, Language>()

export const isRightToLeft = (locale: string) => language(locale).locale === 'ar'

/**
 * A short text that stands alone, held in the reader's direction: "iOS 18 or newer" in Arabic begins with a Latin word, and
 * would be set from the left without the mark. Clients differ in whether they take the direction of the card for it.
 */
export function inDirection(locale: string, text: string): string {
  if (isRightToLeft(locale)) return /^\p{Script=Arabic}/u.test(text) ? text : `\u200f${text}`
  return /^\p{Script=Arabic}/u.test(text) ? `\u200e${text}` : text
}

/** The company's text for a reader: in their language, else in English, else the first that was written. */
export function wordingFor(text: Wording, locale: string): string {
  if (typeof text === 'string') return text
  const near = [locale, language(locale).locale, 'en'].find((one) => Object.hasOwn(text, one))
  return text[near ?? Object.keys(text)[0] ?? ''] ?? ''
}

/** How to write dates for a reader: their country's way when we speak their language, else that of the words. */
export function dateLocale(locale: string): string {
  const spoken = language(locale).locale
  return /^[a-z]{2}-[A-Z]{2}$/.test(locale) && locale.slice(0, 2) === spoken.slice(0, 2) ? locale : spoken
}

function languageOf(locale: string, raw: Content, screen = locale): Language {
  const quote = (text: string) => raw.quoted.replace('{text}', text)
  const words = mapText(raw, (text) => expandLabels(text, screen, raw.buttons, quote)) as Content
  // Read when it is first said: of a dozen languages a process speaks few, and the rest would only fill its memory.
  const formats = new Map<string, ReturnType<typeof formatOf>>()
  const say = (text: string, values: Values = {}): string | undefined => {
    const known = formats.get(text) ?? formatOf(text, locale)
    formats.set(text, known)
    const { format, needs, chooses } = known
    const filled = given(values, locale)
    if (needs.some((name) => filled[name] === undefined)) return undefined
    return format.format({ ...Object.fromEntries(chooses.map((name) => [name, 'none'])), ...filled }) as string
  }
  return { locale, words, say }
}

const given = (values: Values, locale: string) =>
  Object.fromEntries(
    Object.entries(values)
      .map(([name, value]) => [name, typeof value === 'function' ? value(locale) : value] as const)
      .filter(([, value]) => value !== undefined),
  )

function formatOf(text: string, locale: string) {
  const format = new IntlMessageFormat(text, locale, undefined, { ignoreTag: true })
  const found = { plain: new Set<string>(), chosen: new Set<string>() }
  walk(format.getAst() as Part[], found)
  return { format, needs: [...found.plain].filter((name) => !found.chosen.has(name)), chooses: [...found.chosen] }
}

interface Part {
  type: number
  value?: string
  options?: Record<string, { value: Part[] }>
}

// Types of @formatjs/icu-messageformat-parser: 1 argument, 2 number, 5 select, 6 plural.
function walk(parts: Part[], found: { plain: Set<string>; chosen: Set<string> }): void {
  for (const part of parts) {
    if ([1, 2, 6].includes(part.type)) found.plain.add(part.value ?? '')
    if (part.type === 5) found.chosen.add(part.value ?? '')
    for (const option of Object.values(part.options ?? {})) walk(option.value, found)
  }
}

// Platforms count as one key: a language may need more or fewer variants than English does.
function keysOf(content: Content): Set<string> {
  return new Set([...leaves(content).keys()].map((key) => key.replace(/\.(body|help)\.[\w-]+$/, '.$1')))
}

/** Every text by its path; a list of paragraphs is one entry. */
function leaves(value: object, path = '', into = new Map<string, string[]>()): Map<string, string[]> {
  for (const [key, child] of Object.entries(value) as [string, string | string[] | object][]) {
    const here = path === '' ? key : `${path}.${key}`
    if (typeof child === 'string') into.set(here, [child])
    else if (Array.isArray(child)) into.set(here, child)
    else leaves(child, here, into)
  }
  return into
}

function mapText(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value)
  if (Array.isArray(value)) return value.map((one) => mapText(one, change))
  return Object.fromEntries(Object.entries(value as object).map(([key, one]) => [key, mapText(one, change)]))
}
