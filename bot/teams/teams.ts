// The port to Microsoft Teams: what comes in, what goes out. Shapes only; no room but this one knows an SDK.
import type { CardId } from '../../cards/card.ts'
import type { EmployeeId, TeamsClient } from '../people.ts'

/** Where a person can be written to. What Teams calls a conversation reference. */
export interface Address {
  conversationId: string
  serviceUrl: string
  /** `28:…` */
  botId: string
  /** `29:…`, valid for this bot alone. */
  teamsUserId: string
}

/** Who is speaking, as Teams says. The tenant was checked at the door; a name proves nothing. */
export interface Speaker {
  employeeId: EmployeeId
  tenantId: string
  name: string
  address: Address
  client: TeamsClient
  locale?: string
  timeZone?: string
}

export interface PressedButton {
  verb: string
  cardId: CardId
  choice?: string
  /** What was filled in on the card, by the names of its fields. */
  inputs?: Record<string, string>
  /** The message the button stood on, as Teams says. */
  onActivityId?: string
}

/** What somebody did in the personal chat. Everything in it is untrusted but the kind. */
export type Heard =
  | { kind: 'arrived'; activityId: string }
  | { kind: 'left' }
  | { kind: 'text'; activityId: string; text: string }
  | ({ kind: 'press' } & PressedButton)

/**
 * What goes back to the one who pressed. `card` takes the place of the pressed one on their screen. `nothing` for
 * everything that is answered by a message of its own. `refused` is a 4xx inside the invoke answer.
 */
export type Answer = { card: Record<string, unknown> } | { text: string } | { refused: 400 | 403; why: string } | { nothing: true }

/** The one way in. Throws only for bugs; the edge answers those with a reference and no detail. */
export interface Hear {
  personal(speaker: Speaker, heard: Heard): Promise<Answer>
  /** Somebody wrote in a group or a channel, where others read along: text for everyone, or nothing. */
  inPublic(speaker: Speaker): Promise<Record<string, unknown>>
}

/** An activity to send, without address: a Bot Framework message with text, summary and attachments. */
export type Outgoing = Record<string, unknown>

/**
 * What became of a message. `blocked`: the person or an admin stopped us. `gone`: the chat or message does not exist.
 * `throttled` and `busy` were certainly not done, `refused` never will be; after `unclear` nobody can know.
 */
export type Sent =
  | { ok: true; activityId: string }
  | { ok: false; why: 'blocked' | 'gone' | 'throttled' | 'busy' | 'refused' | 'unclear'; retryAfterSeconds?: number; detail: string }

/** Speaks first. Each call is at most one request to Teams; repeating is the caller's decision. Never throws. */
export interface Messenger {
  post(address: Address, message: Outgoing): Promise<Sent>
  /** Puts `message` where `activityId` stands. */
  replace(address: Address, activityId: string, message: Outgoing): Promise<Sent>
  typing(address: Address): Promise<void>
}
