// Somebody who names their phone, its system or their computer, and says nothing else: "ho un Samsung Galaxy A54", "iOS 18.1", "18.1".
// To one who only counts words that looks like trouble with it, so it is told apart before.
import type { PhoneNamed } from '../conversation/turn.ts'
import type { Phone } from '../people.ts'
import data from './phone-names.json' with { type: 'json' }
import { folded, plainText } from './plain-text.ts'

/** More words than these are a story. */
const longest = 80
/** Numbers that systems of phones in use bear. Any other one is a model, a size or somebody's code. */
const [oldest, newest] = [8, 39]

const fold = (text: string) => folded(text).replace(/[\u3099\u309a]/g, '')
const isGlued = (word: string) => /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(word)

/** Whole words, but for writing without spaces. Longer ones first, or "samsung" would leave half of "samsung galaxy". */
function oneOf(words: string[]): string {
  const sorted = [...new Set(words.map(fold))]
    .sort((one, other) => other.length - one.length)
    .map((word) => [word, RegExp.escape(word)] as const)
  return `(?:${sorted.map(([word, safe]) => (isGlued(word) ? safe : `(?<!\\p{L})${safe}(?!\\p{L})`)).join('|')})`
}

const number = '(\\d{1,2})(?:\\.\\d{1,2}){0,2}(?![\\d.]*\\d)'
const aVersion = oneOf(data.versions)
const series = `(?<!\\p{L})(?:${data.models.join('|')})(?![\\p{L}\\d])`
/** "15 Pro Max", "A54", "S23+" */
const model = `(?:[\\s+-]*(?:${series}|\\p{Script=Latin}{0,2}\\d{1,3}(?!\\d)(?:\\p{Script=Latin}(?!\\p{Script=Latin}))?))*`
const systems = Object.entries(data.systems).map(([system, words]) => ({
  system: system as 'ios' | 'android',
  isIn: new RegExp(`${oneOf(words)}[\\s:-]*(?:${aVersion}[\\s:-]*)?(?:${number})?`, 'u'),
}))
const phones = Object.entries(data.phones).map(([phone, words]) => ({
  phone: phone as Phone,
  isIn: new RegExp(`${oneOf(words)}${model}`, 'gu'),
}))
const alone = new RegExp(`(?<![\\p{L}\\d.])${number}(?!\\p{Script=Latin})`, 'u')
const around = new RegExp(oneOf([...data.versions, ...Object.values(data.around).flat()]), 'gu')

/** Undefined: something else is said too, or more than one phone or system is named. */
export function phoneNamed(typed: string): PhoneNamed | undefined {
  const text = typed.length > longest * 10 ? '' : fold(plainText(typed)).trim()
  if (text === '' || text.length > longest) return undefined
  const [system, ...otherSystems] = systems.flatMap(({ system, isIn }) =>
    isIn.test(text) ? [{ system, isIn, version: isIn.exec(text)?.[1] }] : [],
  )
  const withoutSystem = system ? text.replace(system.isIn, ' ') : text
  const [phone, ...otherPhones] = phones.flatMap(({ phone, isIn }) => (withoutSystem.search(isIn) >= 0 ? [{ phone, isIn }] : []))
  if (otherSystems.length > 0 || otherPhones.length > 0) return undefined
  const withoutPhone = phone ? withoutSystem.replace(phone.isIn, ' ') : withoutSystem
  const bare = system || phone ? undefined : alone.exec(withoutPhone)?.[1]
  const rest = (bare === undefined ? withoutPhone : withoutPhone.replace(alone, ' ')).replace(around, ' ')
  if (/[\p{L}\p{N}]/u.test(rest) || !(system || phone || bare)) return undefined
  const version = Number(system?.version ?? bare ?? Number.NaN)
  const isVersion = version >= oldest && version <= newest
  if (!system && !phone && !isVersion) return undefined
  return { ...(phone ? { phone: phone.phone } : {}), ...(system ? { system: system.system } : {}), ...(isVersion ? { version } : {}) }
}

const computers = new RegExp(oneOf(data.computers), 'gu')
const atComputer = new RegExp(oneOf([...data.atComputer, ...Object.values(data.around).flat()]), 'gu')

/** "I am on a Mac": the computer they sit at, and nothing else. */
export function isComputerNamed(typed: string): boolean {
  const text = typed.length > longest ? '' : fold(plainText(typed)).trim()
  return text.search(computers) >= 0 && !/[\p{L}\p{N}]/u.test(text.replace(computers, ' ').replace(atComputer, ' '))
}
