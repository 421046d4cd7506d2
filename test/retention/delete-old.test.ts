// What is deleted, what stays, and that the audit says so.
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { verify } from '../../bot/audit/verify.ts'
import { deleteOld } from '../../bot/retention/delete-old.ts'
import { server } from '../support/databases.ts'
import { openStage, type Stage } from '../support/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

const retention = { turnsDays: 30, messagesDays: 90, leaversDays: 30 }
const run = () => deleteOld({ db: stage.db, settings: { ...stage.company.settings, retention } as never, log: pino({ level: 'silent' }) })
const count = async (sql: string) => (await stage.db.query<{ n: number }>(`select count(*)::int as n from ${sql}`))[0]?.n
const entries = async () =>
  (
    await stage.db.query<{ what: string; count: string }>(
      `select detail->>'what' as what, detail->>'count' as count from audit_entries where verb = 'data-deleted' order by seq`,
    )
  ).map(({ what, count }) => `${what} ${count}`)

async function walked() {
  const ines = stage.meet('Ines Moreau', 'iOS')
  await ines.installs()
  await ines.says('hi')
  await ines.press('Yes, this iPhone')
  await ines.sees('Check the version')
  await expect.poll(() => count(`messages where state in ('queued', 'sending')`)).toBe(0)
  return ines
}

const age = (days: number) =>
  stage.db.script(`update turns set received_at = received_at - interval '${days} days';
    update messages set written_at = written_at - interval '${days} days';
    update people set last_seen_at = last_seen_at - interval '${days} days'`)

test('what is young stays, and a night without work enters nothing', async () => {
  await walked()
  const before = [await count('turns'), await count('messages'), await count('people')]
  await run()
  expect([await count('turns'), await count('messages'), await count('people')]).toEqual(before)
  expect(await entries()).toEqual([])
})

test('old turns and messages go; the live card stays and its buttons work', async () => {
  const ines = await walked()
  const turns = await count('turns')
  const messages = (await count('messages')) ?? 0
  await age(100)
  await run()
  expect(await count('turns')).toBe(0)
  expect(await count('messages')).toBe(1)
  expect(await entries()).toEqual([`turns ${turns}`, `messages ${messages - 1}`])
  expect((await verify(stage.db)).ok).toBe(true)
  await ines.press('iOS 18 or newer')
  await ines.sees('Lock your phone')
})

test('a turn that is not answered is never deleted', async () => {
  await walked()
  await stage.db.query(`update turns set state = 'open', leased_until = now() + interval '1 hour'`)
  const open = await count('turns')
  await age(100)
  await run()
  expect(await count('turns')).toBe(open)
  await stage.db.query(`update turns set state = 'answered'`)
})

test('who took the app away is forgotten after thirty days, and is somebody new when they come again', async () => {
  const ines = await walked()
  await stage.db.query('update people set installed = false')
  await age(29)
  await run()
  expect(await count('people')).toBe(1)
  await age(2)
  await run()
  for (const table of ['people', 'turns', 'messages', 'progress']) expect(await count(table), table).toBe(0)
  expect(await entries()).toContain('person 1')
  expect((await verify(stage.db)).ok).toBe(true)
  await ines.says('hi')
  await ines.sees('Hello Ines')
})

// On the embedded database nobody comes in between.
test.runIf(server() !== '')('who comes again while the others are being forgotten stays', async () => {
  await walked()
  await stage.db.query('update people set installed = false')
  await age(31)
  const waits = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%people%'`
  const listed = Promise.withResolvers<void>()
  const comesAgain = stage.db.transaction(async (tx) => {
    await tx.query('update people set installed = true, last_seen_at = now()')
    await listed.promise
  })
  const forgotten = run()
  await expect.poll(async () => (await stage.db.query(waits)).length).toBe(1)
  listed.resolve()
  await Promise.all([comesAgain, forgotten])
  for (const table of ['people', 'progress']) expect(await count(table), table).toBe(1)
  expect(await entries()).not.toContain('person 1')
})

test('who is still pointed to by something that is kept longer loses name, address, wishes and what they have read', async () => {
  const ines = await walked()
  await stage.db.query(`update people set language = 'de', screen = 'fr', needs = '{screen-reader}', read_up_to = 1760000000000`)
  await stage.db.script(
    'create table cases_of_a_test (employee_id uuid references people); insert into cases_of_a_test select employee_id from people',
  )
  await stage.db.query('update people set installed = false')
  await age(31)
  await run()
  const [person] = await stage.db.query<{ row: string }>('select to_jsonb(people)::text as row from people')
  expect(person?.row).not.toMatch(
    new RegExp(`Moreau|${ines.company.addressOf(ines.person.id).conversationId}|29:|screen-reader|1760000000000`),
  )
  expect(JSON.parse(person?.row ?? '{}')).toMatchObject({ name: '', language: null, screen: null, needs: [], read_up_to: null })
  expect(await entries()).toContain('address 1')
  const before = (await entries()).length
  await run()
  expect((await entries()).length).toBe(before)
  // Rows that lost their name before the rest went with it.
  await stage.db.query('update people set read_up_to = 1760000000000')
  await run()
  expect(await stage.db.query('select 1 from people where read_up_to is not null')).toEqual([])
  await stage.db.script('drop table cases_of_a_test')
})
