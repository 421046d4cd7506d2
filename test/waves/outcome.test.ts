// What came of a wave: who has it, who read it, who began, where people stand.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { activity } from '../security/attack.ts'
import type { Actor } from '../support/actor.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { opensWave, sends, stateOf } from './organiser.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage({
    company: { crowd: 14 },
    settings: (set) => ({ ...set, rollout: { everyone: true, groups: [] }, waves: { ...set.waves, perSecond: 500 } }),
  })
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

const crowd = () => stage.company.people.filter(({ name }) => name.startsWith('Crowd')).map(({ name }) => stage.meet(name, 'iOS'))

async function finished(): Promise<string> {
  const id = await sends(stage, { groups: 'Crowd' })
  await expect.poll(() => stateOf(stage, id), { timeout: 20_000 }).toBe('finished')
  return id
}

async function whatCameOfIt(): Promise<string> {
  const camille = stage.meet('Camille Laurent', 'Web')
  await opensWave(camille, 'finished')
  await camille.press('What came of it')
  return camille.last()
}

/** What Teams sends where the tenant grants it, when this message came into view. */
const reads = (actor: Actor, lastReadMessageId = actor.fromBot().at(-1)?.activityId) =>
  stage.company.raw(activity(actor, { type: 'event', name: 'application/vnd.microsoft.readReceipt', value: { lastReadMessageId } }))

test('while Teams tells nobody who reads, that is said; once it does, receipts count, and whoever began has read it too', async () => {
  await finished()
  const people = crowd()
  expect(await whatCameOfIt()).toContain('Read not known: Teams does not tell who reads')
  for (const actor of people.slice(0, 6)) expect((await reads(actor)).status).toBe(200)
  expect(await whatCameOfIt()).toMatch(/Delivered 14\nRead 6\nStarted 0\n/)
  // A receipt for what stood there before is none for this; one that comes late takes nothing back.
  await reads(people[7] as Actor, '1600000000000')
  await reads(people[0] as Actor, '1600000000000')
  await reads(people[8] as Actor, 'a:not-a-number')
  await (people[9] as Actor).press('Let’s start')
  const told = await whatCameOfIt()
  expect(told).toMatch(/Read 7\nStarted fewer than 5\n/)
  expect(await stage.db.query('select 1 from turns where said::text like $1', ['%read%'])).toEqual([])
})

test('where people stand is told by step and by phone, in groups of five and more, and who has not moved for a day', async () => {
  const id = await finished()
  const people = crowd()
  for (const actor of people.slice(0, 7)) {
    await actor.press('Let’s start')
    if (actor.buttons().includes('iPhone')) await actor.press('iPhone')
  }
  const [step] = await stage.db.query<{ about: string; count: number }>(
    `select about, count(*)::int as count from messages where card = 'step' group by 1`,
  )
  expect(step?.count).toBe(7)
  expect(await whatCameOfIt()).toMatch(/At “[^”]+”: 7, of whom 0 have not moved/)
  for (const table of ['messages set written_at = written_at', 'deliveries set settled_at = settled_at'])
    await stage.db.query(`update ${table} - interval '25 hours'`)
  for (const { person } of people.slice(0, 2))
    await stage.db.query(`update messages set written_at = now() where employee_id = $1 and card = 'step'`, [person.id])
  const told = await whatCameOfIt()
  expect(told).toMatch(/At “[^”]+”: 7, of whom 5 have not moved/)
  expect(told).toMatch(/Started 7\nPasskey seen 0/)
  expect(told).toMatch(/Phone iPhone: 7 delivered, 7 started, 0 done/)
  expect(told).toMatch(/Phone not named yet: 7 delivered, 0 started/)
  for (const { person } of people.slice(0, 4))
    await stage.db.query('update progress set finished_at = now() where employee_id = $1', [person.id])
  expect(await whatCameOfIt()).not.toContain('At “')
  expect(await stateOf(stage, id)).toBe('finished')
})
