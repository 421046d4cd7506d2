// The process: signals heard, exit codes out, and last words when something happens that nobody expected.
import { url as debuggerAt } from 'node:inspector'
import { pino } from 'pino'
import { BadConfig, type Config, showsMemory } from './config.ts'
import { createLog } from './log.ts'
import { start } from './start.ts'

/** EX_CONFIG of sysexits.h: a restart would not help. */
const badConfig = 78
const crashed = 1

/** Runs until a signal comes. Ends the process with 78 when `read` or the start finds a wrong setting, and with 1 for a bug or an outage. */
export async function run(read: () => Config): Promise<void> {
  // Written at once, so that the last words before a crash are there.
  const log = createLog(pino.destination({ sync: true }))
  // A process in an unknown state must not go on; what it had begun is stored, and the next one finishes it.
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error) => {
      log.fatal({ err: error }, 'something happened that nobody expected')
      process.exit(crashed)
    })
  }
  try {
    const config = read()
    if (config.mode === 'production' && (debuggerAt() !== undefined || showsMemory(process.execArgv.join(' '))))
      throw new BadConfig(`a debugger is open or memory would be written, and both hold secrets; take ${process.execArgv.join(' ')} away`)
    if (config.mode === 'demo') log.warn({ host: config.host }, 'demo mode: nobody is asked for a token, so only this machine is heard')
    const running = await start(config, log)
    log.info({ url: running.url, mode: config.mode }, 'ready')

    const stop = async (signal: string) => {
      log.info({ signal }, 'stopping')
      await running.stop()
      process.exit(0)
    }
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, stop)
  } catch (error) {
    if (error instanceof BadConfig) process.stderr.write(`${error.message}\n`)
    else log.fatal({ err: error }, 'could not start')
    process.exit(error instanceof BadConfig ? badConfig : crashed)
  }
}
