// The bot as a process of its own, that can be killed at any moment and started again on what it left behind.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { SampleCompany } from '../sample-company/company.ts'
import type { Microsoft } from './microsoft.ts'

/** The bot itself. */
export const main = fileURLToPath(new URL('../../bot/main.ts', import.meta.url))
/** The same in production mode; needs `inACompany`. */
export const production = fileURLToPath(new URL('./production.ts', import.meta.url))

/** The environment of `production`: what Azure gives a process there, and where Microsoft is. */
export const inACompany = (company: SampleCompany, microsoft: Microsoft): Record<string, string> => ({
  ...microsoft.identity,
  UNLOCK_MODE: 'production',
  MicrosoftAppType: 'UserAssignedMSI',
  GRAPH_BASE_URL: '',
  TEST_METADATA: microsoft.metadataUrl,
  TEST_GRAPH: company.graphUrl,
  TEST_CONNECTOR: company.connectorUrl,
})

/**
 * As `npm start` has it: a small young generation keeps the process a third smaller (npm run bench shows both), the heap is cleared when half
 * as much again as is in use was added, instead of three times as much, and no signal opens a debugger.
 */
const flags = ['--max-semi-space-size=2', '--heap-growing-percent=50', '--disable-sigusr1']

export interface Program {
  /** Resolves when it takes activities in; milliseconds it took. */
  start(): Promise<number>
  /** kill -9. Resolves when the process is gone. */
  kill(): Promise<void>
  /** SIGTERM, and the exit code that follows. */
  stop(): Promise<number | null>
  url(): string
  pid(): number
  /** Everything it wrote to its standard output, over all its lives. */
  written(): string
  /** The same of its standard error. */
  complained(): string
  /** Resolves when it has died by itself, with its exit code. */
  died(): Promise<number | null>
  /** The folder that it runs in, empty at first. */
  folder: string
  /** Folder of the embedded database. */
  dataDir: string
  remove(): Promise<void>
}

/**
 * `databaseUrl` absent: the embedded database, in a folder that is removed with the rest. `more`: flags of Node. `extra`: variables beside
 * and instead of the demo's. `own`: settings in place of the company's.
 */
export function program(
  file: string,
  company: Pick<SampleCompany, 'tokenUrl' | 'settings' | 'graphUrl' | 'appId' | 'tenantId' | 'setBotUrl'>,
  databaseUrl?: string,
  more: string[] = [],
  extra: Record<string, string> = {},
  own: object = {},
): Program {
  const scratch = mkdtempSync(join(tmpdir(), 'unlock-kill-'))
  const settings = join(scratch, 'settings.json')
  const eager = { watch: { everySeconds: 1, forMinutes: 30 }, graph: { methodReads: { requests: 1000, perSeconds: 1 } } }
  writeFileSync(settings, JSON.stringify({ ...company.settings, ...eager, ...own }))
  let running: ChildProcess | undefined
  let url = ''
  const heard: string[] = []
  const complaints: string[] = []
  const folder = join(scratch, 'here')
  mkdirSync(folder)

  return {
    async start() {
      const began = performance.now()
      running = spawn(process.execPath, [...flags, ...more, file], {
        stdio: ['ignore', 'pipe', 'pipe'],
        cwd: folder,
        env: {
          PATH: process.env.PATH,
          UNLOCK_MODE: 'demo',
          PORT: '0',
          DATA_DIR: join(scratch, 'data'),
          ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
          GRAPH_BASE_URL: company.graphUrl,
          OAuthUrl: company.tokenUrl,
          MicrosoftAppId: company.appId,
          MicrosoftAppTenantId: company.tenantId,
          UNLOCK_CONFIG: settings,
          ...extra,
        },
      })
      running.stdout?.on('data', (text: string) => heard.push(text))
      running.stderr?.setEncoding('utf8').on('data', (text: string) => {
        complaints.push(text)
        process.stderr.write(text)
      })
      url = await addressOf(running)
      if (file !== production) company.setBotUrl(url)
      return performance.now() - began
    },
    async kill() {
      await ended(running, 'SIGKILL')
      company.setBotUrl(undefined)
    },
    stop: () => ended(running, 'SIGTERM'),
    url: () => url,
    pid: () => running?.pid ?? 0,
    written: () => heard.join(''),
    complained: () => complaints.join(''),
    async died() {
      const code = await gone(running)
      company.setBotUrl(undefined)
      return code
    },
    folder,
    dataDir: join(scratch, 'data'),
    async remove() {
      await ended(running, 'SIGTERM')
      rmSync(scratch, { recursive: true, force: true })
    },
  }
}

function ended(child: ChildProcess | undefined, signal: NodeJS.Signals): Promise<number | null> {
  const end = gone(child)
  child?.kill(signal)
  return end
}

function gone(child: ChildProcess | undefined): Promise<number | null> {
  if (!child || child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child?.exitCode ?? null)
  return new Promise((done) => child.once('exit', (code) => done(code)))
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((done, failed) => {
    let heard = ''
    child.once('exit', (code) => failed(new Error(`the bot ended with ${code} before it was ready:\n${heard}`)))
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      heard += text
      const ready = heard.split('\n').find((line) => line.includes('"msg":"ready"'))
      if (ready) done((JSON.parse(ready) as { url: string }).url)
    })
  })
}
