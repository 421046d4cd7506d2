// What somebody in trouble is shown: a question, one thing to do, or the stop; and the rows that go with it.
import type { HelpView } from '../../cards/trouble.ts'
import * as cards from '../../cards/trouble.ts'
import type { Person, Reply } from '../conversation/turn.ts'
import type { Queryable } from '../database/database.ts'
import type { Deps } from '../deps.ts'
import type { Stopped } from '../journey/progress-store.ts'
import type { Platform } from '../people.ts'
import * as cases from './case-store.ts'
import { type Answer, endsWith, type Question, type Row } from './catalogue.ts'
import { noticeLikeCases } from './like-cases.ts'

export interface Asked {
  question: Question
  answers: Answer[]
  hints: readonly string[]
  step?: string
}

export function question({ settings }: Deps, person: Person, { question: asked, answers, hints, step }: Asked): Reply {
  const view = { question: asked.id, answers: answers.map(({ id }) => id), helpdesk: settings.company.helpdesk }
  return {
    card: 'troubleQuestion',
    about: asked.id,
    draw: (reader) => cards.troubleQuestion(reader, view),
    alongside: (tx) => cases.open(tx, person.id, { question: asked.id, hints: [...hints], step }),
  }
}

export interface Told {
  row: Row
  platform: Platform
  /** How often it did not help. */
  failures: number
  /** The case goes along with what is said. */
  note: (tx: Queryable) => Promise<void>
}

/** Twice is enough: from then on a person comes first. */
const mostFailures = 2

export function help(deps: Deps, { row, platform, failures, note }: Told): Reply {
  const rung = rungOf(row, failures)
  const view: HelpView = {
    help: row.help[rung] ?? '',
    row: row.id,
    platform,
    how: howTo(row, failures),
    helpdesk: deps.settings.company.helpdesk,
  }
  return {
    card: 'troubleHelp',
    about: row.id,
    draw: (reader) => cards.troubleHelp(reader, view),
    alongside: async (tx) => {
      await note(tx)
      await noticeLikeCases(deps, tx, row)
    },
  }
}

export const rungOf = ({ help: all }: Row, failures: number) => Math.min(failures, all.length - 1)

function howTo(row: Row, failures: number): HelpView['how'] {
  if (replacing[row.id]) return 'replace'
  if (endsWith(row) !== 'U') return 'hand'
  // Coming here was the first time; a row with one help has nothing else to try.
  return failures + (row.help.length > 1 ? 0 : 1) >= mostFailures ? 'again' : 'try'
}

/** What makes a new phone of the old one's place, and where that one is. */
export const replacing: Record<string, 'here' | 'gone'> = { 'lif-02': 'here', 'lif-03': 'gone' }

/** Security first: why, for those who look at it. Undefined: this row stops nobody. */
export function stopsFor(row: Row, question?: string): Stopped | undefined {
  if (endsWith(row) !== 'S') return undefined
  if (row.id === 'lif-04') return 'lost'
  return question === 'you' ? 'tricked' : 'blocked'
}
