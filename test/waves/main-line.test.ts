// The straight line: an organiser drafts a wave, looks, a second one approves, and everybody it is for has it once.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { newestServiceUrl, newestServiceUrlSql } from '../../bot/conversation/where-teams-is.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { approves, drafts, filled, previews, sends, stateOf, states } from './organiser.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

const finished = (id: string) => expect.poll(() => stateOf(stage, id), { timeout: 20_000 }).toBe('finished')

test('a small wave: drafted, previewed, approved with the number, sent, and the first press starts the journey in place', async () => {
  const camille = stage.meet('Camille Laurent', 'Web')
  const greta = stage.meet('Greta Schneider', 'Android')
  await drafts(camille, {})
  // The dry run comes next, so it is the one that stands out.
  expect(camille.buttons()[0]).toBe('Preview')
  expect(await previews(camille)).toBe(2)
  // It can be seen in the languages that this company has chosen.
  expect(camille.last().match(/^\( \) .+$/gm)).toEqual(['( ) English'])
  expect(greta.read()).toEqual([])
  await approves(camille, 3)
  expect(camille.last()).toContain('This is not the number of recipients.')
  await approves(camille, 2)
  expect(camille.last()).toContain('Approved. It starts by itself.')
  await greta.sees('It is your turn')
  expect(greta.last()).toContain('search for unlock on intranet.contoso.example')
  await camille.sees('Everybody has been dealt with.')
  await greta.press('Let’s start')
  expect(greta.read()).toHaveLength(1)
  expect(greta.last()).not.toContain('It is your turn')
  expect(greta.buttons()).toContain('Talk to a person')
})

test('a large wave needs a second person, and everybody it is for ends in one state', async () => {
  const id = await sends(stage, { groups: 'All staff' })
  await finished(id)
  const all = await states(stage, id)
  const [wave] = await stage.db.query<{ people: number }>('select people from waves where id = $1', [id])
  expect(Object.values(all).reduce((sum, count) => sum + count, 0)).toBe(wave?.people)
  expect(all).toMatchObject({ 'skipped: guest': 1, 'skipped: disabled': 1, 'failed: blocked': 1, 'failed: may-not-install': 1 })
  expect(all.sent).toBeGreaterThan(30)
  expect(stage.meet('Amara Okafor', 'iOS').read()).toEqual([])
  expect(stage.meet('Viktor Petrov', 'Android').read()).toEqual([])
})

test('where Teams is for those who were never met is found without looking through everybody', async () => {
  await stage.meet('Camille Laurent', 'Web').tells('hi')
  expect(await newestServiceUrl(stage.db)).toBe(stage.company.connectorUrl)
  const plan = await stage.db.transaction(async (tx) => {
    await tx.query('set local enable_seqscan = off')
    return tx.query(`explain ${newestServiceUrlSql}`)
  })
  expect(JSON.stringify(plan)).toContain('people_lately')
})

test('who made a large wave cannot approve it', async () => {
  const tiago = stage.meet('Tiago Costa', 'Web')
  await drafts(tiago, { groups: 'All staff' })
  await previews(tiago)
  expect(tiago.buttons()).not.toContain('Approve')
  expect(tiago.last()).toContain('Somebody else has to approve it')
})

test('the preview shows the card as each language reads it, with nothing to press but the way back', async () => {
  const camille = stage.meet('Camille Laurent', 'Web')
  await drafts(camille, { own: 'ja: 一階でお手伝いします。' })
  await previews(camille)
  await camille.press('See it', filled({ language: 'ja' }))
  expect(camille.last()).toContain('一階でお手伝いします。')
  expect(camille.buttons()).toEqual(['Back to the wave'])
  await camille.press('Back to the wave')
  expect(camille.last()).toContain('A dry run')
})

test('who may approve and is no organiser is shown the buttons that are theirs, and no other', async () => {
  const sofia = stage.meet('Sofia Andersson', 'Web')
  const camille = stage.meet('Camille Laurent', 'Web')
  await drafts(camille, { groups: 'All staff' })
  const people = await previews(camille)
  await sofia.tells('waves')
  expect(sofia.buttons()).toEqual(['First wave (previewed)'])
  await sofia.press('First wave (previewed)')
  expect(sofia.buttons()).toEqual(['See it', 'Approve', 'All waves'])
  await approves(sofia, people)
  expect(sofia.buttons()).toEqual(expect.arrayContaining(['Look again', 'Stop for good', 'All waves']))
  await camille.sees('Everybody has been dealt with.')
  await sofia.sees('Everybody has been dealt with.')
  expect(sofia.buttons()).toEqual(['What came of it', 'All waves'])
  expect(sofia.last()).toContain('fewer than 5 guests')
})

test('more groups to leave out than can be looked up are refused: nobody who is to be left out is written to', async () => {
  const camille = stage.meet('Camille Laurent', 'Web')
  await camille.tells('new wave')
  const form = { name: 'First wave', kind: 'invitation', groups: 'All staff' }
  const fifty = Array.from({ length: 50 }, () => 'Finance').join('\n')
  await camille.press('Save', filled({ ...form, minus: `${fifty}\nIT helpdesk` }))
  expect(camille.last()).toContain('50 groups to leave out at most.')
  await camille.press('Save', filled({ ...form, minus: fifty }))
  await camille.sees('A draft')
})

test('whoever looks at the wave of a colleague sees it change, not only who made it', async () => {
  await drafts(stage.meet('Camille Laurent', 'Web'), {})
  const tiago = stage.meet('Tiago Costa', 'Web')
  await tiago.tells('waves')
  await tiago.press('First wave (draft)')
  expect(await previews(tiago)).toBe(2)
})
