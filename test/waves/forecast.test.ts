// What a dry run says about the helpdesk: how many will ask it, told from earlier waves, or that nobody can tell.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openStage, type Stage } from '../support/stage.ts'
import { drafts, previews, sends, stateOf } from './organiser.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage({
    company: { crowd: 60 },
    settings: (set) => ({ ...set, waves: { ...set.waves, perSecond: 500, stopAt: { ...set.waves.stopAt, openRequests: 7 } } }),
  })
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

async function dryRun(): Promise<string> {
  // An organiser takes their time: nobody writes six waves in a minute.
  await stage.db.query(`update turns set received_at = received_at - interval '1 hour'`)
  const camille = stage.meet('Camille Laurent', 'Web')
  await drafts(camille, { groups: 'Crowd' })
  await previews(camille)
  return camille.last()
}

/** As long ago as that, so many of those whom the wave reached asked for a person. */
async function asked(wave: string, people: number, daysAgo: number): Promise<void> {
  await stage.db.query('update deliveries set settled_at = now() - make_interval(days => $2) where wave_id = $1', [wave, daysAgo])
  const some = await stage.db.query<{ id: string }>('select employee_id as id from deliveries where wave_id = $1 limit $2', [wave, people])
  for (const [index, { id }] of some.entries())
    await stage.db.query(
      `insert into escalations (id, number, phrase, employee_id, kind, state, outcome, card_id, opened_at, closed_at, shown_version)
       values ($1, $2, 'calm river', $3, 'question', 'closed', 'resolved', $4, now() - make_interval(days => $5) + interval '3 hours', now(), 1)`,
      [randomUUID(), 5000 + index, id, randomUUID(), daysAgo],
    )
}

test('the first dry run says that there is no wave to tell from; the next one counts what followed earlier waves', async () => {
  expect(await dryRun()).toContain('there is no earlier wave to tell from')
  const id = await sends(stage, { groups: 'Crowd' })
  await expect.poll(() => stateOf(stage, id), { timeout: 20_000 }).toBe('finished')
  // Of those who were reached just now nobody knows yet.
  expect(await dryRun()).toContain('there is no earlier wave to tell from')
  await asked(id, 4, 3)
  expect(await dryRun()).toContain('fewer than 5 of 60 people asked the helpdesk within a week')
  await stage.db.query('delete from escalations')
  await asked(id, 9, 3)
  const told = await dryRun()
  expect(told).toContain('About 9 will ask the helpdesk within a week: after earlier waves, 15 of 100 did.')
  expect(told).toContain('Waves pause when 7 wait there.')
  await stage.db.query(`update escalations set opened_at = now() + interval '5 days'`)
  expect(await dryRun()).toContain('fewer than 5 of 60')
  await stage.db.query(`update deliveries set settled_at = now() - interval '200 days'`)
  expect(await dryRun()).toContain('there is no earlier wave to tell from')
}, 60_000)
