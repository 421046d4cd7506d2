// A storm of 429 and an outage of the connector while a wave is on its way: requests and answers go before it, and nothing is lost.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openStage, type Stage } from '../support/stage.ts'
import { sends, stateOf, states } from './organiser.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage({ company: { crowd: 40 }, settings: (set) => ({ ...set, waves: { ...set.waves, perSecond: 500 } }) })
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

const soon = { timeout: 25_000 }
const channel = () => JSON.stringify(stage.company.channel())
const unsaid = () => stage.db.query(`select state, why from messages where state <> 'sent'`)

/** What the wave waits for does not have to be waited for in a test; what people wait for is left as it is. */
async function everybodyHasIt(id: string): Promise<void> {
  const hurried = async () => {
    await stage.db.query(`update deliveries set due_at = now() where state = 'queued'`)
    await stage.db.query(`update send_pace set paused_until = 'epoch', next_at = 'epoch'`)
    return stateOf(stage, id)
  }
  await expect.poll(hurried, { ...soon, interval: 300 }).toBe('finished')
  expect(await states(stage, id)).toEqual({ sent: 40 })
}

const running = () => sends(stage, { groups: 'Crowd', start: '2099-01-01 09:00' })
const starts = (id: string) => stage.db.query('update waves set start_at = now() where id = $1', [id])

test('while nine of ten of a wave are turned away for a minute, people are answered and a request stands in the channel; nobody is lost', async () => {
  const id = await running()
  const crowd = stage.company.people.filter(({ name }) => name.startsWith('Crowd'))
  const chatOf = (person: string) => encodeURIComponent(stage.company.addressOf(person).conversationId)
  stage.company.faults.set(
    ...crowd.slice(0, 36).map((person) => ({
      where: 'connector' as const,
      path: `/conversations/${chatOf(person.id)}/activities`,
      fault: { kind: 'status' as const, status: 429, retryAfter: 60 },
    })),
  )
  await starts(id)
  await expect.poll(async () => (await stage.db.query('select 1 from send_pace where paused_until > now()')).length, soon).toBe(1)
  // What was on its way already has arrived.
  await expect.poll(async () => (await states(stage, id)).sending ?? 0, soon).toBe(0)
  const asked = () => stage.company.log().filter(({ path }) => crowd.some(({ id: one }) => path.includes(chatOf(one)))).length
  const before = asked()
  const greta = stage.meet('Greta Schneider', 'Android')
  await greta.tells('What is a passkey?')
  const ines = stage.meet('Ines Moreau', 'iOS')
  await ines.tells('I want to talk to a person')
  await expect.poll(channel, soon).toContain('Ines Moreau')
  // All of that while the wave stands still: for as long as Teams asked, nobody of it is tried.
  expect(asked()).toBe(before)
  expect(await stateOf(stage, id)).toBe('running')
  expect((await states(stage, id)).queued).toBeGreaterThanOrEqual(36)
  stage.company.faults.clear()
  await everybodyHasIt(id)
  await expect.poll(unsaid, soon).toEqual([])
})

test('after an outage of the connector everything that was said arrives by itself, once, and before the wave goes on', async () => {
  const id = await running()
  stage.company.faults.set({ where: 'connector', path: '/v3/', fault: { kind: 'status', status: 503 } })
  await starts(id)
  const greta = stage.meet('Greta Schneider', 'Android')
  const ines = stage.meet('Ines Moreau', 'iOS')
  await greta.says('What is a passkey?')
  await ines.says('I want to talk to a person')
  const turnedAway = () =>
    stage.db.query(`select 1 from messages where why = 'busy' and employee_id = any($1::uuid[])`, [[greta.person.id, ines.person.id]])
  await expect.poll(async () => (await turnedAway()).length, soon).toBe(2)
  expect(greta.read()).toEqual([])
  stage.company.faults.clear()
  await greta.sees('passkey')
  await ines.sees(/./)
  await stage.db.query(`insert into jobs.job (name) values ('escalation.sweep')`)
  await expect.poll(channel, soon).toContain('Ines Moreau')
  await everybodyHasIt(id)
  await expect.poll(unsaid, soon).toEqual([])
  for (const said of [greta.read(), ines.read()]) expect(new Set(said).size).toBe(said.length)
}, 60_000)

test('an answer that Teams turns away again and again is not given up in the first minute', async () => {
  const greta = stage.meet('Greta Schneider', 'Android')
  const chat = encodeURIComponent(stage.company.addressOf(greta.person.id).conversationId)
  const fault = { kind: 'status' as const, status: 429, retryAfter: 1 }
  stage.company.faults.set({ where: 'connector', path: `/conversations/${chat}/activities`, times: 9, fault })
  await greta.says('What is a passkey?')
  const waits: number[] = []
  for (let tries = 1; tries <= 9; tries++) {
    const [row] = await expect
      .poll(
        () =>
          stage.db.query(
            `select extract(epoch from due_at - now())::float8 as seconds from messages where attempts = $1 and state = 'queued'`,
            [tries],
          ),
        soon,
      )
      .toHaveLength(1)
      .then(() => stage.db.query<{ seconds: number }>('select extract(epoch from due_at - now())::float8 as seconds from messages'))
    waits.push(row?.seconds ?? 0)
    await stage.db.query('update messages set due_at = now()')
    await stage.db.query(`delete from jobs.job where name = 'conversation.sweep'`)
    await stage.db.query(`insert into jobs.job (name) values ('conversation.sweep')`)
  }
  await greta.sees('passkey')
  expect(waits.reduce((all, one) => all + one, 0)).toBeGreaterThan(60)
  expect(greta.read()).toHaveLength(1)
}, 60_000)
