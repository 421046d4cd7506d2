// Many recipients, 30 of them bad in every way there is: each ends in one state with its reason, and the sum is the audience.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { server } from '../support/databases.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { recipients, sends, stateOf, states } from './organiser.ts'

let stage: Stage
/** The embedded database has one connection and is for one machine: what it must hold there is the count, not the size. */
const size = server() === '' ? 300 : 2000
beforeAll(async () => {
  stage = await openStage({
    company: { crowd: size },
    settings: (set) => ({ ...set, waves: { ...set.waves, perSecond: 2000 } }),
  })
})
afterAll(() => stage.close())

const from = (first: number, count: number) =>
  stage.company.people.filter(({ name }) => name.startsWith('Crowd')).slice(first, first + count)
const chat = (id: string) => encodeURIComponent(stage.company.addressOf(id).conversationId)

/** Stands at the connector for one person's chat. */
const fault = (id: string, fault: Parameters<Stage['company']['faults']['set']>[0]['fault'], times?: number) => ({
  where: 'connector' as const,
  path: `/conversations/${chat(id)}/activities`,
  fault,
  ...(times === undefined ? {} : { times }),
})

const knows = (id: string) => stage.company.changeApp(id, { do: 'install' })

test(`a wave of ${size} with 30 bad recipients of every kind accounts for everybody`, async () => {
  const { company, db } = stage
  const each = (first: number, deed: (id: string) => unknown) => Promise.all(from(first, 3).map(({ id }) => deed(id)))
  // Known to the bot: their chats are there before the wave.
  for (const first of [0, 3, 6, 9, 12, 15, 18, 21, 24]) await each(first, knows)
  await each(0, (id) => company.administer(id, { do: 'set-enabled', enabled: false }))
  await each(3, (id) => db.query(`update people set snoozed_until = now() + interval '1 day' where employee_id = $1`, [id]))
  await each(6, (id) => db.query(`update people set snoozed_until = '9999-12-31' where employee_id = $1`, [id]))
  await each(9, (id) => db.query(`insert into progress (employee_id, finished_at) values ($1, now())`, [id]))
  await each(12, (id) => company.changeApp(id, { do: 'block' }))
  // Their chat is another by now: Teams knows the old one no more.
  await each(15, (id) => db.query(`update people set conversation_id = 'a:old' || employee_id where employee_id = $1`, [id]))
  // Gone from Teams, without a word to us.
  await each(18, (id) => company.changeApp(id, { do: 'uninstall' }))
  await each(18, (id) => db.query('update people set installed = true where employee_id = $1', [id]))
  company.faults.set(
    ...from(21, 3).map(({ id }) => fault(id, { kind: 'status', status: 403, code: 'BotDisabledByAdmin' })),
    ...from(24, 3).map(({ id }) => fault(id, { kind: 'status', status: 413 })),
    ...from(27, 1).map(({ id }) => fault(id, { kind: 'status', status: 412 }, 2)),
    ...from(28, 1).map(({ id }) => fault(id, { kind: 'status', status: 429, retryAfter: 1 }, 2)),
    ...from(29, 1).map(({ id }) => fault(id, { kind: 'status', status: 503 }, 1)),
  )
  const id = await sends(stage, { groups: 'Crowd' })
  await expect.poll(() => stateOf(stage, id), { timeout: 150_000, interval: 500 }).toBe('finished')
  const all = await states(stage, id)
  expect(all).toEqual({
    'skipped: disabled': 3,
    'skipped: snoozed': 3,
    'skipped: opted-out': 3,
    'skipped: done': 3,
    'failed: blocked': 3,
    'failed: switched-off': 3,
    'failed: too-big': 3,
    sent: size - 21,
  })
  expect(Object.values(all).reduce((sum, count) => sum + count, 0)).toBe(size)
  const shown = from(0, size).map(
    (person) => company.chatOf(person.id).filter(({ card }) => JSON.stringify(card ?? '').includes('journey.start')).length,
  )
  // The 24 that are known had a welcome before. Nobody has an announcement twice, but for those of whom the wave says so.
  const [twice] = await db.query<{ count: number }>(`select count(*)::int as count from deliveries where why = 'maybe-twice'`)
  expect(Math.min(...shown.slice(27))).toBe(1)
  expect(Math.max(...shown.slice(27))).toBeLessThanOrEqual(2)
  expect(shown.slice(27).filter((count) => count === 2).length).toBeLessThanOrEqual(twice?.count ?? 0)
  const camille = stage.meet('Camille Laurent', 'Web')
  await camille.sees('Everybody has been dealt with.')
  expect(recipients(camille)).toBe(size)
  expect(camille.last()).toContain('fewer than 5 blocked Unlock in Teams')
}, 240_000)
