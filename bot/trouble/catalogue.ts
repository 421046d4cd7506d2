// What can go wrong, what tells it apart and what helps: the rows of catalogue/ and the questions between look-alikes. Data
// that a helpdesk lead reviews (test/golden/trouble.md); a row is a guess until a question or a read of Entra confirms it.
import access from './catalogue/access.json' with { type: 'json' }
import code from './catalogue/code.json' with { type: 'json' }
import device from './catalogue/device.json' with { type: 'json' }
import life from './catalogue/life.json' with { type: 'json' }
import pass from './catalogue/pass.json' with { type: 'json' }
import place from './catalogue/place.json' with { type: 'json' }
import policy from './catalogue/policy.json' with { type: 'json' }
import asked from './questions.json' with { type: 'json' }

/** U: the person ends it. H: the helpdesk. A: a rule has to change. S: security first, and no coaching around it. */
type Ends = 'U' | 'H' | 'A' | 'S'

export interface Row {
  /** Stable: it stands in the database, in the audit and in what people read out to the helpdesk. */
  id: string
  /** `U/H`: who can end it, the first one to try first. */
  class: string
  /** What people say or read on the screen, in English; other languages come through `intents`. */
  says: string[]
  /** Sign-in codes of Entra that mean this. */
  codes?: string[]
  intents?: string[]
  /** Where it is met most. */
  steps?: string[]
  /** Absent: any phone. */
  phone?: 'iphone' | 'android'
  /** What of Entra confirms it, by the names of confirm.ts; `!`: it rules this row out. */
  read?: string
  /** What the person is told, as keys of the words; more than one: one at a time, in this order. */
  help: string[]
  helpdesk: string
  admin: string
  source: string
  confidence: string
  lastVerified: string
}

export interface Answer {
  id: string
  /** What it confirms; of several, the one whose words were said, else the first. */
  rows: string[]
  /** Where it leads instead: to a question, or back to the step. */
  then?: string
}

export interface Question {
  id: string
  answers: Answer[]
}

export const catalogue: readonly Row[] = [device, place, code, policy, access, pass, life].flat() as Row[]
export const questions: readonly Question[] = asked

const rows = new Map(catalogue.map((row) => [row.id, row]))
const byRow = new Map(questions.toReversed().flatMap((one) => one.answers.flatMap((answer) => answer.rows.map((row) => [row, one]))))
const byId = new Map(questions.map((question) => [question.id, question]))

export const rowOf = (id: string | undefined): Row | undefined => rows.get(id ?? '')
export const questionOf = (id: string | undefined): Question | undefined => byId.get(id ?? '')

/** The question that tells this row from those that look alike; undefined: only a read can confirm it. */
export const questionAbout = (row: Row): Question | undefined => byRow.get(row.id)

export const endsWith = (row: Row): Ends => row.class[0] as Ends
