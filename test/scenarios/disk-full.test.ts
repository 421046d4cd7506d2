// K14: the database answers every question and takes nothing in, as on a full disk or a server that only reads.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, type Stage } from '../support/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(async () => {
  await stage.close()
})

const ready = async () => (await fetch(new URL('/readyz', stage.botUrl))).status
const tables = ['people', 'turns', 'messages', 'progress', 'alive']

/** Every write fails, every read works. */
const takesNothingIn = async () => {
  await stage.db.script(`create function full_disk() returns trigger language plpgsql as $$
    begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$`)
  for (const table of tables)
    await stage.db.script(`create trigger full_disk before insert or update on ${table} for each statement execute function full_disk()`)
}
const takesThingsInAgain = async () => {
  for (const table of tables) await stage.db.script(`drop trigger full_disk on ${table}`)
  await stage.db.script('drop function full_disk()')
}

test('K14 people are told who to ask instead, nothing is half-written, and it says that it is not ready until it can write again', async () => {
  const ines = stage.meet('Ines Moreau', 'iOS')
  await ines.installs()
  await ines.sees('Hello Ines')
  await expect.poll(ready).toBe(200)
  const rows = () => stage.db.query(`select (select count(*) from turns)::int as turns, (select count(*) from messages)::int as messages`)
  const before = await rows()
  await takesNothingIn()
  try {
    expect(await ines.says('hi')).toBe(200)
    await ines.sees(stage.company.settings.company.helpdesk.phone ?? 'never')
    await expect.poll(ready, { timeout: 10_000 }).toBe(503)
    expect((await fetch(new URL('/healthz', stage.botUrl))).status).toBe(200)
    expect(await rows()).toEqual(before)
  } finally {
    await takesThingsInAgain()
  }
  await expect.poll(ready, { timeout: 10_000 }).toBe(200)
  await ines.tells('hi')
  await ines.sees('Hello Ines')
})

test('a job that nobody runs makes it say so', async () => {
  await expect.poll(ready, { timeout: 10_000 }).toBe(200)
  // A queue that nothing listens to, like the ones that are.
  await stage.db.script(`insert into jobs.queue select (jsonb_populate_record(q, '{"name": "left.behind"}')).* from jobs.queue q where name = 'conversation.remind';
    insert into jobs.job (name, data, state, start_after) values ('left.behind', '{}', 'created', now() - interval '10 minutes')`)
  await expect.poll(ready, { timeout: 10_000 }).toBe(503)
  await stage.db.script(`delete from jobs.job where name = 'left.behind'; delete from jobs.queue where name = 'left.behind'`)
  await expect.poll(ready, { timeout: 10_000 }).toBe(200)
})
