// X3: the clock of a process may be wrong. What is due, held or over is decided by the database's.
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
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
