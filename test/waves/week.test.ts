// What organisers are told once a week.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openStage, type Stage } from '../support/stage.ts'
import { drafts, previews, sends, stateOf } from './organiser.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

/** As its Monday morning does. */
const monday = () => stage.db.query(`insert into jobs.job (name) values ('waves.week')`)
const ran = (times = 1, name = 'waves.week') =>
  expect
    .poll(async () => (await stage.db.query(`select 1 from jobs.job where name = $1 and state = 'completed'`, [name])).length, {
      timeout: 15_000,
    })
    .toBe(times)

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

test('what is run again after it stopped half-way tells only those who were not told', async () => {
  const tiago = stage.meet('Tiago Costa', 'Web')
  await tiago.tells('hi')
  const id = await sends(stage, {})
  await expect.poll(() => stateOf(stage, id), { timeout: 20_000 }).toBe('finished')
  const camille = stage.meet('Camille Laurent', 'Web')
  await camille.sees('Everybody has been dealt with.')
  const summaries = async () => {
    const all = await Promise.all([camille, tiago].map((actor) => stage.cardsTo(actor)))
    return all.map((names) => names.filter((name) => name === 'waveWeek').length)
  }
  await monday()
  await ran()
  expect(await summaries()).toEqual([1, 1])
  // As if it had not come to Tiago.
  await stage.db.query(`delete from waves_told where employee_id = $1`, [tiago.person.id])
  await monday()
  await ran(2)
  expect(await summaries()).toEqual([1, 2])
})

test('an approver is asked once for each preview, however often the job is run, and not while they want quiet', async () => {
  const [sofia, tiago] = [stage.meet('Sofia Andersson', 'Web'), stage.meet('Tiago Costa', 'Web')]
  for (const each of [sofia, tiago]) await each.tells('hi')
  await stage.db.query(`update people set snoozed_until = now() + interval '1 day' where employee_id = $1`, [tiago.person.id])
  const camille = stage.meet('Camille Laurent', 'Web')
  await drafts(camille, { groups: 'All staff' })
  await previews(camille)
  await camille.press('Ask for approval')
  await sofia.sees('Approval was asked for.')
  const [wave] = await stage.db.query<{ id: string }>('select id from waves')
  await stage.db.query(`insert into jobs.job (name, data) values ('waves.ask', $1)`, [JSON.stringify({ waveId: wave?.id })])
  await ran(2, 'waves.ask')
  expect(sofia.read().filter((text) => text.startsWith('First wave'))).toHaveLength(1)
  expect((await stage.cardsTo(sofia)).filter((name) => name.startsWith('wave '))).toHaveLength(1)
  expect((await stage.cardsTo(tiago)).filter((name) => name.startsWith('wave '))).toEqual([])
})
