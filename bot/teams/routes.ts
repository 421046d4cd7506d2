// From an activity to the one way in, and from its answer to what Teams expects. Uses teams-ai for routing and nothing else.
import { Application } from '@microsoft/teams-ai'
import type { Activity, TurnContext } from 'botbuilder'
import { z } from 'zod'
import type { TeamsClient } from '../people.ts'
import { type Incoming, line } from './activity.ts'
import type { Answer, Hear, Heard, PressedButton, Speaker } from './teams.ts'

export type Route = (context: TurnContext) => Promise<boolean>

const choice = z.string().regex(/^[\w-]{1,40}$/)
const mostInputs = 20
/** Teams puts what was filled in beside what the button carries, under the id of each field (cards/compose.ts). */
const field = /^in-([a-z][a-z-]{0,30})$/
const buttonData = z
  .object({ card: line(100), choice: choice.optional() })
  .catchall(line(20_000))
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

type Press = { pressed: PressedButton } | { refused: 400; why: string }

/**
 * `app.adaptiveCards.actionExecute` of teams-ai can show a private card to everybody (DECISIONS.md), so presses go through
 * `addRoute`, as all else does. The first route that fits answers; edits and deletions of messages fit none.
 */
export function createRoutes(hear: Hear): Route {
  const app = new Application({ startTypingTimer: false })
  const on = (fits: (activity: Activity) => boolean, answer: (context: TurnContext) => Promise<void>, isInvoke = false) =>
    app.addRoute(async ({ activity }) => fits(activity), answer, isInvoke)
  const personal = (heard: (activity: Activity) => Heard) => async (context: TurnContext) => {
    await hear.personal(speakerOf(context.activity), heard(context.activity))
  }

  on(isVerb, async (context) => answerInvoke(context, await pressed(hear, context.activity)), true)
  on(
    ({ type }) => type === 'invoke',
    async (context) => invokeResponse(context, 501),
    true,
  )
  on(
    (activity) => activity.type === 'message' && !isPersonal(activity),
    async (context) => {
      await context.sendActivity(await hear.inPublic(speakerOf(context.activity)))
    },
  )
  on(isSubmit, async (context) => apologise(context, await submitted(hear, context.activity)))
  on(
    ({ type }) => type === 'message',
    async (context) => {
      const { id = '', text } = context.activity
      await apologise(context, await hear.personal(speakerOf(context.activity), { kind: 'text', activityId: id, text: text ?? '' }))
    },
  )
  on(
    (activity) => isPersonal(activity) && hasArrived(activity),
    personal(({ id = '' }) => ({ kind: 'arrived', activityId: id })),
  )
  on(
    (activity) => isPersonal(activity) && activity.type === 'installationUpdate' && String(activity.action).startsWith('remove'),
    personal(() => ({ kind: 'left' })),
  )
  return (context) => app.run(context)
}

const isPersonal = ({ conversation }: Activity) =>
  (conversation.conversationType ?? 'personal') === 'personal' && conversation.isGroup !== true

const isVerb = ({ type, name }: Activity) => type === 'invoke' && name === 'adaptiveCard/action'
const isSubmit = ({ type, text, value }: Activity) => type === 'message' && !text && value !== undefined && value !== null

/** Teams tells of an installation in either of these ways, and often in both. */
function hasArrived({ type, action, membersAdded, recipient }: Activity): boolean {
  if (type === 'installationUpdate') return String(action).startsWith('add')
  return type === 'conversationUpdate' && (membersAdded ?? []).some(({ id }) => id === recipient.id)
}

async function pressed(hear: Hear, activity: Activity): Promise<Answer> {
  if (!isPersonal(activity)) return { refused: 403, why: 'This works in your own chat only.' }
  const press = readPress(activity)
  return 'refused' in press ? press : hear.personal(speakerOf(activity), { kind: 'press', ...press.pressed })
}

function readPress({ value, replyToId }: Activity): Press {
  const { data: body } = pressedSchema.safeParse(value)
  if (!body) return { refused: 400, why: 'This button carries something we did not put there.' }
  // Sent by the client on its own when a card comes into view: nobody pressed anything.
  if (body.trigger !== undefined && body.trigger !== 'manual') return { refused: 400, why: 'Nobody pressed this button.' }
  const { verb, data } = body.action
  return { pressed: { verb, cardId: data.card, choice: data.choice, inputs: data.inputs, onActivityId: replyToId } }
}

async function submitted(hear: Hear, activity: Activity): Promise<Answer> {
  const { data: body } = submittedSchema.safeParse(activity.value)
  if (!body) return { nothing: true }
  const { card, choice, inputs } = body.data
  const press = { verb: body.verb, cardId: card, choice, inputs, onActivityId: activity.replyToId }
  return hear.personal(speakerOf(activity), { kind: 'press', ...press })
}

/** Messages are answered by messages of their own, unless they could not be taken in: then nothing else will ever be said. */
async function apologise(context: TurnContext, answer: Answer): Promise<void> {
  if ('text' in answer) await context.sendActivity(answer.text)
}

const types = {
  card: 'application/vnd.microsoft.card.adaptive',
  text: 'application/vnd.microsoft.activity.message',
  error: 'application/vnd.microsoft.error',
}

/** The HTTP status is 200 whatever happened; Teams reads the one inside (teams.md §5). */
function answerInvoke(context: TurnContext, answer: Answer): Promise<void> {
  const body = (statusCode: number, type: string, value: unknown) => invokeResponse(context, 200, { statusCode, type, value })
  if ('card' in answer) return body(200, types.card, answer.card)
  if ('text' in answer) return body(200, types.text, answer.text)
  if ('refused' in answer) return body(answer.refused, types.error, { code: codes[answer.refused], message: answer.why })
  return invokeResponse(context, 200, { statusCode: 200, type: types.text, value: '' })
}

const codes = { 400: 'BadRequest', 403: 'Forbidden' }

async function invokeResponse(context: TurnContext, status: number, body?: object): Promise<void> {
  await context.sendActivity({ type: 'invokeResponse', value: { status, body } })
}

const clients: Record<string, TeamsClient> = {
  ios: 'ios',
  android: 'android',
  windows: 'computer',
  mac: 'computer',
  macos: 'computer',
  web: 'computer',
}

/** Everything asked for here was checked at the door (activity.ts). */
function speakerOf(activity: Activity): Speaker {
  const { from, recipient, conversation, serviceUrl, locale, localTimezone, entities } = activity as unknown as Incoming
  const info = entities?.find(({ type }) => type === 'clientInfo')
  return {
    employeeId: (from.aadObjectId ?? '').toLowerCase(),
    tenantId: (conversation.tenantId ?? '').toLowerCase(),
    name: from.name ?? '',
    address: { conversationId: conversation.id, serviceUrl, botId: recipient.id, teamsUserId: from.id },
    client: clients[info?.platform?.toLowerCase() ?? ''] ?? 'unknown',
    locale: locale ?? info?.locale ?? undefined,
    timeZone: localTimezone ?? info?.timezone ?? undefined,
  }
}
