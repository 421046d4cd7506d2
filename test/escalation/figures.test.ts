// What a standard case costs: presses, seconds of ours, and questions to Entra, from "a person, please" to the code in the dialog.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openStage, type Stage } from '../support/stage.ts'
import { becomes, makesPasskeyWithPass, withPass } from './desk.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

test('a standard case takes the person one press, the agent nine, and Entra less than a hundred questions until it is closed', async () => {
  const asked = () => stage.company.log().filter(({ to }) => to === 'graph').length
  const began = performance.now()
  const { person, agent } = await withPass(stage)
  const figures = { secondsToPass: Math.round((performance.now() - began) / 100) / 10, callsToPass: asked(), callsToClosed: 0 }
  makesPasskeyWithPass(person)
  await becomes(stage, 'closed passkey')
  figures.callsToClosed = asked()
  // `pressed` counts the own chat; taking it in the channel is one more.
  const presses = { person: person.pressed, agent: agent.pressed + 1 }
  console.log(`A standard case: ${JSON.stringify({ presses, ...figures })}`)
  expect(presses.person).toBeLessThanOrEqual(1)
  expect(presses.agent).toBeLessThanOrEqual(9)
  expect(figures.callsToPass).toBeGreaterThan(10)
  expect(figures.callsToClosed).toBeLessThan(100)
  expect(figures.secondsToPass).toBeLessThan(20)
})

test.each([
  ['the card of a request', `select 1 from escalations where card_id = gen_random_uuid()`, 'escalations_by_card'],
  ['the pass of an entry', `select 1 from audit_entries where verb = 'pass-made' and detail ->> 'pass' = 'x'`, 'audit_entries_by_pass'],
])('%s is found without reading all of them', async (_, query, index) => {
  const plan = await stage.db.transaction(async (tx) => {
    // Tables of tests are small, and would be read as a whole.
    await tx.query('set local enable_seqscan = off')
    return tx.query(`explain ${query}`)
  })
  expect(JSON.stringify(plan)).toContain(index)
})
