// After an outage of Teams many people's messages are due at once.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, type Stage } from '../support/stage.ts'

/** More than one look takes. */
const many = 250
let stage: Stage
beforeAll(async () => {
  stage = await openStage({ company: { crowd: many } })
})
afterAll(() => stage.close())

const countOf = async (which: string) =>
  (await stage.db.query<{ n: number }>(`select count(*)::int as n from messages where ${which}`))[0]?.n

test('one look after the other brings them to everybody, without a minute in between', { timeout: 120_000 }, async () => {
  const { company, db } = stage
  const crowd = company.people.filter(({ name }) => name.startsWith('Crowd'))
  company.faults.set({ where: 'connector', path: '/activities', fault: { kind: 'status', status: 503 } })
  for (let first = 0; first < many; first += 25)
    await Promise.all(crowd.slice(first, first + 25).map(({ id }) => company.changeApp(id, { do: 'install' })))
  await expect.poll(() => countOf(`state = 'queued'`), { timeout: 30_000 }).toBe(many)
  // Neither the clock's own look, which a start sets again, nor one that was asked for before hides that the first is not enough.
  await db.query(`delete from jobs.schedule where name = 'conversation.sweep'`)
  const looking = () => db.query(`select 1 from jobs.job where name = 'conversation.sweep' and state = 'active'`)
  await expect.poll(looking, { timeout: 30_000 }).toEqual([])
  await db.query(`delete from jobs.job where name = 'conversation.sweep'`)
  company.faults.clear()
  await db.query(`update messages set due_at = now()`)
  await db.query(`insert into jobs.job (name) values ('conversation.sweep')`)
  await expect.poll(() => countOf(`state <> 'sent'`), { timeout: 30_000 }).toBe(0)
  for (const { id, name } of crowd) expect(company.chatOf(id).length, name).toBe(1)
})
