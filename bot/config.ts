// Every environment variable, read once. A missing or wrong one stops the start and says what a right one looks like.
import { readFileSync } from 'node:fs'
import { type ParseError, parse, printParseErrorCode } from 'jsonc-parser'
import { type Settings, settingsShape } from './settings.ts'

export interface Config {
  mode: 'production' | 'demo'
  port: number
  host: string
  databaseUrl?: string
  /** `entra`: the bot's own identity is the password of the database. Absent: what the URL says. */
  databaseLogin?: 'url' | 'entra'
  dataDir: string
  graphBaseUrl: string
  /** Demo only: the token service of the sample company. */
  tokenServiceUrl?: string
  appId: string
  appType: 'UserAssignedMSI' | 'SingleTenant'
  tenantId: string
  /** Where Microsoft publishes the keys that Teams signs with. No variable changes it. */
  openIdMetadata: string
  /** Where metrics are read; absent, nowhere. */
  metrics?: { host: string; port: number }
  settings: Settings
}

/** What is wrong, one line each. The process ends with 78: a restart would not help. */
export class BadConfig extends Error {}

/** Public cloud (learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication; read 2026-11-21). */
const openIdMetadata = 'https://login.botframework.com/v1/.well-known/openidconfiguration'
/** learn.microsoft.com/graph/deployments; read 2026-11-21. */
const graphHosts = new Set(['graph.microsoft.com', 'graph.microsoft.us', 'dod-graph.microsoft.us', 'microsoftgraph.chinacloudapi.cn'])

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export function readConfig(env: NodeJS.ProcessEnv): Config {
  const wrong: string[] = []
  const want = wanting(env, wrong)
  const mode = want('UNLOCK_MODE', (value) => ['production', 'demo'].includes(value), 'production', 'production') as Config['mode']
  const demo = mode === 'demo'
  const graph = (value: string) => (demo ? isLoopback(value) : isMicrosoftGraph(value))
  const config = {
    mode,
    port: Number(want('PORT', (value) => /^\d{1,5}$/.test(value) && Number(value) < 65_536, '3978', '3978')),
    host: demo ? '127.0.0.1' : '0.0.0.0',
    ...databaseIn(env, want),
    graphBaseUrl: want('GRAPH_BASE_URL', graph, 'https://graph.microsoft.com', demo ? undefined : 'https://graph.microsoft.com'),
    tokenServiceUrl: demo && env.OAuthUrl ? want('OAuthUrl', isLoopback, 'http://127.0.0.1:4000/token') : undefined,
    appId: want('MicrosoftAppId', (value) => uuid.test(value), '11111111-2222-3333-4444-555555555555'),
    appType: want(
      'MicrosoftAppType',
      (value) => ['UserAssignedMSI', 'SingleTenant'].includes(value),
      'UserAssignedMSI',
      demo ? 'SingleTenant' : undefined,
    ) as Config['appType'],
    tenantId: want('MicrosoftAppTenantId', (value) => uuid.test(value), '11111111-2222-3333-4444-555555555555'),
    openIdMetadata,
    ...metricsIn(env, want),
  }
  if (!demo) wrong.push(...unsafe(env, config))
  const settings = readSettings(
    want('UNLOCK_CONFIG', () => true, './unlock.settings.json'),
    wrong,
  )
  if (wrong.length > 0 || !settings) throw new BadConfig(wrong.join('\n'))
  return { ...config, settings }
}

/** What would work, and would be dangerous in a company. */
function unsafe(env: NodeJS.ProcessEnv, { appType, databaseUrl }: Pick<Config, 'appType' | 'databaseUrl'>): string[] {
  const { NODE_ENV, NODE_TLS_REJECT_UNAUTHORIZED, NODE_OPTIONS = '', NODE_DEBUG, MicrosoftAppPassword } = env
  const refused: [boolean, string][] = [
    [!!NODE_ENV && NODE_ENV !== 'production', `NODE_ENV is not right; for example NODE_ENV=production`],
    [NODE_TLS_REJECT_UNAUTHORIZED === '0', 'NODE_TLS_REJECT_UNAUTHORIZED=0 believes any server; take it away'],
    [
      showsMemory(NODE_OPTIONS),
      'NODE_OPTIONS opens a debugger or writes memory, reports or TLS keys, which hold secrets; take --inspect and its like away',
    ],
    [!!NODE_DEBUG, 'NODE_DEBUG writes requests with their tokens; take it away'],
    [appType === 'UserAssignedMSI' && !!MicrosoftAppPassword, 'MicrosoftAppPassword is not used with UserAssignedMSI; take it away'],
    [appType === 'SingleTenant' && !MicrosoftAppPassword, 'MicrosoftAppPassword is missing; or use MicrosoftAppType=UserAssignedMSI'],
    [
      inTheOpen(databaseUrl),
      'DATABASE_URL leaves this machine without TLS; for example postgres://unlock@db.example/unlock?sslmode=verify-full',
    ],
  ]
  return refused.filter(([is]) => is).map(([, line]) => line)
}

