// A request that has to wait waits, whoever is in a hurry.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { hasBeenTold, hasRightPerson, looksUntilTold, madePasses, opensCase, proves, standsAt, taken, takes } from '../escalation/desk.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { pressed, pressOf } from './attack.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
beforeEach(() => stage.reset())
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

test('H5 nobody waives a wait, of security neither: who is in a hurry shows a badge, and then there is none', async () => {
  const { agent, number } = await taken(stage, 'Ines Moreau')
  await hasBeenTold(agent)
  await hasRightPerson(agent)
  await proves(agent, 'We called the HR number')
  await proves(agent, 'Video that we started')
  expect(agent.last()).toContain('It has to wait until')

  const sofia = stage.meet('Sofia Andersson', 'Windows')
  await sofia.tells(`#${number}`)
  expect(sofia.read().join('\n')).not.toContain(`Request ${number} `)

  await agent.press('More')
  await agent.press('Give it back')
  await takes(stage, agent, number)
  await proves(agent, 'Seen in person, with a badge')
  await looksUntilTold(agent)
  expect(agent.last()).not.toContain('It has to wait until')
  expect(agent.buttons()).toContain('Make the pass')
})
