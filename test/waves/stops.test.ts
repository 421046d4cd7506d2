// A wave stops itself, and can be taken back.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openStage, type Stage } from '../support/stage.ts'
import { opensWave, sends, stateOf, states } from './organiser.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage({
    settings: (set) => ({ ...set, waves: { ...set.waves, stopAt: { failedShare: 0.5, after: 5, openRequests: 2 } } }),
  })
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

const soon = { timeout: 20_000 }
const becomes = (id: string, state: string) => expect.poll(() => stateOf(stage, id), soon).toBe(state)
const noEntra = () => stage.company.faults.set({ where: 'graph', path: '/users?$filter', fault: { kind: 'status', status: 503 } })

/** Entra is back, and nothing waits any longer. */
async function entraAnswers() {
  stage.company.faults.clear()
  await stage.db.query(`update deliveries set due_at = now() where state = 'queued'`)
}

test('when the helpdesk has as many requests as it may have, waves pause and say why, and go on only when there are fewer', async () => {
  noEntra()
  const id = await sends(stage, {})
  for (const name of ['Ines Moreau', 'Elena Rossi']) await stage.meet(name, 'iOS').tells('I want to talk to a person')
  await becomes(id, 'paused')
  const camille = stage.meet('Camille Laurent', 'Web')
  await camille.sees('too many people wait for the helpdesk')
  await entraAnswers()
  await camille.press('Go on')
  expect(camille.last()).toContain('Too many people still wait for the helpdesk. It stays paused.')
  expect(await stateOf(stage, id)).toBe('paused')
  expect(stage.meet('Greta Schneider', 'Android').read()).toEqual([])
  await stage.db.query(`update escalations set state = 'closed', outcome = 'resolved', closed_at = now()`)
  await camille.press('Go on')
  await becomes(id, 'finished')
  expect(await states(stage, id)).toEqual({ sent: 2 })
})

test('a wave of which most fails pauses; once somebody has looked and lets it go on, only what fails then counts', async () => {
  noEntra()
  const id = await sends(stage, { groups: 'All staff' })
  await entraAnswers()
  stage.company.faults.set({ where: 'connector', path: '/activities', method: 'POST', fault: { kind: 'status', status: 413 } })
  await becomes(id, 'paused')
  stage.company.faults.clear()
  const before = (await states(stage, id))['failed: too-big'] ?? 0
  expect(before).toBeGreaterThanOrEqual(5)
  const camille = stage.meet('Camille Laurent', 'Web')
  await opensWave(camille, 'paused')
  expect(camille.last()).toContain('too many messages failed')
  await camille.press('Go on')
  await entraAnswers()
  await becomes(id, 'finished')
})

test('who pauses it reads so once, however long their own card takes to change', async () => {
  const id = await sends(stage, { groups: 'All staff' })
  const camille = stage.meet('Camille Laurent', 'Web')
  await camille.sees('It is being sent.')
  stage.company.faults.set({ where: 'connector', path: '/activities', method: 'PUT', fault: { kind: 'latency', ms: 3000 } })
  const before = camille.read().length
  await camille.press('Pause')
  await becomes(id, 'paused')
  const unsent = () =>
    stage.db.query(`select 1 from messages where employee_id = $1 and state in ('queued', 'sending')`, [camille.person.id])
  await expect.poll(unsent, soon).not.toEqual([])
  await expect.poll(unsent, soon).toEqual([])
  stage.company.faults.clear()
  await camille.sees('Paused. Nobody is written to.')
  const shown = () => stage.db.query(`select 1 from waves where id = $1 and shown_at > 'epoch'`, [id])
  await expect.poll(shown, soon).toHaveLength(1)
  expect(camille.read().slice(before)).toEqual([])
})

