// X3: the clock of a process may be wrong. What is due, held or over is decided by the database's, of turns and of passes.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { becomes, hasBeenTold, hasPass, madePasses, makesPasskeyWithPass, seenInPerson, taken, withPass } from '../escalation/desk.ts'
import { stopsOn } from '../escalation/notice.ts'
import { server } from '../support/databases.ts'
import { openStage, type Stage } from '../support/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
beforeEach(() => stage.reset())
afterEach(() => vi.useRealTimers())
afterAll(() => stage.close())

const minutes = 60_000

// The embedded database has the clock of the process it is in.
test.runIf(server() !== '').each([
  ['ten minutes ahead', 10 * minutes],
  ['ten minutes behind', -10 * minutes],
])('X3 a process whose clock is %s answers, holds a turn as long as ever and is ready', async (_, wrong) => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + wrong })
  const ines = stage.meet('Ines Moreau', 'iOS')
  await ines.says('hi')
  await ines.press('Yes, this iPhone')
  await ines.sees('Check the version')
  const [off] = await stage.db.query<{ held: number; late: number; due: number }>(
    `select (select max(abs(extract(epoch from leased_until - received_at) - 20))::float8 from turns) as held,
            (select max(abs(extract(epoch from now() - received_at)))::float8 from turns) as late,
            (select max(extract(epoch from due_at - now()))::float8 from messages) as due`,
  )
  expect(off?.held).toBeLessThan(1)
  expect(off?.late).toBeLessThan(60)
  expect(off?.due).toBeLessThan(1)
  await expect.poll(async () => (await fetch(new URL('/readyz', stage.botUrl))).status, { timeout: 10_000 }).toBe(200)
})

const wrongBy = (off: number) => vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + off })
/** As if that long had gone by since the pass was made, for the clock of the database. */
const later = (minutes: number) =>
  stage.db.query(
    `update escalations set since = since - make_interval(mins => $1), pass_made_at = pass_made_at - make_interval(mins => $1)`,
    [minutes],
  )
const looks = () => stage.company.log().filter(({ method, path }) => method === 'GET' && path.includes('temporaryAccessPassMethods')).length

test.runIf(server() !== '')(
  'X3 a process whose clock is ten minutes ahead takes no pass away too early, and sees the passkey',
  async () => {
    const { person } = await withPass(stage)
    await later(6)
    wrongBy(10 * minutes)
    const before = looks()
    await expect.poll(looks, { timeout: 15_000 }).toBeGreaterThan(before + 1)
    expect(hasPass(stage, person)).toBe(true)
    vi.useRealTimers()
    makesPasskeyWithPass(person)
    await becomes(stage, 'closed passkey')
  },
)

test.runIf(server() !== '')('X3 a process whose clock is ten minutes behind leaves no pass for longer', async () => {
  const { person } = await withPass(stage)
  wrongBy(-10 * minutes)
  await later(16)
  await becomes(stage, 'verified')
  expect(hasPass(stage, person)).toBe(false)
})

test.runIf(server() !== '').each([10, -10])('X3 a process whose clock is %i minutes wrong makes no pass', async (off) => {
  const { agent } = await taken(stage)
  await seenInPerson(agent)
  wrongBy(off * minutes)
  await agent.press('Make the pass')
  expect(agent.last()).toContain('clocks that this needs differ')
  expect(madePasses(stage)).toEqual([])
})

test.runIf(server() !== '').each([10, -10])('X3 a process whose clock is %i minutes wrong takes no manager’s word', async (off) => {
  const lars = stage.meet('Lars Haugen', 'Windows')
  await lars.opens()
  const { agent } = await taken(stage)
  await hasBeenTold(agent)
  await stage.db.query(`update managers_seen set first_seen_at = now() - interval '31 days'`)
  await agent.press('Ask their manager')
  wrongBy(off * minutes)
  const button = await stopsOn(lars, 'Yes, they told me')
  expect(await stage.db.query('select 1 from evidence')).toEqual([])
  vi.useRealTimers()
  await lars.pressesButton(button)
  expect(await stage.db.query('select class from evidence')).toEqual([{ class: 'manager' }])
})
