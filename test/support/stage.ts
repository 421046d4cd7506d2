// The real bot, the sample company around it, and people who chat: what every scenario starts from.
import { pino } from 'pino'
import type { Config } from '../../bot/config.ts'
import type { Database } from '../../bot/database/database.ts'
import { type Settings, settingsShape } from '../../bot/settings.ts'
import { type Running, start } from '../../bot/start.ts'
import { type SampleCompany, type SampleCompanyOptions, startSampleCompany } from '../sample-company/company.ts'
import type { TeamsOn } from '../sample-company/office-api.ts'
import { Actor } from './actor.ts'
import { emptyTables, migratedDatabase } from './databases.ts'

export interface Stage {
  company: SampleCompany
  db: Database
  botUrl: string
  /** A person of the sample company at one of their devices. */
  meet(name: string, on: TeamsOn): Actor
  /** Names of the cards a person was shown, oldest first: new messages and those that took an older one's place. */
  cardsTo(actor: Actor): Promise<string[]>
  /** Stops the bot in good order and starts it again on the same database; `meanwhile` happens while it is away. */
  restart(meanwhile?: () => unknown): Promise<void>
  /** As on the first day: company, tables and jobs. */
  reset(): Promise<void>
  close(): Promise<void>
}

export interface StageOptions {
  company?: SampleCompanyOptions
  settings?: (settings: Settings) => Settings
}

/** Documented limits would make tests wait; test/entra holds that they are kept. */
const roomy = { methodReads: { requests: 1000, perSeconds: 1 }, riskReads: { requests: 1000, perSeconds: 1 } }

// Opening a database is the slow part, so all files of a run share one; see vitest.config.ts.
let shared: ReturnType<typeof migratedDatabase> | undefined

export async function openStage({ settings = (same) => same, company: options }: StageOptions = {}): Promise<Stage> {
  shared ??= migratedDatabase()
  const { db } = await shared
  const company = await startSampleCompany(options)
  const patient = settingsShape.parse({ ...company.settings, watch: { everySeconds: 1, forMinutes: 30 }, graph: roomy })
  const config: Config = {
    mode: 'demo',
    port: 0,
    host: '127.0.0.1',
    dataDir: '',
    graphBaseUrl: company.graphUrl,
    tokenServiceUrl: company.tokenUrl,
    appId: company.appId,
    appType: 'SingleTenant',
    tenantId: company.tenantId,
    openIdMetadata: '',
    settings: settings(patient),
  }
  const log = pino({ level: process.env.TEST_LOG ?? 'silent' })
  await empty(db)
  let running: Running
  const raise = async () => {
    running = await start(config, log, db)
    company.setBotUrl(running.url)
  }
  await raise()
  return {
    company,
    db,
    get botUrl() {
      return running.url
    },
    meet: (name, on) => new Actor(company, company.person(name), on),
    async cardsTo({ person }) {
      const rows = await db.query<{ name: string }>(
        `select coalesce(card || ' ' || about, card) as name from messages where employee_id = $1 and card <> 'moved' order by written_at`,
        [person.id],
      )
      return rows.map(({ name }) => name)
    },
    async restart(meanwhile) {
      await running.stop()
      await meanwhile?.()
      await raise()
    },
    async reset() {
      await quiet(db)
      company.faults.clear()
      company.reset()
      await empty(db)
    },
    async close() {
      await running.stop()
      await company.close()
    },
  }
}

const busy = `select 1 from messages where state = 'sending' union all select 1 from turns where state = 'open'
  union all select 1 from jobs.job where state = 'active'`

/** What the last test set going comes to its end, or it would hold rows that are to go; what hangs is not waited for. */
async function quiet(db: Database) {
  for (let looks = 0; looks < 200; looks++) if ((await db.query(busy)).length === 0) return
}

async function empty(db: Database) {
  await emptyTables(db)
  const [jobs] = await db.query(`select 1 from information_schema.tables where table_schema = 'jobs' and table_name = 'job'`)
  if (jobs) await db.script('delete from jobs.job')
}
