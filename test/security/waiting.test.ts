// A request that has to wait waits, whoever is in a hurry.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { hasBeenTold, hasRightPerson, madePasses, opensCase, proves, standsAt, taken } from '../escalation/desk.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { pressed, pressOf } from './attack.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

test('H5 "the board meets in ten minutes": neither who holds the request nor a second agent can end the wait', async () => {
  const { agent, number } = await taken(stage)
  await hasBeenTold(agent)
  await stage.db.query(`update escalations set tier = 'standard'`)
  await hasRightPerson(agent)
  await proves(agent, 'We called the HR number')
  await proves(agent, 'Video that we started')
  expect(agent.last()).toContain('It has to wait until')

  const second = stage.meet('Aisha Khan', 'Windows')
  await opensCase(second, number)
  for (const one of [agent, second]) {
    expect(one.buttons()).not.toContain('Make the pass')
    for (const verb of ['approve', 'make', 'show-pass', 'made']) {
      const press = pressOf(one, one.buttons()[0] ?? '')
      Object.assign(press.value.action, { verb: `escalation.${verb}` })
      expect(await pressed(stage.company, press), `${one.person.name}: ${verb}`).toBe(400)
    }
  }
  expect(madePasses(stage)).toEqual([])
  expect(await standsAt(stage)).toBe('verified')

  await stage.db.query(`update escalations set wait_until = now() - interval '1 second'`)
  await agent.tells(`#${number}`)
  await expect.poll(() => agent.buttons()).toContain('Make the pass')
})