test('a wave is taken back after somebody pressed theirs: the step they stand at stays', async () => {
  const id = await sends(stage, {})
  const greta = stage.meet('Greta Schneider', 'Android')
  await greta.sees('It is your turn')
  await becomes(id, 'finished')
  await greta.press('Let’s start')
  const step = greta.last()
  const camille = stage.meet('Camille Laurent', 'Web')
  await camille.sees('Everybody has been dealt with.')
  await camille.press('Take it back')
  const recalled = () => stage.db.query('select 1 from deliveries where wave_id = $1 and recalled_at is not null', [id])
  await expect.poll(async () => (await recalled()).length, soon).toBe(1)
  expect(greta.last()).toBe(step)
  await greta.press('Not now')
})

test('a wave is taken back: every announcement is gone from its chat, and what was said since stays', async () => {
  const id = await sends(stage, { addresses: stage.company.person('Ines Moreau').mail })
  await becomes(id, 'finished')
  const greta = stage.meet('Greta Schneider', 'Android')
  const ines = stage.meet('Ines Moreau', 'iOS')
  await ines.tells('What is a passkey?')
  const said = ines.last()
  const camille = stage.meet('Camille Laurent', 'Web')
  await camille.sees('Everybody has been dealt with.')
  await camille.press('Take it back')
  await camille.sees('Taken back')
  const standing = () =>
    stage.db.query('select 1 from deliveries where wave_id = $1 and activity_id is not null and recalled_at is null', [id])
  await expect.poll(async () => (await standing()).length, soon).toBe(0)
  expect(greta.read()).toEqual([])
  expect(ines.last()).toBe(said)
  expect(await states(stage, id)).toEqual({ sent: 3 })
  const [entry] = await stage.db.query<{ detail: object }>(`select detail from audit_entries where verb = 'wave-recalled'`)
  expect(entry?.detail).toEqual({ wave: id })
})

const jobsLeft = async (name: string) =>
  (await stage.db.query(`select 1 from jobs.job where name = $1 and state in ('created', 'retry', 'active')`, [name])).length

test('what a sender has in its hands while a wave is taken back is taken back as well', async () => {
  const ines = stage.meet('Ines Moreau', 'iOS')
  const chat = encodeURIComponent(stage.company.addressOf(ines.person.id).conversationId)
  stage.company.faults.set({
    where: 'connector',
    path: `/conversations/${chat}/activities`,
    method: 'POST',
    fault: { kind: 'latency', ms: 6000 },
  })
  const id = await sends(stage, { addresses: ines.person.mail })
  const greta = stage.meet('Greta Schneider', 'Android')
  await greta.sees('It is your turn')
  // All three are taken: who still waits when it is paused is never written to.
  await expect.poll(() => states(stage, id)).toEqual({ sent: 2, sending: 1 })
  const camille = stage.meet('Camille Laurent', 'Web')
  await opensWave(camille, 'running')
  await camille.press('Pause')
  await camille.press('Take it back')
  expect((await states(stage, id)).sending).toBeGreaterThan(0)
  const recalled = () => stage.db.query('select 1 from deliveries where wave_id = $1 and recalled_at is not null', [id])
  await expect.poll(async () => (await recalled()).length, soon).toBe(3)
  expect([...greta.read(), ...ines.read()]).toEqual([])
  await expect.poll(() => jobsLeft('waves.recall'), soon).toBe(0)
})

test('taking back comes to its end when nobody knows any more where somebody was, and says of whom', async () => {
  const id = await sends(stage, {})
  await becomes(id, 'finished')
  const greta = stage.company.person('Greta Schneider')
  // As it is with whoever has left, after their time.
  for (const table of ['turns', 'messages', 'progress', 'people'])
    await stage.db.query(`delete from ${table} where employee_id = $1`, [greta.id])
  const camille = stage.meet('Camille Laurent', 'Web')
  await camille.sees('Everybody has been dealt with.')
  await camille.press('Take it back')
  const settled = () =>
    stage.db.query('select employee_id, recall_why as why from deliveries where wave_id = $1 and recall_why is not null', [id])
  await expect.poll(settled, soon).toEqual([{ employee_id: greta.id, why: 'no-chat' }])
  await expect.poll(() => jobsLeft('waves.recall'), soon).toBe(0)
  const standing = await stage.db.query('select 1 from deliveries where wave_id = $1 and recall_why is null and recalled_at is null', [id])
  expect(standing).toEqual([])
})
