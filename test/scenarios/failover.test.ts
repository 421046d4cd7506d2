// The database server goes away under a running bot and comes back, as in a failover: every connection breaks at once, whatever it
// was doing, and for a while there is no new one.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../../bot/database/database.ts'
import { openPostgres } from '../../bot/database/postgres.ts'
import { type SampleCompany, startSampleCompany } from '../sample-company/company.ts'
import { Actor } from '../support/actor.ts'
import { migratedDatabase, server } from '../support/databases.ts'
import { main, type Program, program } from '../support/program.ts'

/** Of the bot's connections, so that they are told from those of the test. */
const name = 'the-bot'
const patience = { timeout: 120_000 }

// The embedded database has no server that could go away.
describe.runIf(server() !== '')('the database server fails over', () => {
  let company: SampleCompany
  let database: Awaited<ReturnType<typeof migratedDatabase>>
  /** Of another database of the server: stays when the bot's takes nobody in. */
  let host: Database
  let bot: Program
  let pid: number
  let ines: Actor

  beforeAll(async () => {
    company = await startSampleCompany()
    host = openPostgres(server())
  })
  beforeEach(async () => {
    company.reset()
    database = await migratedDatabase()
    bot = program(main, company, `${database.url}?application_name=${name}`)
    await bot.start()
    pid = bot.pid()
    ines = new Actor(company, company.person('Ines Moreau'), 'iOS')
    await ines.installs()
    await ines.sees('Hello Ines')
  })
  afterEach(async () => {
    company.faults.clear()
    await bot.remove()
    await database.drop()
  })
  afterAll(async () => {
    await host.close()
    await company.close()
  })

  const breaks = () => host.query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = $1`, [name])
  const takesNobodyIn = (yes: boolean) =>
    host.script(`alter database "${new URL(database.url ?? '').pathname.slice(1)}" allow_connections ${!yes}`)
  const ready = async () => (await fetch(new URL('/readyz', bot.url()))).status
  const alive = async () => (await fetch(new URL('/healthz', bot.url()))).status
  const waiting = async (what: string) =>
    (await host.query(`select 1 from pg_stat_activity where application_name = $1 and ${what}`, [name])).length

  /** It is the process that was there before, and it saw nothing that nobody expected. */
  const livesOn = async () => {
    expect(await alive()).toBe(200)
    expect(bot.pid()).toBe(pid)
    expect(bot.written()).not.toContain('something happened that nobody expected')
  }

  test(
    'in the middle of a transaction: the bot lives on, the next turn is answered, and so is the one that was cut off',
    patience,
    async () => {
      // Until this one ends, the answer cannot be written: its transaction has begun, and waits.
      const cutOff = Promise.withResolvers<void>()
      const held = database.db.transaction(async (tx) => {
        await tx.query('lock table messages in share mode')
        await cutOff.promise
      })
      const said = ines.says('status')
      await expect.poll(() => waiting(`wait_event_type = 'Lock' and query like 'insert into messages%'`)).toBe(1)
      await breaks()
      cutOff.resolve()
      await held
      await said
      await livesOn()

      await ines.tells('hi')
      await expect.poll(ready).toBe(200)
      // Its lease ends, and the sweep of the next minute takes it up.
      await database.db.query(`update turns set leased_until = now() - interval '1 second' where state = 'open'`)
      const open = async () => (await database.db.query(`select 1 from turns where state = 'open'`)).length
      await expect.poll(open, { timeout: 75_000 }).toBe(0)
      expect(await database.db.query(`select 1 from turns where state = 'given-up'`)).toEqual([])
      await livesOn()
    },
  )

  test('with a message in the queue, for as long as the server is away: it still arrives, once', patience, async () => {
    company.faults.set({ where: 'connector', path: '/activities', fault: { kind: 'status', status: 503 } })
    await ines.says('hi')
    const queued = () => database.db.query(`select 1 from messages where state = 'queued'`)
    await expect.poll(async () => (await queued()).length).toBeGreaterThan(0)
    const shown = ines.fromBot().length

    await takesNobodyIn(true)
    await breaks()
    await expect.poll(ready).toBe(503)
    company.faults.clear()
    // Nothing can be taken in; who writes now is told whom to ask.
    await ines.says('hello?')
    await ines.sees(company.settings.company.helpdesk.phone ?? 'never')
    await livesOn()

    await takesNobodyIn(false)
    await expect.poll(ready).toBe(200)
    const unsent = async () => (await database.db.query(`select 1 from messages where state in ('queued', 'sending')`)).length
    await expect.poll(unsent, { timeout: 75_000 }).toBe(0)
    expect(await database.db.query(`select 1 from messages where state in ('failed', 'unknown') or copies > 1`)).toEqual([])
    expect(ines.fromBot().length).toBeGreaterThan(shown)
    await ines.tells('status')
    await livesOn()
  })
})
