// What an organiser may put into an announcement. A link leads where it says, words ask for nothing (security.md B2, B3, B6). Pure.
import type { ErrorId } from '../../cards/desk/wave-form.ts'
import neverAsk from './never-ask.json' with { type: 'json' }

export interface Wrong {
  id: ErrorId
  text?: string
  names?: string
}

export const placeholders = ['firstName', 'company', 'date']
const longest = 200

/** https, an allowed host spelled out, and nothing else that could lead a reader astray. */
export function isAllowedAddress(address: string, hosts: string[]): boolean {
  const url = URL.parse(address)
  if (url?.protocol !== 'https:' || address.length > 500) return false
  if (url.username || url.password || url.port || url.hostname.includes('xn--')) return false
  // The text itself too: a parser forgives backslashes, default ports, capitals and other writing.
  const written = /^https:\/\/([a-z0-9.-]+)(?=[/?#]|$)/.exec(address)?.[1]
  return written === url.hostname && hosts.includes(url.hostname) && !leadsOn.test(address.slice(`https://${written}`.length))
}

/** Another address within it, written out or hidden once more: many a page sends its readers on to whatever it is given. */
const leadsOn = /(?:[/\\]|%2f|%5c){2}|%25/i

const escaped = neverAsk.words.map(RegExp.escape)
// Japanese and Chinese write no spaces, so there a word is found inside another.
const asking = new RegExp(
  `(?<![\\p{L}\\p{N}])(${escaped.filter((word) => !isWide(word)).join('|')})(?![\\p{L}\\p{N}])|(${escaped.filter(isWide).join('|')})`,
  'iu',
)
function isWide(word: string): boolean {
  return /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(word)
}

// There is no list of endings that somebody could not register, so any dot with letters right behind it is one. Between three numbers it
// is a date. Japanese and Chinese end sentences with a dot of their own, which leads somewhere only between Latin letters.
const addressLike =
  /:\/\/|\b(?:https?|ftp|file|mailto|tel|sms|msteams):|www\.|\]\(|@|(?<!\.)\.\p{L}{2}|[a-z0-9]。[a-z]{2}|\d(?:\.\d+){3}|\d(?:\.\d+){2}[/:]\S/iu

/**
 * As readers see it: one way of writing each character, none that cannot be seen, and no mark on a letter that bears it in none of our languages.
 */
const seen = (text: string) =>
  text.normalize('NFKC').replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]|(?<=\p{Script=Latin})[\u0300-\u036f]+/gu, '')

// A Cyrillic а cannot be told from a Latin one, so a word that must not stand there could. None of our languages is written with such letters.
const strange =
  /[^\P{L}\p{Script=Latin}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Arabic}\p{Script=Common}\p{Script=Inherited}]/u

/** What is wrong with the organiser's own sentence, if anything. */
export function checkOwn(language: string, text: string): Wrong | undefined {
  if (text.length > longest) return { id: 'own-long', text: language }
  const rest = text.replace(/\{(\w+)\}/g, (all, name) => (placeholders.includes(name) ? '' : all))
  if (/[{}]/.test(rest)) return { id: 'own-placeholder', text: rest.match(/\{[^{}]*\}?|\}/)?.[0] ?? rest }
  // A placeholder that nothing comes into lets its neighbours meet.
  const readings = [seen(text), seen(rest)]
  if (readings.some((reading) => addressLike.test(reading))) return { id: 'own-link', text: language }
  const letter = strange.exec(seen(text))?.[0]
  if (letter !== undefined) return { id: 'own-letter', text: letter }
  const asked = readings.map((reading) => asking.exec(reading)?.[0]).find((word) => word !== undefined)
  return asked === undefined ? undefined : { id: 'own-secret', text: asked }
}

/** Placeholders in place. */
export const filled = (own: string, values: { firstName?: string; company: string; date?: string }): string =>
  own
    .replaceAll('{firstName}', () => values.firstName ?? '')
    .replaceAll('{company}', () => values.company)
    .replaceAll('{date}', () => values.date ?? '')
