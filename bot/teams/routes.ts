// From an activity to the one way in, and from its answer to what Teams expects. Uses teams-ai for routing and nothing else.
// The front door of the package brings its planners and their tables of words too: 35 MiB that nobody here uses.
import { Application } from '@microsoft/teams-ai/lib/Application.js'
import type { Activity, TurnContext } from 'botbuilder'
import { dialogResponse } from './dialog.ts'
import { answerInvoke, invokeResponse } from './invoke.ts'
import { isInChannel, isPersonal, readDialog, readPress, readReceipt, readSubmit, speakerOf } from './reading.ts'
import type { Answer, DialogAnswer, Hear, Heard } from './teams.ts'

export type Route = (context: TurnContext) => Promise<boolean>

/**
 * `app.adaptiveCards.actionExecute` of teams-ai can show a private card to everybody (DECISIONS.md), so presses go through
 * `addRoute`, as all else does. The first route that fits answers; edits and deletions of messages fit none.
 */
export function createRoutes(hear: Hear, helpdeskChannelId?: string): Route {
  // What was stripped of a mention at the door would make teams-ai fail; nobody needs the words without it.
  const app = new Application({ startTypingTimer: false, removeRecipientMention: false })
  const on = (fits: (activity: Activity) => boolean, answer: (context: TurnContext) => Promise<void>, isInvoke = false) =>
    app.addRoute(async ({ activity }) => fits(activity), answer, isInvoke)
  const personal = (heard: (activity: Activity) => Heard) => async (context: TurnContext) => {
    await hear.personal(speakerOf(context.activity), heard(context.activity))
  }

  on(isVerb, async (context) => answerInvoke(context, await pressed(hear, context.activity, helpdeskChannelId)), true)
  on(
    isDialog,
    async (context) => {
      const { status, body } = dialogResponse(await dialog(hear, context.activity, helpdeskChannelId))
      await invokeResponse(context, status, body)
    },
    true,
  )
  on(
    ({ type }) => type === 'invoke',
    async (context) => invokeResponse(context, 501),
    true,
  )
  on(
    (activity) => activity.type === 'message' && !isPersonal(activity),
    async (context) => {
      const answer = await hear.inPublic(speakerOf(context.activity))
      if (answer) await context.sendActivity(answer)
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
  on(
    (activity) => isPersonal(activity) && readReceipt(activity) !== undefined,
    personal((activity) => ({ kind: 'read', upTo: readReceipt(activity) ?? 0 })),
  )
  return (context) => app.run(context)
}

const isVerb = ({ type, name }: Activity) => type === 'invoke' && name === 'adaptiveCard/action'
const isDialog = ({ type, name }: Activity) => type === 'invoke' && (name === 'task/fetch' || name === 'task/submit')
const isSubmit = ({ type, text, value }: Activity) => type === 'message' && !text && value !== undefined && value !== null

/** Teams tells of an installation in either of these ways, and often in both. */
function hasArrived({ type, action, membersAdded, recipient }: Activity): boolean {
  if (type === 'installationUpdate') return String(action).startsWith('add')
  return type === 'conversationUpdate' && (membersAdded ?? []).some(({ id }) => id === recipient.id)
}

async function pressed(hear: Hear, activity: Activity, helpdeskChannelId?: string): Promise<Answer> {
  const inChannel = isInChannel(activity, helpdeskChannelId)
  if (!isPersonal(activity) && !inChannel) return hear.refuses(speakerOf(activity), 403, 'own-chat')
  const press = readPress(activity)
  if (!press) return hear.refuses(speakerOf(activity), 400, 'button')
  const { pressed, byItself, signIn } = press
  const heard = { kind: 'press', ...pressed, ...(signIn ? { signIn } : {}) } as const
  // Only in the channel do people have views of their own, so only there does a client ask for one (security.md C10).
  if (inChannel) return hear.inChannel(speakerOf(activity), byItself ? { kind: 'refresh', ...pressed } : heard)
  return byItself ? hear.refuses(speakerOf(activity), 400, 'button') : hear.personal(speakerOf(activity), heard)
}

async function dialog(hear: Hear, activity: Activity, helpdeskChannelId?: string): Promise<DialogAnswer> {
  const inChannel = isInChannel(activity, helpdeskChannelId)
  if (!isPersonal(activity) && !inChannel) return { refused: 403, why: 'Dialogs open in the helpdesk channel and in own chats.' }
  const press = readDialog(activity)
  if (!press) return { refused: 400, why: 'This button carries something we did not put there.' }
  const where = inChannel ? 'channel' : 'personal'
  const heard =
    activity.name === 'task/fetch'
      ? ({ kind: 'dialog', ...press } as const)
      : ({ kind: 'submit', ...press, inputs: press.inputs ?? {} } as const)
  return hear.inDialog(speakerOf(activity), { where, ...heard })
}

async function submitted(hear: Hear, activity: Activity): Promise<Answer> {
  const press = readSubmit(activity)
  return press ? hear.personal(speakerOf(activity), { kind: 'press', ...press }) : { nothing: true }
}

/** Messages are answered by messages of their own, unless they could not be taken in: then nothing else will ever be said. */
async function apologise(context: TurnContext, answer: Answer): Promise<void> {
  if ('text' in answer) await context.sendActivity(answer.text)
}
