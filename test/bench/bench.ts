// npm run bench: an employee's turn beside a bare botbuilder echo, turn about in one run, so that only the ratio counts.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { startSampleCompany } from '../sample-company/company.ts'
import { Actor } from '../support/actor.ts'
import { findPostgres, startPostgres } from '../support/postgres.ts'
import { main, type Program, program } from '../support/program.ts'

const rounds = 60
const warmUp = 2

const company = await startSampleCompany()
const bin = findPostgres()
if (!bin) console.log('Left out: PostgreSQL, because no PostgreSQL 15 or later is installed here.')
const postgres = bin ? await startPostgres(bin) : undefined

const echo = fileURLToPath(new URL('./echo.ts', import.meta.url))
const bots: Record<string, Program> = {
  echo: program(echo, company),
  pglite: program(main, company),
  ...(postgres ? { postgres: program(main, company, postgres.url) } : {}),
}

/** People who stand at the screen lock and can go one step on and one back, for as long as one likes. */
const people = company.people.filter(({ phoneModel, story }) => phoneModel.startsWith('iphone') && /push/.test(story)).slice(0, 8)
const started = new Map<string, number>()
for (const [name, bot] of Object.entries(bots)) {
  started.set(name, await bot.start())
  if (name !== 'echo') for (const { id } of people) await toTheScreenLock(id)
}
const atStart = new Map(Object.entries(bots).map(([name, bot]) => [name, residentMiB(bot.pid())]))

const times: Record<'message' | 'press', Map<string, number[]>> = { message: new Map(), press: new Map() }
for (let round = 0; round < rounds; round++) {
  for (const { id } of people) for (const name of Object.keys(bots)) await measure(name, id, round >= warmUp)
}

report()
for (const bot of Object.values(bots)) await bot.remove()
await postgres?.stop()
await company.close()

async function toTheScreenLock(id: string) {
  const actor = actorOf(id)
  await actor.says('hi')
  await actor.press('Yes, this iPhone')
  await actor.press('iOS 18 or newer')
}

async function measure(name: string, id: string, counts: boolean) {
  const bot = bots[name]
  if (!bot) return
  company.setBotUrl(bot.url())
  const actor = actorOf(id)
  await timed('message', name, counts, () => actor.says('what is a passkey'))
  const button = name === 'echo' ? undefined : actor.actions()[0]
  const anyButton = { activityId: actor.fromBot().at(-1)?.activityId ?? '', action: { type: 'Action.Execute', verb: 'echo', data: {} } }
  await timed('press', name, counts, () => actor.pressesButton({ title: '', ...(button ?? anyButton) }))
}

async function timed(kind: 'message' | 'press', name: string, counts: boolean, turn: () => Promise<unknown>) {
  const began = performance.now()
  await turn()
  if (counts) times[kind].set(name, [...(times[kind].get(name) ?? []), performance.now() - began])
}

function report() {
  const p = (all: number[], share: number) => [...all].sort((a, b) => a - b)[Math.floor(all.length * share)] ?? 0
  for (const kind of ['message', 'press'] as const) {
    const base = times[kind].get('echo') ?? []
    for (const [name, all] of times[kind]) {
      const ratio = (share: number) => (p(all, share) / p(base, share)).toFixed(2)
      console.log(
        `${kind.padEnd(8)} ${name.padEnd(9)} ${all.length} turns   p50 ${ratio(0.5)} × echo   p95 ${ratio(0.95)} × echo   (p95 ${p(all, 0.95).toFixed(1)} ms)`,
      )
    }
  }
  for (const [name, bot] of Object.entries(bots)) {
    console.log(
      `${name.padEnd(9)} ready after ${((started.get(name) ?? 0) / 1000).toFixed(1)} s   resident ${atStart.get(name)} MiB at the start, ${residentMiB(bot.pid())} MiB after`,
    )
  }
}

function actorOf(id: string): Actor {
  const person = company.people.find((each) => each.id === id)
  if (!person) throw new Error(`nobody has the id ${id}`)
  return new Actor(company, person, 'iOS')
}

function residentMiB(pid: number): number {
  const kib = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '0'
  return Math.round(Number(kib) / 1024)
}
