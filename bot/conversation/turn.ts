// One turn of a conversation: what was said, by whom, and what is said back. Shapes only.
import type { Card, Need, Reader } from '../../cards/card.ts'
import type { Queryable } from '../database/database.ts'
import type { EmployeeId, Phone, TeamsClient } from '../people.ts'

export interface Person {
  id: EmployeeId
  name: string
  /** What they read: the language they chose, else that of their Teams. */
  locale: string
  teamsLocale: string
  /** Language of their phone's screen, where they told us. */
  screen?: string | null
  needs: Need[]
  timeZone?: string
  version: number
  snoozedUntil?: Date
  misunderstood: number
  /** They have read who we are. */
  welcomed: boolean
}

/** Words that are a command to Unlock for those who work with it, as codes: `desk.case`, `1042`. */
export interface Command {
  name: string
  argument?: string
}

/** What was said, as it is stored: never the words themselves, but for what a press fills in, and that only until it is answered. */
export type Said =
  | { kind: 'arrived' }
  /** More than anybody writes: said once, whatever the rest held. */
  | { kind: 'flood' }
  | { kind: 'intent'; intent: string | null; choices: string[]; signs?: string[]; command?: Command; wish?: Wish }
  | { kind: 'press'; verb: string; choice?: string; cardId: string; inputs?: Record<string, string> }

/** What the meaning alone does not say, as codes (bot/trouble/wishes.ts and phone-named.ts hear it). */
export interface Wish {
  /** Code of the language they named, or `automatic`: as their Teams. */
  language?: string
  /** The same for the screen of their phone. */
  screen?: string
  /** Needs to keep in mind; with `without-` before them, no longer. `none`: none of them any longer. */
  needs?: string[]
  /** They ask how their request to the helpdesk stands. */
  request?: true
  /** They say which phone they have, or what is on it, and nothing else. */
  phone?: PhoneNamed
}

export interface PhoneNamed {
  phone?: Phone
  system?: 'ios' | 'android'
  /** The first number of it: 18 of "iOS 18.1". */
  version?: number
}

export interface Turn {
  person: Person
  client: TeamsClient
  choice?: string
  /** What the pressed card was about (a step), from our own row of it. */
  about?: string
  intent?: string | null
  choices?: string[]
  /** What of the trouble catalogue the words hint at: ids, the surest first. */
  signs?: string[]
  command?: Command
  wish?: Wish
  /** What was filled in beside the button, by the names on the card. */
  inputs?: Record<string, string>
}

/** Thrown by `alongside` when what the reply is about was changed by others since it was read: nothing of it is said, and it is worked out anew. */
export class Overtaken extends Error {}

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
