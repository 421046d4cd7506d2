// What organisers are told once a week.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openStage, type Stage } from '../support/stage.ts'
import { sends, stateOf } from './organiser.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

/** As its Monday morning does. */
const monday = () => stage.db.query(`insert into jobs.job (name) values ('waves.week')`)
const ran = () =>
  expect
    .poll(async () => (await stage.db.query(`select 1 from jobs.job where name = 'waves.week' and state = 'completed'`)).length, {
      timeout: 15_000,
    })
    .toBe(1)

test('organisers are told what came of the week’s waves, but not who wants quiet, and nobody when there was none', async () => {
  const tiago = stage.meet('Tiago Costa', 'Web')
  await tiago.tells('hi')
  await stage.db.query(`update people set snoozed_until = now() + interval '1 day' where employee_id = $1`, [tiago.person.id])
  const id = await sends(stage, {})
  await expect.poll(() => stateOf(stage, id), { timeout: 20_000 }).toBe('finished')
  await monday()
  const camille = stage.meet('Camille Laurent', 'Web')
  await camille.sees('The last seven days')
  expect(camille.last()).toContain('One wave wrote to people.')
  await ran()
  expect(tiago.last()).not.toContain('The last seven days')
  await stage.db.query(`update waves set started_at = now() - interval '8 days'`)
  await stage.db.script(`delete from jobs.job where name = 'waves.week'`)
  const before = camille.read().length
  await monday()
  await ran()
  expect(camille.read()).toHaveLength(before)
})
