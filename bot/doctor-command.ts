// `npm run doctor`: looks at the tenant with the bot's own identity, says what is missing or too much, and ends with an exit code.
import { parseArgs } from 'node:util'
import packageFile from '../package.json' with { type: 'json' }
import { rightsOf } from './audit/rights-store.ts'
import { BadConfig, type Config, readDoctor, readStored } from './config.ts'
import { createDirectory } from './entra/create-directory.ts'
import { createEntra, openGraph } from './entra/create-entra.ts'
import { createTenant } from './entra/create-tenant.ts'
import { azureToken, teamsScope } from './entra/credential.ts'
import { answers, keyIn } from './notices/webhook.ts'
import { openDatabase } from './open-database.ts'
import { databaseChecks } from './readiness/database-checks.ts'
import { inspect, type Section } from './readiness/inspect.ts'
import { settingsChecks } from './readiness/other-checks.ts'
import { exitCode, report } from './readiness/report.ts'
import { createChannels } from './teams/channels.ts'

const usage = `npm run doctor -- [--strict] [--json] [--settings file]
  --strict    what is only wanted counts for the exit code too
  --json      for programs
  --settings  looks at this settings file alone, before there is a bot
Exit codes: 0 good, 1 missing or too much, 2 could not be read, 64 wrong arguments, 78 wrong settings.
`

async function main(): Promise<number> {
  const { strict, json, settings: file } = options(process.argv.slice(2))
  const sections = file === undefined ? await everything() : settingsAlone(file)
  process.stdout.write(json ? `${JSON.stringify(sections, null, 2)}\n` : report(sections))
  return exitCode(sections, strict)
}

async function everything(): Promise<Section[]> {
  const config = readDoctor(process.env)
  const { mode, graphBaseUrl, appType, appId, settings } = config
  const identity = appType === 'UserAssignedMSI' ? appId : undefined
  const asking = { baseUrl: graphBaseUrl, token: azureToken(identity) }
  const ask = openGraph(asking)
  const { webhook } = settings.notices
  const found = await inspect({
    tenant: createTenant(asking),
    entra: createEntra(asking, ask),
    directory: createDirectory(asking, ask),
    channels: createChannels({ mode, token: azureToken(identity, teamsScope) }),
    webhook: async () => ({ key: !!webhook && keyIn(webhook.key) !== undefined, answers: !!webhook && (await answers(webhook.url)) }),
    settings,
    appId,
    version: packageFile.version,
  })
  return [...found, ...(await database(config))]
}

/** An embedded database has one user, and the bot holds its folder. */
async function database(config: Config): Promise<Section[]> {
  if (!config.databaseUrl) return []
  const db = await openDatabase(config)
  return [{ name: 'Database', findings: await databaseChecks(() => rightsOf(db)).finally(() => db.close()) }]
}

function settingsAlone(file: string): Section[] {
  const { settings } = readStored({ UNLOCK_CONFIG: file })
  if (!settings) throw new BadConfig('--settings names no file')
  return [{ name: 'Settings', findings: settingsChecks({ settings }) }]
}

class WrongArguments extends Error {}

function options(args: string[]): { strict: boolean; json: boolean; settings?: string } {
  const flag = { type: 'boolean', default: false } as const
  try {
    return parseArgs({ args, options: { strict: flag, json: flag, settings: { type: 'string' } } }).values
  } catch (error) {
    throw new WrongArguments(`${(error as Error).message}\n${usage}`)
  }
}

try {
  process.exitCode = await main()
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exitCode = error instanceof BadConfig ? 78 : error instanceof WrongArguments ? 64 : 1
}
