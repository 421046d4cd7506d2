// What each card is told. Shapes only.
import type { Alternative, Helpdesk, Wording } from './card.ts'

export interface WelcomeView {
  firstName?: string
  company: string
  device: 'iphone' | 'android' | 'computer' | 'unknown'
  site?: string
  word?: string
}

export interface DoneView {
  how: 'authenticator' | 'security-key' | 'windows-hello'
  already: boolean
  firstName?: string
}

export interface OtherWaysView {
  alternatives: Alternative[]
  helpdesk?: Helpdesk
}

export interface PersonView {
  helpdesk: Helpdesk
  reason?: 'asked' | 'stuck' | 'no-way-in' | 'twice' | 'urgent'
}

export interface CannotSeeView {
  why: 'unavailable' | 'throttled' | 'forbidden'
  /** They do not know us yet: who speaks comes first. */
  first?: { firstName?: string; company: string }
  againAt?: Date
  timezone?: string
  now?: Date
}

export interface AnswerView {
  about: 'what-is-it' | 'is-this-real' | 'privacy'
  site?: string
  word?: string
  helpdesk?: Helpdesk
  /** What the works council says about it. */
  council?: Wording
  /** Nothing is left to go on with. */
  done?: boolean
}

export type NoteId = 'why' | 'own-phone' | 'other-way' | 'thanks' | 'someone-else' | 'only-this' | 'quiet'

export interface NoteView {
  note: NoteId
  helpdesk: Helpdesk
  council?: Wording
  alternatives?: Alternative[]
  /** Nothing is left to go on with. */
  done?: boolean
}

/** `done`: there is no step to go on with. */
export type DidNotGetView = { done?: boolean } & (
  | { readings: string[]; personFirst?: false }
  | { personFirst: true; helpdesk: Helpdesk; readings?: string[] }
)
