// What a wave is, and which change may follow which. Pure.
import { cut } from '../from-outside.ts'
import type { EmployeeId } from '../people.ts'

/**
 * draft → gathering → previewed → approved → running ⇄ paused → finished, and from most of them cancelled. What was sent can be
 * recalled afterwards. A change of the draft leads back to draft, and with it every preview and approval is void.
 */
export type WaveState = 'draft' | 'gathering' | 'previewed' | 'approved' | 'running' | 'paused' | 'finished' | 'cancelled' | 'recalled'

/** Which announcement: words of it in every language are in cards/content/, `announce.<kind>`. */
export const kinds = ['invitation', 'reminder', 'required'] as const
export type Kind = (typeof kinds)[number]

/** What recipients read. All of it is sealed at approval. */
export interface Content {
  kind: Kind
  /** The organiser's own sentence by language, with checked placeholders; readers of other languages get none. */
  own: Record<string, string>
  /** `yyyy-mm-dd`: from when a passkey is required. */
  requiredFrom?: string
  link?: { url: string }
  picture?: { url: string; alt: string }
}

export interface Audience {
  groups: { id: string; name: string }[]
  /** Whoever is in one of these is left out. */
  minus: { id: string; name: string }[]
  addresses: string[]
  /** Only those of the wave that this one follows: all who have not done it yet, or only whom it did not reach. */
  of?: 'not-done' | 'not-reached'
}

/** Days after the start on which those who have not done it yet are written to again. */
export interface Plan {
  reminders: { afterDays: number; times: number }
}

export interface Wave {
  id: string
  name: string
  madeBy: EmployeeId
  /** Whoever else wrote at it before somebody approved it. */
  writers: EmployeeId[]
  state: WaveState
  why?: string
  version: number
  content: Content & Partial<Plan>
  audience: Audience
  startAt?: Date
  follows?: string
  /** Which of the reminders that were approved with the wave it follows; 0: a wave of its own. */
  nth: number
  zones: string[]
  people?: number
  unknown: number
  /** New words for what was sent, until somebody approved them, and whose they are. */
  correction?: Content & Partial<Plan>
  correctedBy?: EmployeeId
  correctionWriters: EmployeeId[]
  /** How often its words were corrected. */
  words: number
  /** What the preview could not look at. */
  blind: string[]
  previewedAt?: Date
  askedAt?: Date
  approvedBy?: EmployeeId
  contentHash?: string
  audienceHash?: string
  seal?: string
  startedAt?: Date
  endedAt?: Date
}

/** What a reminder says: words of ours alone, for what organisers wrote was meant for the first day. */
export const reminderOf = ({ id, name, content }: Pick<Wave, 'id' | 'name' | 'content'>, nth: number) => ({
  name: `${cut(name, 66)}: reminder ${nth}`,
  content: {
    kind: content.kind === 'required' ? ('required' as const) : ('reminder' as const),
    own: {},
    ...(content.requiredFrom ? { requiredFrom: content.requiredFrom } : {}),
    ...(content.link ? { link: content.link } : {}),
    ...(content.picture ? { picture: content.picture } : {}),
  },
  audience: { ...emptyAudience, of: 'not-done' as const },
  follows: id,
})

export const emptyAudience: Audience = { groups: [], minus: [], addresses: [] }

/** Where something stands in chats, or is about to. */
export const correctable: WaveState[] = ['running', 'paused', 'finished', 'cancelled']

/** The wave as it would be once it was approved, with those who wrote what is new; undefined when nothing waits for approval. */
export function awaiting(wave: Wave): Wave | undefined {
  if (wave.state === 'previewed') return wave
  const { correction, correctedBy, correctionWriters } = wave
  if (!correction || !correctedBy || !correctable.includes(wave.state)) return undefined
  return { ...wave, content: correction, madeBy: correctedBy, writers: correctionWriters }
}

/** In every wave each recipient is in exactly one of these; the last four are final. */
export type DeliveryState = 'queued' | 'sending' | 'sent' | 'failed' | 'skipped' | 'unknown'

export type Counts = Record<DeliveryState, number>

/** A second person has to look at it (security.md B2). */
export const needsAnother = (wave: Pick<Wave, 'content' | 'people'>, aloneUpTo: number): boolean =>
  (wave.people ?? 0) > aloneUpTo || wave.content.link !== undefined || wave.content.picture !== undefined

/** Their words are in it, or they chose who gets it. */
export const wrote = (id: EmployeeId, { madeBy, writers }: Pick<Wave, 'madeBy' | 'writers'>): boolean =>
  madeBy === id || writers.includes(id)

/** Seconds that so many requests take at that pace. Who was never written to takes two: the chat, and the message. */
export const secondsFor = (people: number, withoutChat: number, perSecond: number): number => Math.ceil((people + withoutChat) / perSecond)
