// What a scraper reads: the names and units of METRICS.md, counted right, and nobody in it.
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { message } from '../security/attack.ts'
import { type InACompany, openInACompany } from '../support/in-a-company.ts'
import { serviceUrl } from '../support/microsoft.ts'

let bot: InACompany
let place: { host: string; port: number }
beforeAll(async () => {
  place = { host: '127.0.0.1', port: await freePort() }
  bot = await openInACompany({ metrics: place })
})
afterAll(() => bot.close())

function freePort(): Promise<number> {
  return new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => done(port))
    })
  })
}

const read = async () => (await fetch(`http://${place.host}:${place.port}/metrics`)).text()
const value = (all: string, name: RegExp) =>
  Number(
    all
      .split('\n')
      .find((line) => name.test(line))
      ?.split(' ')
      .at(-1),
  )

test('turns, messages and strangers are counted, under the names that METRICS.md has', async () => {
  const ines = bot.meet('Ines Moreau', 'iOS')
  await ines.installs()
  await bot.tell(message(ines, 'hi', { serviceUrl }))
  await ines.sees('Hello Ines')
  await bot.post({})
  await bot.post({}, 'Bearer x.y.z')
  const all = await read()
  expect(value(all, /^unlock_turns_total\{.*kind="text"/)).toBe(1)
  expect(value(all, /^unlock_turn_duration_count\{.*kind="text"/)).toBe(1)
  expect(value(all, /^unlock_messages_total\{.*outcome="sent"/)).toBeGreaterThan(0)
  expect(value(all, /^unlock_requests_turned_away_total\{.*why="no token"/)).toBe(1)
  expect(value(all, /^unlock_jobs_lag/)).toBeGreaterThanOrEqual(0)
  expect(value(all, /^unlock_signing_keys_age/)).toBeGreaterThan(0)
  expect(value(all, /^unlock_process_memory/)).toBeGreaterThan(1_000_000)

  const documented = [
    ...readFileSync(new URL('../../METRICS.md', import.meta.url), 'utf8').matchAll(/^\| `unlock\.[\w.]+` \| `(\w+)` \| (\w+)/gm),
  ]
  const told = [...all.matchAll(/^# TYPE (unlock_\w+) (\w+)/gm)].map(([, name, kind]) => `${name} ${kind}`)
  expect(documented.map(([, name, kind]) => `${name} ${kind}`).sort()).toEqual(told.sort())
})

test('P18 metrics are on a port of their own, say nothing of a person, and the bot’s own port has none', async () => {
  const all = await read()
  for (const { id, name, mail } of bot.company.people) for (const word of [id, name, mail]) expect(all).not.toContain(word)
  expect((await fetch(new URL('/metrics', bot.url))).status).toBe(404)
})
