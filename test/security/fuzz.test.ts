// P13: whatever comes in, the answer is 2xx or 4xx, the memory stays, and the next ordinary person is served.
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type SampleCompany, startSampleCompany } from '../sample-company/company.ts'
import { Actor } from '../support/actor.ts'
import { migratedDatabase, server } from '../support/databases.ts'
import { main, type Program, program } from '../support/program.ts'
import { activity, message, pressOf, type Wire } from './attack.ts'

const bodies = 5000
const mostGrowth = 50 * 1024 * 1024

/** Kofi comes afterwards; the others have blocked the bot or may not have it. */
const unheard = ['Kofi Mensah', 'Zanele Dlamini', 'Oskar Berg']

let company: SampleCompany
let database: Awaited<ReturnType<typeof migratedDatabase>> | undefined
let bot: Program
beforeAll(async () => {
  company = await startSampleCompany()
  database = server() === '' ? undefined : await migratedDatabase()
  // Node collects late where there is room, and only what it cannot collect would count.
  bot = program(main, company, database?.url, ['--max-old-space-size=192'])
  await bot.start()
})
afterAll(async () => {
  await bot.remove()
  await database?.drop()
  await company.close()
})

const nested = (depth: number, [open, close]: [string, string]) => `${open.repeat(depth)}1${close.repeat(depth)}`
const manyKeys = (count: number) => `{${Array.from({ length: count }, (_, index) => `"${index.toString(36)}":0`).join(',')}}`

/** Stands in any place of an activity; kept as JSON text, because some of it no object could hold. */
const hostile = fc.oneof(
  fc.constantFrom(
    'null',
    'true',
    '0',
    '-0',
    '1e400',
    '""',
    '[]',
    '{}',
    '[[]]',
    '[null]',
    '{"id":{}}',
    '"\\u0000"',
    '"\\ud800"',
    '"\\u202e"',
  ),
  fc.constantFrom('{"__proto__":{"type":"message"}}', '{"constructor":{"prototype":{"x":1}}}', '{"toString":1,"length":-1}', '"__proto__"'),
  fc.constantFrom(nested(19, ['[', ']']), nested(500, ['[', ']']), nested(30_000, ['{"a":', '}']), manyKeys(20_000), manyKeys(100_000)),
  fc.constantFrom('x'.repeat(600), '👩‍👩‍👧‍👦'.repeat(3000), 'é'.repeat(120_000), '\\'.repeat(1000)).map((text) => JSON.stringify(text)),
  fc.constantFrom('"\'; drop table people; --"', '"{{7*7}}"', '"../../etc/passwd"', '"http://127.0.0.1:1/"', '"9999-99-99"', '"zz-ZZ-x"'),
  fc.jsonValue({ maxDepth: 6 }).map((value) => JSON.stringify(value)),
  fc.string({ unit: 'binary', maxLength: 40 }).map((text) => JSON.stringify(text)),
)

/** No activity at all. */
const rubbish = fc.oneof(
  hostile,
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constantFrom('', ' ', '{', '[', '{"a":1,}', "{'a':1}", '{"a":1}{"a":2}', '\ufeff{}', 'NaN', 'undefined', nested(100_000, ['[', ']'])),
)

type Make = (actor: Actor) => Wire
const shapes: Make[] = [
  (actor) => message(actor, 'hi'),
  (actor) => activity(actor, { type: 'message', value: { verb: 'journey.start', card: randomUUID(), choice: 'iphone' }, replyToId: '1' }),
  // While the card moves, there is nothing to press.
  (actor) => (actor.buttons()[0] === undefined ? message(actor, 'hi') : pressOf(actor, actor.buttons()[0] ?? '')),
  (actor) => activity(actor, { type: 'invoke', name: 'task/fetch', value: { data: {} } }),
  (actor) => activity(actor, { type: 'installationUpdate', action: 'add' }),
  (actor) => activity(actor, { type: 'conversationUpdate', membersAdded: [activity(actor, {}).recipient] }),
]

/** Every place in an activity, as a path. */
const places = (value: unknown, path: string[] = []): string[][] => [
  path,
  ...(typeof value === 'object' && value !== null ? Object.entries(value).flatMap(([key, inner]) => places(inner, [...path, key])) : []),
]

/** JSON text of `value` with `json` at that place; `twice` writes the key a second time instead of replacing it. */
function put(value: unknown, [key, ...path]: string[], json: string, twice: boolean): string {
  if (key === undefined || typeof value !== 'object' || value === null) return json
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
  const texts = entries.map(([name, inner]) => {
    const text = name === key ? put(inner, path, json, twice) : JSON.stringify(inner)
    const old = twice && name === key && path.length === 0 ? `${JSON.stringify(name)}:${JSON.stringify(inner)},` : ''
    return Array.isArray(value) ? text : `${old}${JSON.stringify(name)}:${text}`
  })
  return Array.isArray(value) ? `[${texts}]` : `{${texts}}`
}

type Attack = (actors: Actor[]) => string
const attack: fc.Arbitrary<Attack> = fc.oneof(
  { weight: 1, arbitrary: rubbish.map((body) => () => body) },
  {
    weight: 3,
    arbitrary: fc
      .record({ shape: fc.constantFrom(...shapes), json: hostile, place: fc.nat(), twice: fc.boolean(), from: fc.nat() })
      .map(({ shape, json, place, twice, from }) => (actors: Actor[]) => {
        const sent = shape(actors[from % actors.length] as Actor)
        const all = places(sent).slice(1)
        return put(sent, all[place % all.length] ?? [], json, twice)
      }),
  },
)

/** Of the bot's own process. */
const memoryOf = (pid: number) => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024

test('P13 five thousand hostile bodies are answered 2xx or 4xx, and then somebody is greeted', { timeout: 300_000 }, async () => {
  const actors = company.people.filter(({ name }) => !unheard.includes(name)).map((person) => new Actor(company, person, 'iOS'))
  for (const actor of actors) await actor.says('hi')
  const wrong: string[] = []
  const send = async (some: Attack[]) => {
    for (const make of some) {
      const body = make(actors)
      const { status } = await company.raw(body)
      // 501 is the answer to an invoke of another name (C12).
      if (status < 200 || (status >= 500 && status !== 501)) wrong.push(`${status}: ${body.slice(0, 2000)}`)
    }
  }
  const attacks = fc.sample(attack, { numRuns: bodies, seed: 13 })
  // The first quarter warms up: code is compiled, pools and caches are filled.
  await send(attacks.slice(0, bodies / 4))
  const before = memoryOf(bot.pid())
  const rest = attacks.slice(bodies / 4)
  const lanes = 8
  await Promise.all(Array.from({ length: lanes }, (_, lane) => send(rest.filter((_, index) => index % lanes === lane))))
  const grown = memoryOf(bot.pid()) - before
  expect(wrong.slice(0, 3)).toEqual([])
  console.log(`P13: resident memory grew by ${Math.round(grown / 1024 / 1024)} MiB`)
  expect(grown).toBeLessThan(mostGrowth)
  const kofi = new Actor(company, company.person('Kofi Mensah'), 'Android')
  await kofi.says('hi')
  await kofi.sees('Hello Kofi')
})
