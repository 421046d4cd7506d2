// New words for what was sent: everywhere the old ones stand, and with nobody who has gone on from them.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Actor } from '../support/actor.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { approves, filled, opensWave, sends, stateOf, states } from './organiser.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

const soon = { timeout: 20_000 }
const becomes = (id: string, state: string) => expect.poll(() => stateOf(stage, id), soon).toBe(state)
const link = 'https://intranet.contoso.example/passkeys'
const address = (name: string) => stage.company.person(name).mail
const verbs = async () =>
  (await stage.db.query<{ verb: string }>(`select verb from audit_entries where verb like 'wave-correct%' order by seq`)).map(
    ({ verb }) => verb,
  )

/** Changes the words on the wave's card. */
async function rewrites(actor: Actor, own: string): Promise<void> {
  await actor.press('Change the words')
  await actor.press('Save', filled({ own }))
  await actor.sees('New words wait for approval.')
}

/** The old words go to the two of Finance; Teams does not take them for Ines yet. */
async function halfSent(): Promise<string> {
  const { id } = stage.company.person('Ines Moreau')
  const chat = encodeURIComponent(stage.company.addressOf(id).conversationId)
  stage.company.faults.set({ where: 'connector', path: `/conversations/${chat}/activities`, fault: { kind: 'status', status: 503 } })
  const wave = await sends(stage, { addresses: address('Ines Moreau'), own: 'en: See you on Monday.' })
  await expect.poll(() => states(stage, wave), soon).toEqual({ queued: 1, sent: 2 })
  return wave
}

test('new words take the place of the old ones in the chats, and whoever was not written to yet gets the new ones alone', async () => {
  const id = await halfSent()
  const [greta, ines] = [stage.meet('Greta Schneider', 'Android'), stage.meet('Ines Moreau', 'iOS')]
  const camille = stage.meet('Camille Laurent', 'Web')
  await opensWave(camille, 'running')
  await rewrites(camille, 'en: See you on Tuesday.\nde: Bis Dienstag.')
  expect(await stateOf(stage, id)).toBe('paused')
  expect(greta.last()).toContain('on Monday')
  await camille.press('See it', filled({ language: 'de' }))
  expect(camille.last()).toContain('Bis Dienstag.')
  await camille.press('Back to the wave')
  await approves(camille, 2)
  expect(camille.last()).toContain('This is not the number of recipients.')
  await approves(camille, 3)
  await greta.sees('on Tuesday')
  expect(greta.read()).toHaveLength(1)
  expect(await stateOf(stage, id)).toBe('running')
  stage.company.faults.clear()
  await stage.db.query(`update deliveries set due_at = now() where state = 'queued'`)
  await becomes(id, 'finished')
  expect(ines.read()).toHaveLength(1)
  expect(ines.last()).toContain('on Tuesday')
  expect(await states(stage, id)).toEqual({ sent: 3 })
  await camille.sees(/With the new words (\d) \/ \1/)
  expect(await verbs()).toEqual(['wave-correction-drafted', 'wave-corrected'])
  await greta.press('Let’s start')
  expect(greta.buttons()).toContain('Talk to a person')
})

test('whoever pressed the old announcement stays where they are, and the old words can be kept after all', async () => {
  const id = await sends(stage, { own: 'en: See you on Monday.' })
  const greta = stage.meet('Greta Schneider', 'Android')
  await greta.sees('on Monday')
  await becomes(id, 'finished')
  await greta.press('Let’s start')
  const step = greta.last()
  const camille = stage.meet('Camille Laurent', 'Web')
  await camille.sees('Everybody has been dealt with.')
  await rewrites(camille, 'en: See you on Tuesday.')
  await camille.press('Keep the old words')
  expect(camille.last()).not.toContain('New words wait')
  await rewrites(camille, 'en: See you on Wednesday.')
  await approves(camille, 2)
  await camille.sees('With the new words 1 / 1')
  expect(greta.last()).toBe(step)
  expect(await verbs()).toEqual(['wave-correction-drafted', 'wave-correction-dropped', 'wave-correction-drafted', 'wave-corrected'])
})

