// Which channels of a team the bot can write to, asked of Teams with the bot's own token and without the SDK: for the doctor.
import { z } from 'zod'
import { type Mode, serviceUrlAllowed } from './activity.ts'

export interface ChannelsOptions {
  mode: Mode
  /** The bot's own, for the Bot Framework. */
  token: () => Promise<string>
}

/** `not-there`: no such team, or the bot was not added to it. */
export type Channels = { ok: true; value: Set<string> } | { ok: false; why: 'not-there' | 'unavailable' }

/** Where Teams takes messages for the whole commercial cloud (teams.md §7). */
const usual = 'https://smba.trafficmanager.net/teams/'
const patienceMs = 10_000
const shape = z.object({ conversations: z.array(z.object({ id: z.string() })) })

export const createChannels =
  ({ mode, token }: ChannelsOptions) =>
  async (teamId: string, serviceUrl = usual): Promise<Channels> => {
    if (!serviceUrlAllowed(mode, serviceUrl)) return { ok: false, why: 'unavailable' }
    try {
      const response = await fetch(`${serviceUrl.replace(/\/+$/, '')}/v3/teams/${encodeURIComponent(teamId)}/conversations`, {
        headers: { authorization: `Bearer ${await token()}` },
        redirect: 'error',
        signal: AbortSignal.timeout(patienceMs),
      })
      if ([400, 403, 404].includes(response.status)) return { ok: false, why: 'not-there' }
      const { data } = shape.safeParse(await response.json())
      return data && response.ok ? { ok: true, value: new Set(data.conversations.map(({ id }) => id)) } : { ok: false, why: 'unavailable' }
    } catch {
      return { ok: false, why: 'unavailable' }
    }
  }
