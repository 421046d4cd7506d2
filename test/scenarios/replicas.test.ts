// Several processes on one database, as in a company: nobody is answered twice, no job runs twice, and one may go at any moment.
import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type SampleCompany, startSampleCompany } from '../sample-company/company.ts'
import { message } from '../security/attack.ts'
import { Actor } from '../support/actor.ts'
import { newDatabase, server } from '../support/databases.ts'
import { claims, type Microsoft, type Signer, serviceUrl, startMicrosoft } from '../support/microsoft.ts'
import { inACompany, type Program, production, program } from '../support/program.ts'

// The embedded database has one process.
describe.runIf(server() !== '')('two processes on one PostgreSQL', () => {
  let company: SampleCompany
  let microsoft: Microsoft
  let sign: Signer
  let database: Awaited<ReturnType<typeof newDatabase>>
  let bots: Program[]

  beforeAll(async () => {
    company = await startSampleCompany()
    microsoft = await startMicrosoft()
    sign = await microsoft.publish('teams-1')
  })
  beforeEach(async () => {
    company.reset()
    company.setBotUrl(undefined)
    database = await newDatabase()
    bots = [1, 2].map(() => program(production, company, database.url, [], inACompany(company, microsoft)))
  })
  afterEach(async () => {
    for (const bot of bots) await bot.remove()
    await database.drop()
  })
  afterAll(async () => {
    await microsoft.close()
    await company.close()
  })

  const both = () => Promise.all(bots.map((bot) => bot.start()))
  const [first, second] = [() => bots[0] as Program, () => bots[1] as Program]
  const unheard = new Set(['Zanele Dlamini', 'Oskar Berg'])
  const people = () => company.people.filter(({ name }) => !unheard.has(name)).map((person) => new Actor(company, person, 'iOS'))

  /** Status of the answer; undefined when nothing was taken in, as an edge sees it that then asks another process. */
  async function tell(bot: Program, actor: Actor, text: string, id: string): Promise<number | undefined> {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${await sign(claims(company.appId))}` }
    const body = JSON.stringify(message(actor, text, { id, serviceUrl }))
    const response = await fetch(new URL('/api/messages', bot.url()), { method: 'POST', headers, body }).catch(() => undefined)
    return response?.status
  }

  const count = async (sql: string) => (await database.db.query<{ n: number }>(`select count(*)::int as n from ${sql}`))[0]?.n
  /** What the stopped one still held is free, and whoever speaks next is told what they missed. */
  const twentySecondsLater = () =>
    database.db.script(`update turns set leased_until = now() - interval '1 second' where state = 'open';
      update messages set leased_until = now() - interval '1 second' where state = 'sending'`)
  const allSent = () => expect.poll(() => count(`messages where state in ('queued', 'sending')`), { timeout: 60_000 }).toBe(0)
  const allAnswered = () => expect.poll(() => count(`turns where state = 'open'`), { timeout: 60_000 }).toBe(0)

  test('K11 start at once on an empty database: the tables are made once, and both are ready', { timeout: 60_000 }, async () => {
    await both()
    for (const bot of bots)
      await expect.poll(async () => (await fetch(new URL('/readyz', bot.url()))).status, { timeout: 20_000 }).toBe(200)
    expect(await count('migrations')).toBe(await count('(select distinct number from migrations) each'))
  })

  test('the same message, told to both at once, is answered once', { timeout: 90_000 }, async () => {
    await both()
    const actors = people()
    for (const actor of actors) await actor.installs()
    await Promise.all(
      actors.map(async (actor) => {
        const id = randomUUID()
        expect(await Promise.all(bots.map((bot) => tell(bot, actor, 'hi', id)))).toEqual([200, 200])
      }),
    )
    await allAnswered()
    await allSent()
    expect(await count('turns')).toBe(actors.length)
    for (const actor of actors) expect(actor.fromBot().length, actor.person.name).toBe(1)
    expect(await count('messages where copies > 1')).toBe(0)
  })

  test('K13 one is stopped with fifty turns in it: all are answered, none with 5xx, within twenty seconds', {
    timeout: 120_000,
  }, async () => {
    await both()
    const actors = people()
    for (const actor of actors) await actor.installs()
    company.faults.set({ where: 'graph', path: '', fault: { kind: 'latency', ms: 800 } })
    const turns = Array.from({ length: 50 }, (_, index) => ({ actor: actors[index % actors.length] as Actor, id: randomUUID() }))
    const inside = turns.map(({ actor, id }) => tell(first(), actor, 'hi', id))
    await expect.poll(() => count('turns'), { timeout: 20_000 }).toBeGreaterThan(10)
    const began = performance.now()
    const stopped = first().stop()
    const answers = await Promise.all(inside)
    expect(await stopped).toBe(0)
    const took = performance.now() - began
    expect(took).toBeLessThan(20_000)
    expect(answers.filter((status) => status !== undefined && status !== 200)).toEqual([])
    // What was not taken in any more, an edge gives to the other.
    const again = turns.filter((_, index) => answers[index] === undefined)
    for (const { actor, id } of again) expect(await tell(second(), actor, 'hi', id)).toBe(200)
    company.faults.clear()
    await twentySecondsLater()
    await allAnswered()
    await allSent()
    expect(await count('turns')).toBe(50)
    expect(await count(`turns where state = 'answered'`)).toBe(50)
    console.log(
      `K13: ${answers.filter((status) => status === 200).length} of 50 accepted by the one that was stopped, gone after ${Math.round(took)} ms`,
    )
  })

  test('load goes on while one is stopped: whatever was accepted is answered', { timeout: 120_000 }, async () => {
    await both()
    const actors = people()
    for (const actor of actors) await actor.installs()
    const statuses: (number | undefined)[] = []
    let stopped: Promise<number | null> | undefined
    for (let round = 0; round < 6; round++) {
      if (round === 2) stopped = first().stop()
      await Promise.all(
        actors.map(async (actor, index) => {
          const id = randomUUID()
          const status = await tell(bots[index % 2] as Program, actor, 'what is a passkey', id)
          statuses.push(status ?? (await tell(second(), actor, 'what is a passkey', id)))
        }),
      )
    }
    expect(await stopped).toBe(0)
    expect(new Set(statuses)).toEqual(new Set([200]))
    await twentySecondsLater()
    for (const actor of actors) expect(await tell(second(), actor, 'status', randomUUID())).toBe(200)
    await allAnswered()
    await allSent()
    expect(await count('turns')).toBe(statuses.length + actors.length)
  })

  test('in production mode a start takes little time and little memory', { timeout: 60_000 }, async () => {
    const took = await first().start()
    const { readFileSync } = await import('node:fs')
    const resident = Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${first().pid()}/status`, 'utf8'))?.[1]) / 1024
    console.log(`start to ready ${Math.round(took)} ms, resident ${Math.round(resident)} MiB`)
    expect(resident).toBeLessThan(256)
  })
})