test('B2 new words with a link need a second person, and a link that is not allowed is refused', async () => {
  const id = await sends(stage, {})
  await becomes(id, 'finished')
  const camille = stage.meet('Camille Laurent', 'Web')
  await camille.sees('Everybody has been dealt with.')
  await camille.press('Change the words')
  await camille.press('Save', filled({ link: 'https://login.microsoft-online.example/' }))
  expect(camille.last()).toContain('This link may not be used')
  await camille.press('Save', filled({ link }))
  await camille.sees('Somebody else has to approve it')
  expect(camille.buttons()).not.toContain('Approve')
  const sofia = stage.meet('Sofia Andersson', 'Web')
  await opensWave(sofia, 'finished')
  await approves(sofia, 2)
  const greta = stage.meet('Greta Schneider', 'Android')
  await greta.until(
    () => JSON.stringify(greta.fromBot().at(-1)?.card).includes(link) || undefined,
    () => 'no link came',
  )
})

test('B2 new words that two organisers had a hand in are approved by neither of them', async () => {
  const id = await sends(stage, {})
  await becomes(id, 'finished')
  const [tiago, camille] = [stage.meet('Tiago Costa', 'Web'), stage.meet('Camille Laurent', 'Web')]
  await opensWave(tiago, 'finished')
  await tiago.press('Change the words')
  await tiago.press('Save', filled({ own: 'en: Give your badge to Tiago today.', link }))
  await tiago.sees('Somebody else has to approve it')
  await opensWave(camille, 'finished')
  await camille.press('Change the words')
  await camille.press('Save', filled({ own: 'en: Give your badge to Tiago.', link }))
  await camille.sees('Somebody else has to approve it')
  await opensWave(tiago, 'finished')
  expect(tiago.buttons()).not.toContain('Approve')
})

test('B4 new words that were changed after their approval reach nobody', async () => {
  const id = await sends(stage, {})
  await becomes(id, 'finished')
  const camille = stage.meet('Camille Laurent', 'Web')
  await camille.sees('Everybody has been dealt with.')
  await rewrites(camille, 'en: See you on Tuesday.')
  stage.company.faults.set({
    where: 'connector',
    path: '/activities',
    method: 'PUT',
    fault: { kind: 'status', status: 429, retryAfter: 1 },
  })
  await approves(camille, 2)
  await expect.poll(async () => (await stage.db.query('select 1 from waves where words = 1')).length, soon).toBe(1)
  await stage.db.query(`update waves set content = jsonb_set(content, '{own}', '{"en": "Click!"}')`)
  stage.company.faults.clear()
  const gone = () => stage.db.query(`select 1 from jobs.job where name = 'waves.correct' and state in ('created', 'retry', 'active')`)
  await expect.poll(async () => (await gone()).length, soon).toBe(0)
  expect(stage.meet('Greta Schneider', 'Android').read().join()).not.toContain('Click')
})

test('a process that dies in the middle is followed by another that gives the rest their new words', async () => {
  const id = await sends(stage, { own: 'en: See you on Monday.' })
  await becomes(id, 'finished')
  const camille = stage.meet('Camille Laurent', 'Web')
  await camille.sees('Everybody has been dealt with.')
  await rewrites(camille, 'en: See you on Tuesday.')
  // Teams does not answer: the process stops with the chats in its hands.
  stage.company.faults.set({ where: 'connector', path: '/activities', method: 'PUT', fault: { kind: 'status', status: 503 } })
  await approves(camille, 2)
  await expect.poll(async () => (await stage.db.query('select 1 from deliveries where due_at > now()')).length, soon).toBeGreaterThan(0)
  await stage.restart(() => stage.company.faults.clear())
  await stage.db.query('update deliveries set due_at = now()')
  await stage.db.query(`update jobs.job set start_after = now() where name = 'waves.correct' and state in ('created', 'retry')`)
  await stage.meet('Greta Schneider', 'Android').sees('on Tuesday')
})
