// Speaks first: posts, replaces and types in a chat that is known, one request a call.
import type { Activity, ConversationReference, TurnContext } from 'botbuilder'
import { type Mode, serviceUrlAllowed } from './activity.ts'
import type { TeamsAdapter } from './adapter.ts'
import { AddressRefused, ConnectorSaid, NoAnswer } from './http-client.ts'
import type { Address, Messenger, Sent } from './teams.ts'

type Deed = (context: TurnContext) => Promise<string>

/** `adapter` must have no `onTurnError`: with one, failures count as sent (teams.md 3.5). */
export function createMessenger(adapter: TeamsAdapter, appId: string, mode: Mode): Messenger {
  async function speak(address: Address, deed: Deed): Promise<Sent> {
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

  return {
    post: (address, message) =>
      speak(address, async (context) => (await context.sendActivity({ ...message, type: 'message' } as Partial<Activity>))?.id ?? ''),
    replace: (address, activityId, message) =>
      speak(address, async (context) => {
        await context.updateActivity({ ...message, type: 'message', id: activityId } as Partial<Activity>)
        return activityId
      }),
    typing: async (address) => {
      await speak(address, async (context) => (await context.sendActivity({ type: 'typing' }))?.id ?? '')
    },
  }
}

const referenceOf = ({ conversationId, serviceUrl, botId, teamsUserId }: Address) =>
  ({
    channelId: 'msteams',
    serviceUrl,
    conversation: { id: conversationId },
    bot: { id: botId },
    user: { id: teamsUserId },
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
