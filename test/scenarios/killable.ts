// A sample company and a bot of its own process, new for each test, that can be killed at any moment.
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { type SampleCompany, startSampleCompany } from '../sample-company/company.ts'
import { migratedDatabase, server } from '../support/databases.ts'
import { main, type Program, program } from '../support/program.ts'

export interface Killable {
  company: SampleCompany
  bot: Program
  /** Starts the bot again; what only waiting would end has ended. */
  rises(): Promise<void>
  /** For requests; the embedded database can be opened by nobody else. */
  aMinutePasses(): Promise<void>
  /** Kills the bot the first time that `watching` says so. */
  killedWhen(watching: (stop: () => void) => () => void): { happened: Promise<string>; callOff(): void }
}

/** To be called at the top of a test file. `raised`: what each test begins with. */
export function killable(raised: (here: Killable) => void): Killable {
  let database: Awaited<ReturnType<typeof migratedDatabase>> | undefined
  const here = {
    async rises() {
      // Other processes may still hold what the dead one held.
      await database?.db.script(`update turns set leased_until = now() - interval '1 second' where state = 'open';
        update messages set leased_until = now() - interval '1 second' where state = 'sending';
        update escalations set showing_until = now() - interval '1 second' where showing_until is not null`)
      await here.bot.start()
    },
    async aMinutePasses() {
      await database?.db.script(`update escalations set since = since - interval '61 seconds'`)
    },
    killedWhen(watching) {
      const { promise, resolve } = Promise.withResolvers<string>()
      const callOff = watching(() => {
        callOff()
        void here.bot.kill().then(() => resolve('killed'))
      })
      return { happened: promise, callOff }
    },
  } as Killable
  beforeAll(async () => {
    here.company = await startSampleCompany()
  })
  beforeEach(async () => {
    here.company.reset()
    database = server() !== '' ? await migratedDatabase() : undefined
    here.bot = program(main, here.company, database?.url)
    await here.bot.start()
    raised(here)
  })
  afterEach(async () => {
    await here.bot.remove()
    await database?.drop()
  })
  afterAll(() => here.company.close())
  return here
}
