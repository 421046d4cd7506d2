// What an activity says, checked where it comes in: who speaks, and what was pressed.
import type { Activity } from 'botbuilder'
import { z } from 'zod'
import { localeIn, storable } from '../from-outside.ts'
import type { TeamsClient } from '../people.ts'
import { Secret } from '../secret.ts'
import { type Incoming, line } from './activity.ts'
import type { PressedButton, SignInCarried, Speaker } from './teams.ts'

const choice = z.string().regex(/^[\w-]{1,40}$/)
const mostInputs = 20
/** Teams puts what was filled in beside what the button carries, under the id of each field (cards/compose.ts). */
const field = /^in-([a-z][a-z-]{0,30})$/
const buttonData = z
  // Looked up as it is: what is no id would be an error of the database.
  .object({ card: z.string().uuid(), choice: choice.optional() })
  // Words of somebody: a field that cuts an emoji in half must not cost them what they wrote.
  .catchall(z.string().max(20_000).transform(storable))
  .transform(({ card, choice, ...rest }, context) => {
    const inputs = Object.entries(rest).map(([key, value]) => [field.exec(key)?.[1], value] as const)
    if (inputs.length > mostInputs || inputs.some(([name]) => name === undefined)) context.addIssue({ code: 'custom', message: 'unknown' })
    return { card, choice, ...(inputs.length > 0 ? { inputs: Object.fromEntries(inputs) as Record<string, string> } : {}) }
  })
const pressedSchema = z.object({
  action: z.object({ verb: line(100, 1), data: buttonData }),
  trigger: z.string().max(50).optional(),
})
/** A client without universal actions sends a message, and the verb beside the data. */
const submittedSchema = z
  .object({ verb: line(100, 1) })
  .passthrough()
  .transform(({ verb, ...data }) => ({ verb, data }))
  .pipe(z.object({ verb: z.string(), data: buttonData }))

/** What Teams adds when it was asked to sign the presser in (learn.microsoft.com, SSO for universal actions of Adaptive Cards). */
const signInSchema = z.object({
  authentication: z.object({ token: line(20_000, 6) }).optional(),
  /** What the sign-in page gave, where there was no token to give. */
  state: line(200, 6).optional(),
})

export type Press = { pressed: PressedButton; byItself: boolean; signIn?: SignInCarried }

/**
 * Undefined: it holds something we did not put there. `byItself`: sent by the client on its own when a card comes into view, nobody
 * pressed anything.
 */
export function readPress({ value, replyToId }: Activity): Press | undefined {
  const { data: body } = pressedSchema.safeParse(value)
  const { data: carried } = signInSchema.safeParse(value)
  if (!body || !carried) return undefined
  const { verb, data } = body.action
  const pressed = { verb, cardId: data.card, choice: data.choice, inputs: data.inputs, onActivityId: replyToId }
  const token = carried.authentication && new Secret(carried.authentication.token)
  const code = carried.state === undefined ? undefined : new Secret(carried.state)
  const byItself = body.trigger !== undefined && body.trigger !== 'manual'
  return { pressed, byItself, ...(token || code ? { signIn: { token, code } } : {}) }
}

/** A press as a message; undefined: it holds something we did not put there. */
export function readSubmit({ value, replyToId }: Activity): PressedButton | undefined {
  const { data: body } = submittedSchema.safeParse(value)
  if (!body) return undefined
  const { card, choice, inputs } = body.data
  return { verb: body.verb, cardId: card, choice, inputs, onActivityId: replyToId }
}

const clients = new Map<string, TeamsClient>(
  Object.entries({
    ios: 'ios',
    android: 'android',
    windows: 'computer',
    mac: 'computer',
    macos: 'computer',
    web: 'computer',
  } as const),
)

/** Everything asked for here was checked at the door (activity.ts). */
export function speakerOf(activity: Activity): Speaker {
  const { from, recipient, conversation, serviceUrl, locale, localTimezone, entities } = activity as unknown as Incoming
  const info = entities?.find(({ type }) => type === 'clientInfo')
  return {
    employeeId: (from.aadObjectId ?? '').toLowerCase(),
    tenantId: (conversation.tenantId ?? '').toLowerCase(),
    name: from.name ?? '',
    address: { conversationId: conversation.id, serviceUrl, botId: recipient.id, teamsUserId: from.id },
    client: clients.get(info?.platform?.toLowerCase() ?? '') ?? 'unknown',
    locale: localeIn(locale) ?? localeIn(info?.locale),
    timeZone: localTimezone ?? info?.timezone ?? undefined,
  }
}

/** In dialogs people write lines, not letters. */
const mostInDialog = 1000

/** What opened a dialog, or was pressed in one: `value.data`, where Teams leaves its own mark beside ours. */
const dialogSchema = z
  .object({ data: z.object({}).passthrough() })
  .transform(({ data: { msteams: _, type: __, ...data } }) => data)
  .pipe(submittedSchema)
  .refine(({ data }) => Object.values(data.inputs ?? {}).every((text) => text.length <= mostInDialog))

/** Undefined: it holds something we did not put there. */
export function readDialog({ value, replyToId }: Activity): PressedButton | undefined {
  const { data: body } = dialogSchema.safeParse(value)
  if (!body) return undefined
  const { card, choice, inputs } = body.data
  return { verb: body.verb, cardId: card, choice, inputs, onActivityId: replyToId }
}

const receiptSchema = z.object({ lastReadMessageId: z.string().regex(/^\d{1,15}$/) })

/** The newest message that somebody saw. Teams sends it where the tenant granted ChatMessageReadReceipt.Read.Chat (teams.md §5.5). */
export function readReceipt({ type, name, value }: Activity): number | undefined {
  if (type !== 'event' || name !== 'application/vnd.microsoft.readReceipt') return undefined
  const { data } = receiptSchema.safeParse(value)
  return data && Number(data.lastReadMessageId)
}

export const isPersonal = ({ conversation }: Activity) =>
  (conversation.conversationType ?? 'personal') === 'personal' && conversation.isGroup !== true

/** A thread is `<channel>;messageid=<root>`. Who is in the channel proves nothing; it only says where the button stands. */
export const isInChannel = ({ conversation }: Activity, channelId: string | undefined) =>
  channelId !== undefined && conversation.conversationType === 'channel' && conversation.id.split(';messageid=')[0] === channelId