/** Flags of Node that let secrets out at a crash, at a signal, or all the time (nodejs.org/api/cli.html, Node 24; read 2026-11-21). */
export const showsMemory = (flags: string): boolean =>
  /--(inspect|report-|heap-?prof|heapsnapshot|abort-on-uncaught-exception|tls-keylog|trace-tls|track-heap-objects)/.test(flags)

function inTheOpen(databaseUrl: string | undefined): boolean {
  const url = URL.parse(databaseUrl ?? '')
  if (!url?.hostname || isLoopback(url.href)) return false
  return !['require', 'verify-ca', 'verify-full'].includes(url.searchParams.get('sslmode') ?? '')
}

const isMicrosoftGraph = (value: string) => {
  const url = URL.parse(value)
  return url !== null && url.protocol === 'https:' && graphHosts.has(url.host) && !url.username && !url.password
}

/** Never on the port that the internet reaches (security.md P18). */
function metricsIn(env: NodeJS.ProcessEnv, want: Want): Pick<Config, 'metrics'> {
  if (!env.METRICS_LISTEN) return {}
  const apart = (value: string) =>
    /^[\w.:[\]-]+:\d{1,5}$/.test(value) && portOf(value) < 65_536 && portOf(value) !== Number(env.PORT ?? '3978')
  const value = want('METRICS_LISTEN', apart, '127.0.0.1:9464, on another port than PORT')
  return { metrics: { host: value.slice(0, value.lastIndexOf(':')), port: portOf(value) } }
}

const portOf = (value: string) => Number(value.slice(value.lastIndexOf(':') + 1))

/** Where the bot's memory is, and who it is there. */
export type Stored = Pick<Config, 'databaseUrl' | 'dataDir' | 'databaseLogin'> & { appId?: string }

/** What a command beside the bot needs. Settings are there when UNLOCK_CONFIG names them. */
export function readStored(env: NodeJS.ProcessEnv): Stored & { settings?: Settings } {
  const wrong: string[] = []
  const database = databaseIn(env, wanting(env, wrong))
  const settings = readSettings(env.UNLOCK_CONFIG?.trim() ?? '', wrong)
  if (wrong.length > 0) throw new BadConfig(wrong.join('\n'))
  return { ...database, appId: env.MicrosoftAppId?.trim(), settings }
}

/** What the doctor needs: all of it, and in demo mode an identity of this machine's, because Azure's would be asked for elsewhere. */
export function readDoctor(env: NodeJS.ProcessEnv): Config {
  const config = readConfig(env)
  if (config.mode === 'demo' && !isLoopback(env.IDENTITY_ENDPOINT ?? ''))
    throw new BadConfig('IDENTITY_ENDPOINT is missing in demo mode; npm run doctor:demo sets it to the sample company')
  return config
}

type Want = (name: string, good: (value: string) => boolean, example: string, fallback?: string) => string

const wanting =
  (env: NodeJS.ProcessEnv, wrong: string[]): Want =>
  (name, good, example, fallback) => {
    const value = env[name]?.trim() || fallback
    if (value === undefined) wrong.push(`${name} is missing; for example ${name}=${example}`)
    else if (!good(value)) wrong.push(`${name} is not right; for example ${name}=${example}`)
    return value ?? ''
  }

const databaseIn = (env: NodeJS.ProcessEnv, want: Want) => ({
  databaseUrl: env.DATABASE_URL
    ? want('DATABASE_URL', isPostgres, 'postgres://unlock@db.example:5432/unlock?sslmode=verify-full')
    : undefined,
  dataDir: want('DATA_DIR', () => true, '.data', '.data'),
  databaseLogin: want('DATABASE_LOGIN', (value) => ['url', 'entra'].includes(value), 'entra', 'url') as Config['databaseLogin'],
})

/** JSON, with comments allowed: the file is for people to read. */
function readSettings(path: string, wrong: string[]): Settings | undefined {
  if (path === '') return undefined
  const text = textOf(path)
  const mistakes: ParseError[] = []
  const checked = settingsShape.safeParse(parse(text ?? '', mistakes, { allowTrailingComma: true }))
  if (text === undefined) wrong.push(`UNLOCK_CONFIG: ${path} cannot be read; unlock.settings.example.jsonc is a right one`)
  else if (mistakes[0]) wrong.push(`UNLOCK_CONFIG: ${path}, line ${lineOf(text, mistakes[0])}: ${printParseErrorCode(mistakes[0].error)}`)
  else if (checked.success) return checked.data
  else
    for (const { path: place, message } of checked.error.issues) wrong.push(`UNLOCK_CONFIG: ${place.join('.') || 'the file'}: ${message}`)
  return undefined
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

const lineOf = (text: string, { offset }: ParseError) => text.slice(0, offset).split('\n').length

const isPostgres = (value: string) => ['postgres:', 'postgresql:'].includes(URL.parse(value)?.protocol ?? '')

export function isLoopback(value: string): boolean {
  return ['127.0.0.1', 'localhost', '[::1]'].includes(URL.parse(value)?.hostname ?? '')
}
