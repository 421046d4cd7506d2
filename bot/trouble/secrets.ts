// Finds a password, PIN, pass or code that was typed into the chat, by its shape and by the word beside it.
import type { SecretWords } from './phrasebook.ts'
import {
  bare,
  codeIn,
  codeNumber,
  isAddress,
  isDigits,
  isErrorNumber,
  isMade,
  isPass,
  isRandom,
  isSpelledOut,
  standsAlone,
} from './secret-shapes.ts'

/** How far from its name a code is still taken to be meant by it. */
const near = 60

/** True when the text shows a secret. It never says which part: nobody downstream shall hold it. Takes plain text. */
export type FindsSecret = (text: string) => boolean

export function secretFinder(words: SecretWords): FindsSecret {
  const named = anyOf([...words.names, ...words.codes])
  const isCode = new RegExp(`^(?:${words.codes.map(escaped).join('|')})$`, 'iu')
  const otherwise = anyOf(words.otherwise, 'iu')
  const joined = new RegExp(
    `^["'”)]?\\s*(?:[:=→>]+|-+>?(?=\\s)|(?:${words.joins.map(escaped).join('|')})(?![\\p{L}\\p{N}]))\\s*[:=]?\\s*`,
    'iu',
  )
  const unspacedJoin = /^\s*[はが是为:=]\s*/u
  const harmless = new Set(words.harmless)

  const besideItsName = (text: string) =>
    [...text.matchAll(named)].some(({ 0: name, index }) => {
      const before = text.slice(Math.max(0, index - near), index)
      const rest = text.slice(index + name.length, index + name.length + near)
      const code = isCode.test(name)
      if (code && otherwise.test(before.slice(-12))) return false
      const join = rest.match(joined)?.[0] ?? rest.match(unspacedJoin)?.[0]
      if (join !== undefined) return isValue(rest.slice(join.length), harmless)
      const value = bare(rest.match(/^\s+(\S{4,64})/)?.[1] ?? '')
      if (isRandom(value) || (isDigits(value, code ? 6 : 4) && !isErrorNumber(value))) return true
      return !code && (isMade(value) || isMade(before.match(/(\S{6,64})\s+(?:is|was)\s+my\s+(?:\S+\s+)?$/i)?.[1] ?? ''))
    })

  const codeNearItsName = (text: string) =>
    [...text.matchAll(codeNumber)].some(({ 0: number, index }) => {
      const before = text.slice(Math.max(0, index - near), index)
      const after = text.slice(index + number.length, index + number.length + near)
      if (isErrorNumber(number) || otherwise.test(before.slice(-25))) return false
      return `${before}\n${after}`.search(named) >= 0
    })

  const almostAlone = (line: string) =>
    line.split(/\s+/).length <= 4 && !otherwise.test(line) && codeIn(line).some((each) => !isErrorNumber(each))

  return (text) =>
    text.split('\n').some((line) => standsAlone(line.trim()) || almostAlone(line.trim())) ||
    text.split(/\s+/).some(isPass) ||
    (isSpelledOut(text) && !otherwise.test(text)) ||
    besideItsName(text) ||
    codeNearItsName(text)
}

const escaped = (word: string) => RegExp.escape(word)

/** Any of the words as a whole word; writing without spaces has no such bounds. */
function anyOf(words: string[], flags = 'giu'): RegExp {
  const [joined, spaced] = [words.filter((word) => /[\u3040-\u9fff]/.test(word)), words.filter((word) => !/[\u3040-\u9fff]/.test(word))]
  const bounded = `(?<![\\p{L}\\p{N}_])(?:${spaced.map(escaped).join('|')})(?![\\p{L}\\p{N}_])`
  return new RegExp([bounded, ...joined.map(escaped)].join('|'), flags)
}

/** What stands after "my password is": anything with a digit or a mark in it, or a last word that is no usual one. */
function isValue(rest: string, harmless: ReadonlySet<string>): boolean {
  const [token = ''] = rest.match(/^[\u3040-\u9fff]?[^\s\u3040-\u9fff]{1,64}/u) ?? []
  const value = bare(token)
  if (value.length < 4 || isAddress(value) || isErrorNumber(value) || /^\d+[.,:%/-]/.test(value)) return false
  if (/^\d+$/.test(value)) return value.length <= 12
  if (/\p{L}/u.test(value) && /[\p{N}#$%^&*=+~|\\<>{}@!?]/u.test(value)) return true
  if (/^["'“”«]/.test(token)) return !harmless.has(value.toLowerCase())
  const last = /^\s*(?:[.!;,\n]|$|です)/u.test(rest.slice(token.length))
  return (
    last &&
    !token.endsWith('?') &&
    /^[\p{L}]+$/u.test(value) &&
    !harmless.has(value.toLowerCase()) &&
    !/(?:ed|ing|ly|nt|ble|ive)$/i.test(value)
  )
}
