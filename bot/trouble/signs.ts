// Words and codes of the catalogue in what somebody wrote. Ids come out, never the words.
import { catalogue, type Row } from './catalogue.ts'
import { wordsOf } from './message.ts'
import { folded, plainText } from './plain-text.ts'

/** As words with single spaces, and one around the whole: a sign is then found as whole words. */
const spaced = (text: string) => ` ${wordsOf(folded(text)).join(' ')} `

const phrases = catalogue.flatMap((row) => row.says.map((said) => ({ row, sign: spaced(said) })))
const byCode = new Map(catalogue.flatMap((row) => (row.codes ?? []).map((code): [string, Row] => [code, row])))
/** No sentence of an honest message needs more, and the first part says what it is about. */
const mostLetters = 2_000
const mostRows = 6

export interface Signs {
  /** Rows whose words or codes stand in the text, the longest sign first, 6 at most. Hints, not findings. */
  rows: string[]
  /** So many words in a row as on a screen: nobody writes them by chance. */
  quoted: boolean
  /** What they wrote is little else than the sign: they read it from a screen, and tell no story around it. */
  whole: boolean
}

const quotation = 5
const mostOfIt = 0.6

export function signsIn(text: string): Signs {
  const said = spaced(plainText(text).slice(0, mostLetters))
  const codes = [...said.matchAll(/(?<=\D)\d{5,7}(?=\D)/g)].flatMap(([code]) => byCode.get(code)?.id ?? [])
  const found = phrases.filter(({ sign }) => said.includes(sign)).sort((a, b) => b.sign.length - a.sign.length)
  const rows = [...new Set([...codes, ...found.map(({ row }) => row.id)])].slice(0, mostRows)
  const longest = found[0]?.sign ?? ''
  return {
    rows,
    quoted: longest.trim().split(' ').length >= quotation,
    whole: longest.length > 0 && longest.length >= said.length * mostOfIt,
  }
}
