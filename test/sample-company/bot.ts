// Delivers activities to the bot, as the Bot Framework service does.
import type { Wire } from './account.ts'
import type { World } from './world.ts'

/** After that Teams shows its own error (teams.md 5.3). */
const patienceMs = 15_000

export interface BotAnswer {
  /** 0 when the bot could not be reached, 504 when it took too long. */
  status: number
  body: unknown
}

export async function tellBot(world: World, activity: unknown, headers: Record<string, string> = {}): Promise<BotAnswer> {
  if (!world.botUrl) return { status: 0, body: undefined }
  const conversation = (activity as { conversation?: { id?: string; tenantId?: string } } | undefined)?.conversation
  try {
    const response = await fetch(endpointOf(world.botUrl), {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        ...(conversation?.id ? { 'x-ms-conversation-id': conversation.id } : {}),
        ...(conversation?.tenantId ? { 'x-ms-tenant-id': conversation.tenantId } : {}),
        ...headers,
      },
      body: typeof activity === 'string' ? activity : JSON.stringify(activity),
      signal: AbortSignal.timeout(patienceMs),
    })
    return { status: response.status, body: parsed(await response.text()) }
  } catch (error) {
    return { status: (error as Error).name === 'TimeoutError' ? 504 : 0, body: undefined }
  }
}

const endpointOf = (botUrl: string) => (new URL(botUrl).pathname === '/' ? new URL('/api/messages', botUrl) : new URL(botUrl))

function parsed(text: string): unknown {
  try {
    return text === '' ? undefined : (JSON.parse(text) as Wire)
  } catch {
    return text
  }
}
