// What a card is to everyone who handles one. Shapes only.
import type { Phone, Platform } from '../bot/people.ts'
import type { JsonObject } from '../bot/secret.ts'

export interface Card {
  /** Adaptive Card 1.5, ready to send. */
  json: JsonObject
  /** The same message as plain text: notification, screen reader, clients that draw no cards. */
  text: string
  /** Verbs its buttons carry and ids of its fields. A press with any other was not made on this card. */
  offers: string[]
}

/** Opaque id a card carries in each button; everything else about it is looked up in SQL. */
export type CardId = string

/** What somebody told us that later messages keep to. */
export type Need = 'screen-reader' | 'no-square-code' | 'no-face-finger' | 'no-calls'

/** What every card needs: its id and who reads it. */
export interface Reader {
  cardId: CardId
  locale: string
  /** Language of the screen that labels stand on, where it is not that of the words. */
  screen?: string
  needs?: readonly Need[]
}

/** A text of the company's own: one for everybody, or one a language (`{ en: …, de: … }`). */
export type Wording = string | Readonly<Record<string, string>>

export interface StepView {
  stepId: string
  platform: Platform
  number: number
  total: number
  /** A sentence before the step, by content key `leads.<lead>`: 'welcome-back', 'changed-phone', 'back', 'seen-elsewhere', ... */
  lead?: string
  /** Store that holds a passkey which is not accepted, e.g. "Apple Passwords". */
  storeName?: string
  /** Names of entries to delete, for the tidy-up step. */
  leftOvers?: string[]
  /** Link that opens this very chat in Teams, and the same as a PNG data URI; for move-to-phone. */
  chatLink?: string
  chatQr?: string
  workAddress?: string
  helpdesk?: Helpdesk
}

/** How people reach a human, from the company's settings. Absent parts are not mentioned. */
export interface Helpdesk {
  name: Wording
  phone?: string
  mail?: string
  place?: Wording
  hours?: Wording
}

export interface Alternative {
  kind: 'security-key' | 'windows-hello' | 'loan-phone'
  /** Where to get it or who to ask, a sentence from the company's settings. */
  how: Wording
}

export interface PhoneChoice {
  phone: Phone | 'none'
}
