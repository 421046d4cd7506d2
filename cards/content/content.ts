// The shape of every word a person reads. A missing step, platform or key in English does not compile; what only the text
// itself shows (labels, message syntax, the other languages) is checked when language.ts loads.
import type { Phone, Platform } from '../../bot/people.ts'
import type { Need } from '../card.ts'
import en from './en.json' with { type: 'json' }
import trouble from './trouble.en.json' with { type: 'json' }

export const stepIds = [
  'move-to-phone',
  'check-version',
  'update-phone',
  'set-screen-lock',
  'install-authenticator',
  'update-authenticator',
  'switch-on-authenticator',
  'get-start-pass',
  'add-account',
  'move-passkey',
  'create-passkey',
  'try-passkey',
  'tidy-up',
] as const
export const leadIds = [
  'welcome-back',
  'changed-phone',
  'back',
  'at-the-start',
  'kept-your-place',
  'seen-elsewhere',
  'almost',
  'not-yet',
  'at-phone',
  'way-in-seen',
  'still-there',
  'passkey-gone',
] as const
export const topicIds = ['left-over', 'wrong-account', 'qr', 'saved-elsewhere', 'cannot-find-setting'] as const

export type StepId = (typeof stepIds)[number]
export type LeadId = (typeof leadIds)[number]
export type TopicId = (typeof topicIds)[number]
export type MessageId = keyof typeof en.messages
export type ButtonId = keyof typeof en.buttons
export type ExitId = keyof typeof en.exits
export type RefusalId = keyof typeof en.refusals
export type FrameId = keyof typeof en.frame
export type TroubleHelpId = keyof typeof trouble.help

/** A paragraph each. One that needs a value nobody gave is left out. */
export type Paragraphs = string[]
/** Every phone finds words: either `any`, or both families. More specific platforms may have their own. */
export type ByPlatform = Partial<Record<Platform | 'any', Paragraphs>> &
  ({ any: Paragraphs } | Record<Extract<Phone, 'iphone' | 'android'>, Paragraphs>)

export interface StepWords {
  title: string
  body: ByPlatform
  help: ByPlatform
  /** Button for "I did this", where it is not plain "Done". */
  done?: string
}

/** What tells troubles apart, and what helps: `trouble.<locale>.json`, by the ids of bot/trouble. */
export interface TroubleWords {
  buttons: Record<keyof typeof trouble.buttons, string>
  /** `ask`, and an answer by its id. */
  questions: Record<string, Record<string, string>>
  help: Record<TroubleHelpId, { title: string; body: Paragraphs }>
  stop: Record<keyof typeof trouble.stop, { title: string; body: Paragraphs }>
}

export interface Content {
  /** What the language calls itself. */
  ownName: string
  quoted: string
  frame: Record<FrameId, string>
  exits: Record<ExitId, string>
  buttons: Record<ButtonId, string>
  phones: Record<Phone | 'none', string>
  alternatives: Record<keyof typeof en.alternatives, string>
  choices: Record<keyof typeof en.choices, string>
  /** How somebody says that they need it, or no longer do, and what they read that is different then. */
  needs: Record<Need, { want: string; unwant: string; kept: string }>
  /** Lines that are there for those who need them. */
  suited: Record<keyof typeof en.suited, string>
  readings: Record<keyof typeof en.readings, string>
  leads: Record<LeadId, string>
  steps: Record<StepId, StepWords>
  help: { title: string; again: string }
  /** What Teams shows below a button that is refused. */
  refusals: Record<RefusalId, string>
  topics: Record<TopicId, { title: string; body: ByPlatform }>
  messages: Record<MessageId, { title?: string; body: Paragraphs }>
  trouble: TroubleWords
}

export const english: Content = { ...en, trouble }

// A JSON import may hold more keys than its type asks for, so a misspelt platform would pass unseen without this line.
type Keys<T> = T extends T ? keyof T : never
type Stray =
  | Exclude<Keys<(typeof en.steps)[StepId]['body' | 'help'] | (typeof en.topics)[TopicId]['body']>, Platform | 'any'>
  | Exclude<keyof typeof en.steps, StepId>
  | Exclude<keyof typeof en.leads, LeadId>
  | Exclude<keyof typeof en.topics, TopicId>
export const nothingStray: [Stray] extends [never] ? true : Stray = true
