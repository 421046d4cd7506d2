// From what somebody said, where they stand and what Entra shows to the trouble it is, or to the one question that tells. Pure.
import type { Platform } from '../people.ts'
import { type Answer, catalogue, type Question, questionAbout, type Row, rowOf } from './catalogue.ts'
import { confirmed } from './confirm.ts'
import type { Evidence } from './evidence.ts'

export interface Said {
  intent?: string | null
  /** Rows that the words hint at, the surest first. */
  signs: readonly string[]
}

export interface Stand {
  step?: string
  /** Absent: they have not said yet, and any phone is possible. */
  platform?: Platform
}

export type Finding = { row: Row } | { question: Question; answers: Answer[] }

/** These are what Entra says on any sign-in that goes on, so anything else that it says is nearer the trouble. */
const everyday = new Set(['ca-13', 'ca-14', 'ca-26', 'ca-27'])

/** Undefined: the catalogue knows nothing that fits. */
export function diagnose(said: Said, { step, platform }: Stand, seen: Evidence): Finding | undefined {
  const ranked = candidates(said, seen)
    .filter((row) => fits(row, platform) && confirmed(row, seen) !== 'no')
    .map((row, place) => ({ row, weight: weigh(row, said, step, seen) - place / 1000 }))
    .sort((a, b) => b.weight - a.weight)
    .map(({ row }) => row)
  for (const row of ranked) {
    if (confirmed(row, seen) === 'yes') return { row }
    const question = questionAbout(row)
    if (question) return { question, answers: hintedFirst(open(question, platform, seen), said.signs) }
  }
  return undefined
}

/** Hinted at by the words or the intent; and whatever Entra wrote down, when nobody could name it or security has to know. */
function candidates({ intent, signs }: Said, seen: Evidence): Row[] {
  const open = intent === 'generic_error_code' || intent === undefined || intent === null
  return catalogue.filter(
    (row) =>
      signs.includes(row.id) ||
      row.intents?.includes(intent ?? '') ||
      (row.codes?.some((code) => seen.failed.includes(code)) && (open || row.class.startsWith('S'))),
  )
}

function weigh(row: Row, { intent, signs }: Said, step: string | undefined, seen: Evidence): number {
  const sign = signs.indexOf(row.id)
  const sure = confirmed(row, seen) === 'yes' ? (everyday.has(row.id) ? 8 : 40) : 0
  const safety = sure > 0 && row.class.startsWith('S') ? 100 : 0
  return (
    safety + sure + (sign < 0 ? 0 : 20 - sign) + (row.intents?.includes(intent ?? '') ? 4 : 0) + (row.steps?.includes(step ?? '') ? 2 : 0)
  )
}

const fits = ({ phone }: Row, platform: Platform | undefined) =>
  phone === undefined || platform === undefined || (phone === 'iphone') === platform.startsWith('iphone')

/** Answers that can still be true of this phone and account. */
function open(question: Question, platform: Platform | undefined, seen: Evidence): Answer[] {
  return question.answers.filter(({ rows, then }) => then !== undefined || rowsOpen(rows, platform, seen).length > 0)
}

/** What they just said stands where they look first. */
function hintedFirst(answers: Answer[], signs: readonly string[]): Answer[] {
  const place = ({ rows }: Answer) => {
    const best = signs.findIndex((sign) => rows.includes(sign))
    return best < 0 ? signs.length : best
  }
  return [...answers].sort((one, other) => place(one) - place(other))
}

const rowsOpen = (rows: string[], platform: Platform | undefined, seen: Evidence): Row[] =>
  rows.flatMap((id) => rowOf(id) ?? []).filter((row) => fits(row, platform) && confirmed(row, seen) !== 'no')

/** What an answer confirms: of its rows the one that was hinted at, else the first that fits. */
export function confirmedBy(answer: Answer, signs: readonly string[], platform: Platform | undefined, seen: Evidence): Row | undefined {
  const rows = rowsOpen(answer.rows, platform, seen)
  return signs.flatMap((sign) => rows.find(({ id }) => id === sign) ?? [])[0] ?? rows[0]
}
