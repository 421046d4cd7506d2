// What must not get out: texts of internal errors to whoever asked, and people's own words to the database or the log.
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Config } from '../../bot/config.ts'
import { settingsShape } from '../../bot/settings.ts'
import { type Running, start } from '../../bot/start.ts'
import { type SampleCompany, startSampleCompany } from '../sample-company/company.ts'
import type { TeamsOn } from '../sample-company/office-api.ts'
import { Actor } from '../support/actor.ts'
import { emptyTables, migratedDatabase } from '../support/databases.ts'
import { activity, inChannel, message, pressOf, stored, tablesWith, type Wire } from './attack.ts'

let made: Awaited<ReturnType<typeof migratedDatabase>>
let company: SampleCompany
let running: Running
let opens: () => Promise<void>
const lines: string[] = []

beforeAll(async () => {
  made = await migratedDatabase()
  company = await startSampleCompany()
  const { appId, tenantId, graphUrl: graphBaseUrl } = company
  const settings = settingsShape.parse(company.settings)
  const config: Config = {
    mode: 'demo',
    port: 0,
    host: '127.0.0.1',
    dataDir: '',
    graphBaseUrl,
    appId,
    appType: 'SingleTenant',
    tenantId,
    openIdMetadata: '',
    settings,
  }
  // Everything the bot could ever log, with nothing struck out.
  const log = pino({ level: 'trace' }, { write: (line) => void lines.push(line) })
  opens = async () => {
    running = await start(config, log, made.db)
    company.setBotUrl(running.url)
  }
  await opens()
})
beforeEach(async () => {
  company.faults.clear()
  company.reset()
  await emptyTables(made.db)
  lines.length = 0
})
afterAll(async () => {
  await running.stop()
  await company.close()
  await made.drop()
})

const meet = (name: string, on: TeamsOn) => new Actor(company, company.person(name), on)
const canary = 'zq7canary'

/** All that a caller can read of an answer. */
async function answerTo(activity: Wire) {
  const body = JSON.stringify(activity)
  const response = await fetch(new URL('/api/messages', running.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body,
  })
  const text = await response.text()
  return { status: response.status, text, all: `${response.statusText} ${JSON.stringify([...response.headers])} ${text}` }
}

const inner = new RegExp(`${canary}|relation|trigger|pglite|postgres|sql|stack|Error:|at \\w+ \\(|\\.ts|node_modules|connector`, 'i')

/** The database refuses every new row of a table, with a text of its own. */
async function withFailing(table: string, work: () => Promise<unknown>, saying = `${canary} at /srv/app`) {
  await made.db.script(
    `create function fails() returns trigger language plpgsql as $$ begin raise exception '${saying}'; end $$;
     create trigger fails before insert on ${table} for each row execute function fails()`,
  )
  await work().finally(() => made.db.script(`drop trigger fails on ${table}; drop function fails()`))
}

async function withoutTable(table: string, work: () => Promise<void>) {
  await made.db.script(`alter table ${table} rename to ${canary}`)
  await work().finally(() => made.db.script(`alter table ${canary} rename to ${table}`))
}

test.each<[string, (work: () => Promise<void>) => Promise<void>]>([
  ['turns cannot be taken in', (work) => withFailing('turns', work)],
  ['people cannot be found', (work) => withoutTable('people', work)],
])('P15 when %s, a person reads an apology in our words and a caller reads nothing of the error', async (_, withFault) => {
  const ines = meet('Ines Moreau', 'iOS')
  await ines.says('hi')
  const press = pressOf(ines, 'Yes, this iPhone')
  await withFault(async () => {
    const pressed = await answerTo(press)
    expect(pressed.status).toBe(200)
    expect(pressed.text).toContain('I cannot help right now')
    expect(pressed.all).not.toMatch(inner)
    const said = await answerTo(message(ines, 'status'))
    expect(said.status).toBe(200)
    expect(said.all).not.toMatch(inner)
    await ines.sees('I cannot help right now')
    expect(JSON.stringify(ines.fromBot())).not.toContain(canary)
  })
  expect(lines.join('')).toMatch(inner)
  await ines.says('hi')
  await ines.sees('Ines')
})

