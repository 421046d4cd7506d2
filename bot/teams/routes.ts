// From an activity to the one way in, and from its answer to what Teams expects. Uses teams-ai for routing and nothing else.
import { Application } from '@microsoft/teams-ai'
import type { Activity, TurnContext } from 'botbuilder'
import { answerInvoke, invokeResponse } from './invoke.ts'
import { readPress, readSubmit, speakerOf } from './reading.ts'
import type { Answer, Hear, Heard } from './teams.ts'

export type Route = (context: TurnContext) => Promise<boolean>

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

async function submitted(hear: Hear, activity: Activity): Promise<Answer> {
  const press = readSubmit(activity)
  return press ? hear.personal(speakerOf(activity), { kind: 'press', ...press }) : { nothing: true }
}

/** Messages are answered by messages of their own, unless they could not be taken in: then nothing else will ever be said. */
async function apologise(context: TurnContext, answer: Answer): Promise<void> {
  if ('text' in answer) await context.sendActivity(answer.text)
}
