// The real door and the sample company's Teams, with somebody who answers as told: for what the edge itself promises.
import { pino } from 'pino'
import { openTeams } from '../../bot/teams/server.ts'
import type { Answer, DialogAnswer, Hear, HeardInChannel, HeardInDialog, Speaker } from '../../bot/teams/teams.ts'
import * as actions from '../../cards/desk/actions.ts'
import { startSampleCompany } from '../sample-company/company.ts'

type Heard = { speaker: Speaker; heard: HeardInChannel | HeardInDialog | { kind: string } }

export async function openDesk() {
  const company = await startSampleCompany()
  const heard: Heard[] = []
  const lines: string[] = []
  const answers = {
    channel: async (_speaker: Speaker, _heard: HeardInChannel): Promise<Answer> => ({ nothing: true }),
    dialog: async (_speaker: Speaker, _heard: HeardInDialog): Promise<DialogAnswer> => ({ closes: undefined }),
  }
  const usual = { ...answers }
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
  const teams = openTeams({
    mode: 'demo',
    appId: company.appId,
    tenantId: company.tenantId,
    port: 0,
    host: '127.0.0.1',
    helpdeskChannelId: company.helpdeskChannel.channelId,
    signInConnection: 'graph',
    tokenServiceUrl: company.tokenUrl,
    log,
    silent: log.child({}, { level: 'silent' }),
    openIdMetadata: '',
    turnedAway: () => {},
  })
  const hear: Hear = {
    personal: async (speaker, said) => {
      heard.push({ speaker, heard: said })
      return { nothing: true }
    },
    inPublic: async () => ({ type: 'message', text: 'Message me privately.' }),
    refuses: (_speaker, refused, why) => ({ refused, why }),
    inChannel: (speaker, said) => {
      heard.push({ speaker, heard: said })
      return answers.channel(speaker, said)
    },
    inDialog: (speaker, said) => {
      heard.push({ speaker, heard: said })
      return answers.dialog(speaker, said)
    },
  }
  const door = await teams.listen({ hear, ready: async () => true })
  company.setBotUrl(door.url)
  return {
    company,
    messenger: teams.messenger,
    agents: teams.agents,
    channel: { channelId: company.helpdeskChannel.channelId, serviceUrl: company.connectorUrl },
    /** What reached the features, oldest first. */
    heard,
    /** What was logged. */
    lines,
    /** How the features answer; set anew for each test. */
    answers,
    reset() {
      company.reset()
      company.setBotUrl(door.url)
      heard.length = 0
      lines.length = 0
      Object.assign(answers, usual)
    },
    async close() {
      await door.close()
      await company.close()
    },
  }
}

export const card = (text: string, ...actions: object[]) => ({
  type: 'AdaptiveCard',
  version: '1.5',
  body: [{ type: 'TextBlock', text }],
  actions: actions as never[],
})

export const messageWith = (content: ReturnType<typeof card>) => ({
  type: 'message',
  attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }],
})

export const cardId = '0c9c3a1e-52c1-4a2e-9a38-2f3f4d1a6f10'
export const execute = { type: 'Action.Execute', title: 'Claim', verb: 'escalation.claim', data: { card: cardId } }
export const opensDialog = actions.opensDialog({ title: 'Issue', verb: 'escalation.issue', cardId, choice: 'once' }) as unknown as Action
export const inDialog = actions.inDialog({ title: 'Show', verb: 'escalation.show', cardId }) as unknown as Action

interface Action {
  type: string
  title: string
  data: Record<string, unknown>
}
