// Writes to many people: one request a call, over one connector client for each service address.
import type { ConnectorClient } from 'botframework-connector'
import { idIn } from '../from-outside.ts'
import type { EmployeeId } from '../people.ts'
import { type Mode, serviceUrlAllowed } from './activity.ts'
import type { TeamsAdapter } from './adapter.ts'
import { AddressRefused, ConnectorSaid, NoAnswer } from './http-client.ts'
import type { Address } from './teams.ts'

/**
 * As `Sent`, finer. `not-installed`: the app is not there, which can be put right. `not-us`: Teams does not know this bot, so
 * it is nobody's fault but ours. `busy` and `throttled` were certainly not done; after `unclear` nobody can know. `code` is
 * the connector's own word.
 */
export type BulkSent =
  | { ok: true; activityId: string }
  | {
      ok: false
      why: 'blocked' | 'not-installed' | 'gone' | 'throttled' | 'busy' | 'refused' | 'too-big' | 'not-us' | 'unclear'
      code: string
      retryAfterSeconds?: number
    }

/** Speaks to many. Each call is at most one request to Teams; pace and repeats are the caller's. Never throws. */
export interface Bulk {
  /** `activity` is JSON already: thousands are written from one drawing. */
  post(to: Pick<Address, 'serviceUrl' | 'conversationId'>, activity: string): Promise<BulkSent>
  /** Puts `activity`, JSON already, where `activityId` stands. Twice is as good as once. */
  replace(to: Pick<Address, 'serviceUrl' | 'conversationId'>, activityId: string, activity: string): Promise<BulkSent>
  remove(to: Pick<Address, 'serviceUrl' | 'conversationId'>, activityId: string): Promise<BulkSent>
  /** The chat with somebody who was never written to. The same one again when there is one. */
  open(serviceUrl: string, employeeId: EmployeeId): Promise<{ ok: true; conversationId: string } | Extract<BulkSent, { ok: false }>>
}

interface Identity {
  appId: string
  tenantId: string
  mode: Mode
}

/**
 * `continueConversationAsync` builds a turn, a user-token client and a connector client for every single message. Here the
 * client is kept; it has the same credentials and the same way out (http-client.ts).
 */
export function createBulk(adapter: TeamsAdapter, { appId, tenantId, mode }: Identity): Bulk {
  const clients = new Map<string, Promise<ConnectorClient>>()

  async function clientOf(serviceUrl: string): Promise<ConnectorClient> {
    const client = clients.get(serviceUrl) ?? adapter.connectorTo(appId, serviceUrl)
    clients.set(serviceUrl, client)
    // No token now is no token for ever only if we kept it.
    return client.catch((error) => {
      clients.delete(serviceUrl)
      throw error
    })
  }

  async function once<T>(serviceUrl: string, work: (client: ConnectorClient) => Promise<T>): Promise<{ ok: true; value: T } | Failed> {
    if (!serviceUrlAllowed(mode, serviceUrl)) return { ok: false, why: 'refused', code: 'service-address' }
    const client = await clientOf(serviceUrl).catch(() => undefined)
    if (!client) return { ok: false, why: 'busy', code: 'no-token' }
    return work(client).then((value) => ({ ok: true, value }), failed)
  }

  const sent = (answer: { ok: true; value?: { id?: string } } | Failed): BulkSent =>
    answer.ok ? { ok: true, activityId: idIn(answer.value?.id) } : answer

  return {
    post: async ({ serviceUrl, conversationId }, activity) =>
      sent(await once(serviceUrl, (client) => client.conversations.sendToConversation(conversationId, JSON.parse(activity)))),
    replace: async ({ serviceUrl, conversationId }, activityId, activity) =>
      sent(
        await once(serviceUrl, async (client) => {
          await client.conversations.updateActivity(conversationId, activityId, { ...JSON.parse(activity), id: activityId })
          return { id: activityId }
        }),
      ),
    remove: async ({ serviceUrl, conversationId }, activityId) =>
      sent(
        await once(serviceUrl, async (client) => {
          await client.conversations.deleteActivity(conversationId, activityId)
          return { id: activityId }
        }),
      ),
    // By directory id: personal scope only, and the app must be installed for that person (teams.md §7).
    open: async (serviceUrl, employeeId) => {
      const answer = await once(serviceUrl, (client) =>
        client.conversations.createConversation({
          isGroup: false,
          bot: { id: `28:${appId}`, name: '' },
          members: [{ id: employeeId, name: '' }],
          tenantId,
          channelData: { tenant: { id: tenantId } },
        } as Parameters<ConnectorClient['conversations']['createConversation']>[0]),
      )
      if (!answer.ok) return answer
      const conversationId = idIn(answer.value?.id)
      // Kept, it would stand in the place of one that is known.
      return conversationId ? { ok: true, conversationId } : { ok: false, why: 'unclear', code: 'no-id' }
    },
  }
}

type Failed = Extract<BulkSent, { ok: false }>
function failed(error: unknown): Failed {
  if (error instanceof AddressRefused) return { ok: false, why: 'refused', code: 'service-address' }
  if (error instanceof NoAnswer) return { ok: false, why: error.arrived === 'no' ? 'busy' : 'unclear', code: 'no-answer' }
  if (!(error instanceof ConnectorSaid)) return { ok: false, why: 'unclear', code: 'no-answer' }
  const { status, code, retryAfterSeconds } = error
  return {
    ok: false,
    why: whyOf(status, code),
    code: code ?? String(status),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  }
}

/** teams.md §7: the same status means different things, and the code inside tells which. */
const blocked = new Set(['ConversationBlockedByUser', 'MessageWritesBlocked'])
const notInstalled = new Set(['BotNotInConversationRoster', 'ForbiddenOperationException'])

function whyOf(status: number, code: string | undefined): Failed['why'] {
  if (status === 403 && notInstalled.has(code ?? '')) return 'not-installed'
  if (status === 403) return blocked.has(code ?? '') ? 'blocked' : 'refused'
  if (status === 401) return 'not-us'
  if (status === 404) return 'gone'
  if (status === 413) return 'too-big'
  if (status === 429) return 'throttled'
  // Certainly not done. 502 and 504 come from a gateway: what stands behind it may have done it all the same (security.md §5).
  if (status === 412 || status === 503) return 'busy'
  return status >= 400 && status < 500 ? 'refused' : 'unclear'
}
