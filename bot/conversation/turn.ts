// One turn of a conversation: what was said, by whom, and what is said back. Shapes only.
import type { Card, Reader } from '../../cards/card.ts'
import type { Queryable } from '../database/database.ts'
import type { EmployeeId, TeamsClient } from '../people.ts'

export interface Person {
  id: EmployeeId
  name: string
  locale: string
  timeZone?: string
  version: number
  snoozedUntil?: Date
  misunderstood: number
}

/** What was said, as it is stored: never the words themselves. */
export type Said =
  | { kind: 'arrived' }
  /** More than anybody writes: said once, whatever the rest held. */
  | { kind: 'flood' }
  | { kind: 'intent'; intent: string | null; choices: string[] }
  | { kind: 'press'; verb: string; choice?: string; cardId: string }

export interface Turn {
  person: Person
  client: TeamsClient
  choice?: string
  /** What the pressed card was about (a step), from our own row of it. */
  about?: string
  intent?: string | null
  choices?: string[]
}

export interface Reply {
  /** Name of the card, as cards/cards.ts has it, and what it is about. */
  card: string
  about?: string
  draw: (reader: Reader) => Card
  /** Rows and jobs that belong to this change: same transaction, or none of it. */
  alongside?: (tx: Queryable) => Promise<void>
}

/** Undefined: nothing needs to be said. */
export type Handler = (turn: Turn) => Promise<Reply | undefined>
/** Always says something. */
export type Answering = (turn: Turn) => Promise<Reply>
