// The bot as it runs in a company: production mode, signed requests, a managed identity. Microsoft's own addresses lead to this machine.
import type { Config } from '../../bot/config.ts'
import type { Database } from '../../bot/database/database.ts'
import { createLog } from '../../bot/log.ts'
import { settingsShape } from '../../bot/settings.ts'
import { type Running, start } from '../../bot/start.ts'
import { type SampleCompany, startSampleCompany } from '../sample-company/company.ts'
import type { TeamsOn } from '../sample-company/office-api.ts'
import { Actor } from './actor.ts'
import { emptyTables, migratedDatabase } from './databases.ts'
import { claims, type Microsoft, redirectConnector, type Signer, startMicrosoft } from './microsoft.ts'

export interface InACompany {
  company: SampleCompany
  microsoft: Microsoft
  db: Database
  url: string
  /** A key that Microsoft publishes for Teams. */
  sign: Signer
  /** Everything that was logged, as it left the process. */
  logged: string[]
  /** Posts `body` with that header and no other. */
  post(body: unknown, authorization?: string): Promise<{ status: number; text: string; headers: Headers }>
  /** As Teams would: signed, for this activity. */
  tell(activity: unknown): Promise<{ status: number; text: string; headers: Headers }>
  meet(name: string, on: TeamsOn): Actor
  reset(): Promise<void>
  close(): Promise<void>
}

export async function openInACompany(changed: Partial<Config> = {}): Promise<InACompany> {
  const company = await startSampleCompany()
  const microsoft = await startMicrosoft()
  const made = await migratedDatabase()
  const goBack = redirectConnector(company.connectorUrl)
  Object.assign(process.env, microsoft.identity)
  const sign = await microsoft.publish('teams-1')
  const logged: string[] = []
  const config: Config = {
    mode: 'production',
    port: 0,
    host: '127.0.0.1',
    dataDir: '',
    graphBaseUrl: company.graphUrl,
    appId: company.appId,
    appType: 'UserAssignedMSI',
    tenantId: company.tenantId,
    openIdMetadata: microsoft.metadataUrl,
    settings: settingsShape.parse({ ...company.settings, graph: { methodReads: { requests: 1000, perSeconds: 1 } } }),
    ...changed,
  }
  const running: Running = await start(config, createLog({ write: (line) => void logged.push(line) }), made.db)
  const post: InACompany['post'] = async (body, authorization) => {
    const headers = { 'content-type': 'application/json', ...(authorization === undefined ? {} : { authorization }) }
    const response = await fetch(new URL('/api/messages', running.url), { method: 'POST', headers, body: JSON.stringify(body) })
    return { status: response.status, text: await response.text(), headers: response.headers }
  }
  return {
    company,
    microsoft,
    db: made.db,
    url: running.url,
    sign,
    logged,
    post,
    tell: async (activity) => post(activity, `Bearer ${await sign(claims(company.appId))}`),
    meet: (name, on) => new Actor(company, company.person(name), on),
    async reset() {
      company.faults.clear()
      company.reset()
      await emptyTables(made.db)
      logged.length = 0
    },
    async close() {
      await running.stop()
      goBack()
      for (const name of Object.keys(microsoft.identity)) delete process.env[name]
      await microsoft.close()
      await company.close()
      await made.drop()
    },
  }
}
