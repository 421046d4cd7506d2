// The lowest pace: one place a second is enough for somebody who was never written to and so takes more than one request.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStage, type Stage } from '../support/stage.ts'
import { sends, stateOf, states } from './organiser.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage({ settings: (set) => ({ ...set, waves: { ...set.waves, perSecond: 1 } }) })
})
afterAll(() => stage.close())

test('a wave at one message a second reaches somebody who was never written to', async () => {
  const id = await sends(stage, { groups: '', addresses: stage.company.person('Greta Schneider').mail })
  await expect.poll(() => stateOf(stage, id), { timeout: 25_000 }).toBe('finished')
  expect(await states(stage, id)).toEqual({ sent: 1 })
})
