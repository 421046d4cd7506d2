// How long and how hard a message is to read, in each language's own measure (plain-language.md §4).
import readability from 'text-readability'
import type { Card } from '../../cards/card.ts'
import { language } from '../../cards/content/language.ts'
import limits from './limits.json' with { type: 'json' }
import { cleaned, prose, sentences, wordsIn } from './parts.ts'

export type Locale = Exclude<keyof typeof limits, 'note'>
export const limitsOf = (locale: string) => limits[locale as Locale]

/** Names that stand on screens are not ours to word. */
const names =
  /(?<!\p{L})(pass-?keys?|passnøkkel\p{L}*|klucz\p{L}* dostępu|Authenticator|Microsoft|Android\p{L}*|Samsung|Firefo\p{L}*|Contoso|helpdesk)(?!\p{L})/giu

/** Quoted labels, names and addresses count as one short word each (§4). */
export function bare(locale: string, card: Card): string {
  // Syllables count in English, so what stands for a label needs one.
  if (locale === 'en') return cleaned(card)
  const [open = '', close = ''] = language(locale).words.quoted.split('{text}').map(RegExp.escape)
  return prose(card)
    .replace(new RegExp(`${open}.*?${close}`, 'g'), 'x')
    .replace(/\S+@\S+?(?=[.,]?(\s|$))|https?:\S+|\b[\w-]+(\.[\w-]+)+\b/g, 'x')
    .replace(names, 'x')
}

const inSentences = (text: string) => text.split(/(?<=[.!?:؟])\s+(?!\p{Ll})|(?<=[。！？])/u).filter((one) => one.trim() !== '')
const characters = (text: string) => text.replaceAll(/\s/g, '').length

export function sizeOf(locale: string, text: string): number {
  return limitsOf(locale).unit === 'words' ? wordsIn(text).length : characters(text)
}

/** Undefined: too short for the measure to mean anything. */
export function hardness(locale: string, text: string): number | undefined {
  const { unit, measure } = limitsOf(locale)
  const size = sizeOf(locale, text)
  if (size < (unit === 'words' ? 20 : 60)) return undefined
  if (measure === 'grade') return readability.fleschKincaidGrade(text)
  return Math.round((measure === 'lix' ? lix(text) : size / inSentences(text).length) * 10) / 10
}

export const longestSentence = (locale: string, text: string) => Math.max(0, ...inSentences(text).map((one) => sizeOf(locale, one)))

/** Words a sentence, and the share of words longer than six letters: 30 is very easy, 40 easy. */
export function lix(text: string): number {
  const words = wordsIn(text)
  const long = words.filter((word) => word.replace(/\P{L}/gu, '').length > 6)
  return words.length / sentences(text).length + (100 * long.length) / words.length
}

export const medianOf = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0
