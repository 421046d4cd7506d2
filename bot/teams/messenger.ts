// Speaks first: posts, replaces and types in a chat that is known, one request a call.
import type { Activity, ConversationParameters, ConversationReference, TurnContext } from 'botbuilder'
import type { ConnectorClient } from 'botframework-connector'
import { idIn } from '../from-outside.ts'
import { holdsSecret } from '../secret.ts'
import { type Mode, serviceUrlAllowed } from './activity.ts'
import type { TeamsAdapter } from './adapter.ts'
import { AddressRefused, ConnectorSaid, NoAnswer } from './http-client.ts'
import type { Address, Messenger, Outgoing, Place, Sent } from './teams.ts'

type Deed = (context: TurnContext) => Promise<string>

/** `adapter` must have no `onTurnError`: with one, failures count as sent (teams.md 3.5). */
export function createMessenger(adapter: TeamsAdapter, appId: string, mode: Mode): Messenger {
  async function speak(address: Place, deed: Deed): Promise<Sent> {
    if (!serviceUrlAllowed(mode, address.serviceUrl)) return { ok: false, why: 'refused', detail: 'service address not allowed' }
    let sent: Sent = { ok: false, why: 'unclear', detail: 'nothing came back' }
    try {
      await adapter.continueConversationAsync(appId, referenceOf(address), async (context) => {
        // Caught here, not outside: what the SDK does with errors of a callback is its own affair.
        sent = await deed(context).then((activityId): Sent => ({ ok: true, activityId }), failure)
      })
    } catch (error) {
      // The deed never throws, so it was not reached.
      if (!sent.ok) sent = { ok: false, why: 'busy', detail: (error as Error).name }
    }
    return sent
  }

  /** The wall: whatever a feature did wrong, no code and no token leaves in a message (security.md T9). */
  const say = async (place: Place, message: Outgoing, deed: Deed): Promise<Sent> =>
    holdsSecret(message) ? { ok: false, why: 'refused', detail: 'the message holds a secret' } : speak(place, deed)

  return {
    post: (place, message) => say(place, message, async (context) => idIn((await context.sendActivity(messageOf(message)))?.id)),

    async postInChannel({ channelId, serviceUrl }, message) {
      const botId = `28:${appId}`
      let conversationId = ''
      const sent = await say({ conversationId: channelId, serviceUrl, botId }, message, async (context) => {
        const { conversations } = context.turnState.get<ConnectorClient>(adapter.ConnectorClientKey)
        const thread = { isGroup: true, bot: { id: botId }, channelData: { channel: { id: channelId } }, activity: messageOf(message) }
        const created = await conversations.createConversation(thread as unknown as ConversationParameters)
        conversationId = idIn(created.id)
        // Nothing could ever be put in its place.
        if (!conversationId) throw new NoAnswer('unknown', 'The connector does not say where it stands.')
        return idIn(created.activityId) || rootOf(conversationId)
      })
      return sent.ok ? { ...sent, place: { conversationId, serviceUrl, botId } } : sent
    },

    replace: (place, activityId, message) =>
      say(place, message, async (context) => {
        await context.updateActivity({ ...messageOf(message), id: activityId })
        return activityId
      }),
    typing: async (place) => {
      await speak(place, async (context) => (await context.sendActivity({ type: 'typing' }))?.id ?? '')
    },
  }
}

const messageOf = (message: Outgoing) => ({ ...message, type: 'message' }) as Partial<Activity>

/** A thread is named after the message it began with: `19:…;messageid=<that>`. */
const rootOf = (conversationId: string) => conversationId.split(';messageid=')[1] ?? ''

const referenceOf = ({ conversationId, serviceUrl, botId, teamsUserId }: Place & Partial<Address>) =>
  ({
    channelId: 'msteams',
    serviceUrl,
    conversation: { id: conversationId },
    bot: { id: botId },
    ...(teamsUserId === undefined ? {} : { user: { id: teamsUserId } }),
  }) as ConversationReference

function failure(error: unknown): Sent {
  if (error instanceof AddressRefused) return { ok: false, why: 'refused', detail: error.message }
  if (error instanceof NoAnswer) return { ok: false, why: error.arrived === 'no' ? 'busy' : 'unclear', detail: error.message }
  if (!(error instanceof ConnectorSaid)) return { ok: false, why: 'unclear', detail: (error as Error).name }
  const { status, retryAfterSeconds, message: detail } = error
  return { ok: false, why: whyOf(status), ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }), detail }
}

function whyOf(status: number): (Sent & { ok: false })['why'] {
  switch (status) {
    case 403:
      return 'blocked'
    case 404:
      return 'gone'
    case 429:
      return 'throttled'
    case 412:
    case 502:
    case 503:
    case 504:
      return 'busy'
    default:
      return status >= 400 && status < 500 ? 'refused' : 'unclear'
  }
}
