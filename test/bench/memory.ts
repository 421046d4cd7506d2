// npm run bench:memory -- [--turns 100000] [--minutes 60] [flags of Node after --]: the bot in production mode on PostgreSQL, and how its memory
// grows over many turns. It stops at whichever comes first, and says how many there were.
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { startSampleCompany } from '../sample-company/company.ts'
import { message } from '../security/attack.ts'
import { Actor } from '../support/actor.ts'
import { claims, serviceUrl, startMicrosoft } from '../support/microsoft.ts'
import { findPostgres, startPostgres } from '../support/postgres.ts'
import { inACompany, production, program } from '../support/program.ts'

const { values, positionals } = parseArgs({
  options: { turns: { type: 'string', default: '100000' }, minutes: { type: 'string', default: '60' } },
  allowPositionals: true,
})
const turns = Number(values.turns)
const longestMs = Number(values.minutes) * 60_000
const lanes = 8
const lines = 20
const bin = findPostgres()
if (!bin) throw new Error('PostgreSQL 15 or later is needed')

const company = await startSampleCompany()
const microsoft = await startMicrosoft()
const sign = await microsoft.publish('teams-1')
const postgres = await startPostgres(bin)
const bot = program(production, company, postgres.url, positionals, inACompany(company, microsoft))
await bot.start()
const actors = company.people
  .filter(({ name }) => !['Zanele Dlamini', 'Oskar Berg'].includes(name))
  .map((person) => new Actor(company, person, 'iOS'))
company.setBotUrl(undefined)
for (const actor of actors) await actor.installs()

const headers = {
  'content-type': 'application/json',
  authorization: `Bearer ${await sign(claims(company.appId, { exp: Math.floor(Date.now() / 1000) + 86_400 }))}`,
}
const residentMiB = () => Math.round(Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${bot.pid()}/status`, 'utf8'))?.[1]) / 1024)
/** User and system time of the process, whatever else the machine does: fields 14 and 15, in hundredths of a second. */
const cpuMs = () => {
  const fields = readFileSync(`/proc/${bot.pid()}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return 10 * (Number(fields[11]) + Number(fields[12]))
}
const statuses = new Map<number, number>()
const say = (text: string) => process.stdout.write(`${text}\n`)

async function lane(many: number, first: number) {
  for (let each = 0; each < many && performance.now() - began < longestMs; each++) {
    const actor = actors[(first + each * lanes) % actors.length] as Actor
    const body = JSON.stringify(message(actor, 'what is a passkey', { id: randomUUID(), serviceUrl }))
    const response = await fetch(new URL('/api/messages', bot.url()), { method: 'POST', headers, body })
    await response.arrayBuffer()
    statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1)
  }
}

const began = performance.now()
const cpuBefore = cpuMs()
const many = Math.ceil(turns / lines / lanes)
const answered = () => [...statuses.values()].reduce((sum, count) => sum + count, 0)
for (let line = 1; line <= lines && performance.now() - began < longestMs; line++) {
  await Promise.all(Array.from({ length: lanes }, (_, index) => lane(many, index)))
  const seconds = (performance.now() - began) / 1000
  const each = (cpuMs() - cpuBefore) / answered()
  say(`${answered()} turns  ${residentMiB()} MiB  ${Math.round(answered() / seconds)} turns/s  ${each.toFixed(1)} ms of processor each`)
}
say(`answers: ${JSON.stringify(Object.fromEntries(statuses))}`)
await bot.remove()
await postgres.stop()
await microsoft.close()
await company.close()
