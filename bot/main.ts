// The process: settings in, signals heard, exit codes out.
import { pino } from 'pino'
import { BadConfig, readConfig } from './config.ts'
import { logOptions } from './log.ts'
import { start } from './start.ts'

/** EX_CONFIG of sysexits.h: a restart would not help. */
const badConfig = 78

async function main() {
  const config = readConfig(process.env)
  // Written at once, so that the last words before a crash are there.
  const log = pino(logOptions, pino.destination({ sync: true }))
  if (config.mode === 'demo') log.warn({ host: config.host }, 'demo mode: nobody is asked for a token, so only this machine is heard')
  const running = await start(config, log)
  log.info({ url: running.url, mode: config.mode }, 'ready')

  const stop = async (signal: string) => {
    log.info({ signal }, 'stopping')
    await running.stop()
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stop)
}

try {
  await main()
} catch (error) {
  if (!(error instanceof BadConfig)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = badConfig
}
