// Everybody once, in their own language, within their own hours; and what happens when Teams turns us away.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { locales } from '../../cards/content/language.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { sends, stateOf, states } from './organiser.ts'

let stage: Stage
const hours = { from: '00:00', to: '24:00', weekdaysOnly: false }
beforeAll(async () => {
  stage = await openStage({
    company: { crowd: 40 },
    settings: (set) => ({ ...set, languages: locales, waves: { ...set.waves, hours, perSecond: 500 } }),
  })
})
beforeEach(async () => {
  Object.assign(hours, { from: '00:00', to: '24:00' })
  await stage.reset()
})
afterAll(() => stage.close())

/** Only now, by the clock of this zone, may people be written to. */
function onlyNowIn(zone: string) {
  const hour = Number(new Intl.DateTimeFormat('en', { timeZone: zone, hour: '2-digit', hourCycle: 'h23' }).format(new Date()))
  const clock = (at: number) => `${String(at).padStart(2, '0')}:00`
  Object.assign(hours, { from: clock(hour), to: clock(hour + 1) })
}

async function readerIn(place: string) {
  const [row] = await stage.db.query<{ id: string }>('select employee_id as id from deliveries where zone = $1 limit 1', [place])
  const person = stage.company.people.find(({ id }) => id === row?.id)
  return stage.meet(person?.name ?? '', 'iOS')
}

test('a reader in Berlin, one in Tokyo and one in New York get the same wave in their language, each within their hours', async () => {
  onlyNowIn('Europe/Berlin')
  const id = await sends(stage, { groups: 'Crowd' })
  const [berlin, tokyo, newYork] = await Promise.all(['Europe/Berlin', 'Asia/Tokyo', 'America/New_York'].map(readerIn))
  await berlin?.sees('Jetzt sind Sie dran')
  expect(tokyo?.read()).toEqual([])
  expect(newYork?.read()).toEqual([])
  onlyNowIn('Asia/Tokyo')
  await tokyo?.sees('順番が来ました')
  expect(newYork?.read()).toEqual([])
  expect(await stateOf(stage, id)).toBe('running')
  onlyNowIn('America/New_York')
  await newYork?.sees('It is your turn')
})

test.each([
  ['2027-03-01T07:00:00Z', 'Europe/Berlin', '2027-03-01T07:00:00Z', 'a Monday, eight in the morning'],
  ['2027-03-01T05:00:00Z', 'Europe/Berlin', '2027-03-01T07:00:00Z', 'too early'],
  ['2027-03-01T17:00:00Z', 'Europe/Berlin', '2027-03-02T07:00:00Z', 'the day is over'],
  ['2027-03-05T17:30:00Z', 'Europe/Berlin', '2027-03-08T07:00:00Z', 'the week is over'],
  ['2027-03-06T11:00:00Z', 'Asia/Tokyo', '2027-03-07T23:00:00Z', 'a weekend in Tokyo'],
  ['2027-03-28T00:30:00Z', 'Europe/Berlin', '2027-03-29T06:00:00Z', 'the night in which summer time begins'],
  ['2027-03-01T11:00:00Z', 'America/New_York', '2027-03-01T13:00:00Z', 'before dawn in New York'],
])('asked at %s, people in %s are written to at %s: %s', async (at, zone, expected) => {
  const [row] = await stage.db.query<{ open: Date }>(`select next_open($1::timestamptz, $2, '08:00', '18:00', true) as open`, [at, zone])
  expect(row?.open.toISOString()).toBe(new Date(expected).toISOString())
})

const everybodyHasIt = async (id: string) => {
  // What waits for its next try does not have to wait in a test.
  await expect
    .poll(
      async () => {
        await stage.db.query(`update deliveries set due_at = now() where state = 'queued'`)
        await stage.db.query(`update send_pace set paused_until = 'epoch', next_at = 'epoch'`)
        return stateOf(stage, id)
      },
      { timeout: 25_000, interval: 300 },
    )
    .toBe('finished')
  expect(await states(stage, id)).toEqual({ sent: 40 })
}

test('a storm of 429: nobody sends for a while, then everybody has it, once', async () => {
  const id = await sends(stage, { groups: 'Crowd', start: '2099-01-01 09:00' })
  stage.company.faults.set({
    where: 'connector',
    path: '/activities',
    method: 'POST',
    share: 0.9,
    times: 12,
    fault: { kind: 'status', status: 429, retryAfter: 1 },
  })
  await stage.db.query('update waves set start_at = now() where id = $1', [id])
  await expect.poll(async () => (await stage.db.query('select 1 from send_pace where storms > 0')).length, { timeout: 15_000 }).toBe(1)
  await everybodyHasIt(id)
})

test('the connector is away for a while: nobody is lost', async () => {
  const id = await sends(stage, { groups: 'Crowd', start: '2099-01-01 09:00' })
  stage.company.faults.set({ where: 'connector', path: '/activities', method: 'POST', times: 60, fault: { kind: 'status', status: 503 } })
  await stage.db.query('update waves set start_at = now() where id = $1', [id])
  await everybodyHasIt(id)
})

test('an answer that is lost is an announcement that may stand there: a second one is sent once, and that is said', async () => {
  const id = await sends(stage, { groups: 'Crowd', start: '2099-01-01 09:00' })
  stage.company.faults.set({ where: 'connector', path: '/activities', method: 'POST', times: 3, fault: { kind: 'drop-after' } })
  await stage.db.query('update waves set start_at = now() where id = $1', [id])
  await everybodyHasIt(id)
  const twice = await stage.db.query(`select 1 from deliveries where why = 'maybe-twice' and copies = 2`)
  expect(twice).toHaveLength(3)
})
