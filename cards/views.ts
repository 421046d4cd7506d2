// What each card is told. Shapes only.
import type { Alternative, Helpdesk } from './card.ts'

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
  againAt?: Date
  timezone?: string
  now?: Date
}

export interface AnswerView {
  about: 'what-is-it' | 'is-this-real' | 'privacy'
  site?: string
  word?: string
  helpdesk?: Helpdesk
}

export type DidNotGetView = { readings: string[]; personFirst?: false } | { personFirst: true; helpdesk: Helpdesk; readings?: string[] }

export type StatusView = { number: number; total: number; stepId: string } | { done: true } | { notStarted: true }
