// The port to Microsoft Teams: what comes in, what goes out. Shapes only; no room but this one knows an SDK.
import type { CardId } from '../../cards/card.ts'
import type { EmployeeId, TeamsClient } from '../people.ts'
import type { JsonObject, Secret } from '../secret.ts'

/** A conversation that can be written to, or a thread in a channel. */
export interface Place {
  conversationId: string
  serviceUrl: string
  /** `28:…` */
  botId: string
}

/** Where a person can be written to. What Teams calls a conversation reference. */
export interface Address extends Place {
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

/** What Teams sent with a press to sign the presser in. Handed on to `AgentSignIn` as it is. */
export interface SignInCarried {
  /** For our own app, from the client. Says nothing until it was exchanged. */
  token?: Secret
  /** What a sign-in page gave back, where the client has no token to give. */
  code?: Secret
  /** What was seen of the token when it was exchanged, from our own memory. Later tokens say less. */
  proof?: SignInProof
}

/** What somebody did in the personal chat. Everything in it is untrusted but the kind. */
export type Heard =
  | { kind: 'arrived'; activityId: string }
  | { kind: 'left' }
  /** Their client showed them our messages up to this one, as Teams counts: milliseconds since 1970. */
  | { kind: 'read'; upTo: number }
  | { kind: 'text'; activityId: string; text: string }
  | ({ kind: 'press'; signIn?: SignInCarried } & PressedButton)

/** What somebody did in the helpdesk channel. `refresh`: their client asks for their own view, nobody pressed; read-only. */
export type HeardInChannel = ({ kind: 'press'; signIn?: SignInCarried } & PressedButton) | ({ kind: 'refresh' } & PressedButton)

/** A button asked for a dialog, or one in a dialog was pressed; `where` the dialog was opened. Inputs are bounded strings, unchecked otherwise. */
export type HeardInDialog = { where: 'personal' | 'channel' } & (
  | ({ kind: 'dialog' } & PressedButton)
  | ({ kind: 'submit'; inputs: Record<string, string> } & PressedButton)
)

/**
 * What goes back to the one who pressed. `card` takes the place of the pressed one on their screen. `nothing` for
 * everything that is answered by a message of its own. `refused` is a 4xx inside the invoke answer. `signIn` makes
 * Teams sign them in and press again; it answers presses alone, not dialogs.
 */
export type Answer =
  | { card: JsonObject }
  | { text: string }
  | { refused: 400 | 403; why: string }
  | { signIn: SignInAsked }
  | { nothing: true }

/** Made by `AgentSignIn` only. */
export interface SignInAsked {
  connection: string
  text: string
  /** Where a person signs in by hand. */
  link: string
  /** Absent: by hand only, because what the client would give by itself is too old or too weak. */
  exchange?: { id: string; uri: string; providerId: string }
}

/**
 * A dialog over Teams. A `Secret` anywhere in `card` is filled in at the last moment, in the answer to the invoke and nowhere
 * else; such an answer is neither stored nor logged.
 */
export interface Dialog {
  title: string
  card: Record<string, unknown>
  height: 'small' | 'medium' | 'large'
  width: 'small' | 'medium' | 'large'
  /** After that the client is told to drop what it shows. Clients that ignore it keep it until it is closed. */
  hideAfterSeconds?: number
}

/** `closes`: the dialog ends, with a sentence or without. */
export type DialogAnswer = { dialog: Dialog } | { closes: string | undefined } | { refused: 400 | 403; why: string }

/** The one way in. Throws only for bugs; the edge answers those with a reference and no detail. */
export interface Hear {
  personal(speaker: Speaker, heard: Heard): Promise<Answer>
  /** In the helpdesk channel of the settings; every other channel is turned away before. */
  inChannel(speaker: Speaker, heard: HeardInChannel): Promise<Answer>
  /** In a personal chat, or in the helpdesk channel of the settings. */
  inDialog(speaker: Speaker, heard: HeardInDialog): Promise<DialogAnswer>
  /** Words for a press that is turned away before anything is looked up. */
  refuses(speaker: Speaker, status: 400 | 403, why: 'button' | 'own-chat'): Answer
  /** Somebody wrote in a group or a channel, where others read along: text for everyone, or nothing. */
  inPublic(speaker: Speaker): Promise<Outgoing | undefined>
}

/** An activity to send, without address: a Bot Framework message with text, summary and attachments. */
export type Outgoing = JsonObject

/**
 * What became of a message. `blocked`: the person or an admin stopped us. `gone`: the chat or message does not exist.
 * `throttled` and `busy` were certainly not done, `refused` never will be; after `unclear` nobody can know.
 */
export type Sent =
  | { ok: true; activityId: string }
  | { ok: false; why: 'blocked' | 'gone' | 'throttled' | 'busy' | 'refused' | 'unclear'; retryAfterSeconds?: number; detail: string }

/** A channel of a team that has the bot. */
export interface Channel {
  /** `19:…@thread.tacv2` */
  channelId: string
  /** Where Teams takes messages for the tenant's region. */
  serviceUrl: string
}

/** `place` is the thread: for replies, and for `replace` of the post itself. */
export type SentToChannel = (Extract<Sent, { ok: true }> & { place: Place }) | Extract<Sent, { ok: false }>

/** Speaks first. Each call is at most one request to Teams; repeating is the caller's decision. Never throws; refuses what holds a secret. */
export interface Messenger {
  post(place: Place, message: Outgoing): Promise<Sent>
  /** Begins a thread. */
  postInChannel(channel: Channel, message: Outgoing): Promise<SentToChannel>
  /** Puts `message` where `activityId` stands. */
  replace(place: Place, activityId: string, message: Outgoing): Promise<Sent>
  typing(place: Place): Promise<void>
}

/** How a sign-in must look before its token is used. */
export interface SignInWanted {
  /** How long ago they may have proved who they are, at most. Unknown counts as too long. Absent: Conditional Access sees to it. */
  withinMinutes?: number
  /** Authentication contexts of Conditional Access, any of which is enough; empty: none is asked for. */
  contexts: string[]
}

/** For the audit, and for the dialog that a press prepares: store it and hand it back as `carried.proof`. */
export interface SignInProof {
  provedAt?: Date
  /** `acrs`: authentication contexts that were met. */
  contexts: string[]
  /** `amr`: how, as Entra calls it. */
  methods: string[]
}

/**
 * `signIn` is the answer to give to a press, and nothing was done; `why` says what was wrong with the sign-in there was. `refused` is
 * final for this press: the token is somebody else's, of another tenant or not for us (`foreign`, security.md P17), or the token service
 * did not answer.
 */
export type WithToken<T> =
  | { used: T }
  | { signIn: SignInAsked; why: 'none' | 'too-old' | 'too-weak' }
  | { refused: 'foreign' | 'unavailable' | 'not-configured' }

/** A helpdesk agent's own permission in Entra, for the length of one deed. `text` is what stands on the button when they sign in by hand. */
export interface AgentSignIn {
  /** Signs the speaker in and leaves it so, for a dialog that follows at once: a dialog cannot sign anybody in. */
  prepare(speaker: Speaker, carried: SignInCarried | undefined, wanted: SignInWanted, text: string): Promise<WithToken<SignInProof>>
  /**
   * Gets the speaker's own token for Microsoft Graph, hands it to `use` once and signs them out, whatever became of it (security.md
   * T19). `carried` is what the press brought; without it the sign-in of a moment ago is used, and `proof` is what `prepare` said of it.
   */
  withAgentToken<T>(
    speaker: Speaker,
    carried: SignInCarried | undefined,
    wanted: SignInWanted,
    text: string,
    use: (token: Secret, proof: SignInProof) => Promise<T>,
  ): Promise<WithToken<T>>
  /** Forgets a sign-in that nothing came of. False: it may still be there. */
  signOut(speaker: Pick<Speaker, 'address'>): Promise<boolean>
}