test('P15 when an answer cannot be written down, the press gets a card in our words and the turn is not lost', async () => {
  const ines = meet('Ines Moreau', 'iOS')
  await ines.says('hi')
  await withFailing('progress', async () => {
    const pressed = await answerTo(pressOf(ines, 'Yes, this iPhone'))
    expect(pressed.status).toBe(200)
    expect(pressed.all).not.toMatch(inner)
    expect(JSON.stringify(ines.fromBot())).not.toContain(canary)
  })
  expect((await stored(made.db)).turns).toHaveLength(2)
  expect(await made.db.query(`select 1 from turns where state = 'open'`)).toHaveLength(1)
})

test('P15 when Teams takes no answer, the caller gets a reference and the log has the rest under it', async () => {
  const ines = meet('Ines Moreau', 'iOS')
  company.faults.set({ where: 'connector', path: '', fault: { kind: 'status', status: 500, code: canary } })
  const { status, text, all } = await answerTo(message(ines, 'hi', inChannel(company.tenantId)))
  expect(status).toBe(500)
  expect(JSON.parse(text)).toEqual({ error: 'internal', ref: expect.stringMatching(/^[0-9a-f]{8}$/) })
  expect(all).not.toMatch(inner)
  expect(lines.filter((line) => line.includes(JSON.parse(text).ref))).toHaveLength(1)
})

test('P15 when a dialog cannot be looked up, the first one after a start too, the caller gets a reference at once', async () => {
  await running.stop()
  await opens()
  const ines = meet('Ines Moreau', 'iOS')
  await ines.says('hi')
  const { action, activityId } = ines.button('Yes, this iPhone')
  const value = { data: { ...action.data, verb: 'escalation.show-pass' } }
  await withoutTable('messages', async () => {
    const { status, text, all } = await answerTo(activity(ines, { type: 'invoke', name: 'task/fetch', replyToId: activityId, value }))
    expect(status).toBe(500)
    expect(JSON.parse(text)).toEqual({ error: 'internal', ref: expect.stringMatching(/^[0-9a-f]{8}$/) })
    expect(all).not.toMatch(inner)
    expect(lines.filter((line) => line.includes(JSON.parse(text).ref))).toHaveLength(1)
  })
})

test('P15 what Entra says about a failure is not repeated to anybody', async () => {
  const ines = meet('Ines Moreau', 'iOS')
  company.faults.set({ where: 'graph', path: '', fault: { kind: 'status', status: 403, code: canary } })
  const { status, all } = await answerTo(message(ines, 'hi'))
  expect(status).toBe(200)
  expect(all).not.toMatch(inner)
  expect(JSON.stringify(ines.fromBot())).not.toContain(canary)
})

test.each(['{', '{"a":', 'null', '[]', '"x"', `{"type":"${canary}"}`, `{"${canary}":1}`])(
  'P15 a body that is no activity, %s, is not repeated in the answer',
  async (body) => {
    const headers = { 'content-type': 'application/json', 'x-test': canary }
    const response = await fetch(new URL('/api/messages', running.url), { method: 'POST', headers, body })
    expect(response.status).toBe(400)
    expect(`${JSON.stringify([...response.headers])} ${await response.text()}`).not.toMatch(inner)
  },
)

const secrets = [
  `my password is ${canary}!Aa1`,
  `${canary}-Tr0ub4dor&3`,
  `pass: ${canary}`,
  `the code is 482913 ${canary}`,
  `hi, ${canary}`,
]

test.each(secrets)('D1 the words "%s" are in no table, no log line and no message of ours', async (text) => {
  const ines = meet('Ines Moreau', 'iOS')
  expect(await ines.says(text)).toBe(200)
  await ines.sees(/./)
  expect((await answerTo(message(ines, text, inChannel(company.tenantId)))).all).not.toContain(canary)
  company.faults.set({ where: 'connector', path: '', fault: { kind: 'status', status: 400 } })
  await answerTo(message(ines, text))
  for (const table of ['turns', 'messages']) await withFailing(table, () => answerTo(message(ines, text)), 'no')
  expect(lines.length).toBeGreaterThan(0)
  expect(lines.join('')).not.toContain(canary)
  expect(await tablesWith(made.db, canary)).toEqual([])
  expect(JSON.stringify(ines.fromBot())).not.toContain(canary)
})
