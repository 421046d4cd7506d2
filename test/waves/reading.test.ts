// What organisers and approvers read on the form and the card of a wave, who have never seen one.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openStage, type Stage } from '../support/stage.ts'
import { drafts, filled, invitation, opensWave, previews } from './organiser.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

const meet = (name: string) => stage.meet(name, 'Web')

const inAYear = new Date().getFullYear() + 1

test('whoever fills in a day, a time, a zone or a group as nobody can read it is told how to write it', async () => {
  const camille = meet('Camille Laurent')
  await camille.tells('new wave')
  const form = { ...invitation, groups: 'Everyone', kind: 'required', 'required-from': '1.3.2027', start: 'tomorrow 9:00' }
  await camille.press('Save', filled(form))
  expect(camille.last()).toContain('This is no day: 1.3.2027. Write it like 2027-03-01.')
  expect(camille.last()).toContain('This is no time: tomorrow 9:00. Write it like 2027-03-01 09:00.')
  expect(camille.last()).toContain('No group begins with “Everyone”. The identity team knows what it is called in Entra.')
  await camille.press('Save', filled({ ...form, zone: 'Oslo time' }))
  expect(camille.last()).toContain('This is no time zone: Oslo time. Write it like Europe/Oslo.')
})

test('a start stands in the form again as the clock of the company says', async () => {
  const camille = meet('Camille Laurent')
  await drafts(camille, { start: `${inAYear}-07-01 09:00` })
  await camille.press('Change')
  const shown = camille.fromBot().at(-1)
  const form = JSON.stringify(shown?.ownCard ?? shown?.card)
  expect(form).toContain(`${inAYear}-07-01 09:00`)
  expect(form).toContain('Europe/Oslo')
})

test('a dry run tells those who get nothing from those who get it and will need something', async () => {
  const camille = meet('Camille Laurent')
  await drafts(camille, { groups: 'All staff' })
  await previews(camille)
  expect(camille.last()).toContain('Left out: 6 have a passkey already')
  expect(camille.last()).toMatch(/\n(?!Left out)[^\n]*without a way to sign in/)
})

test('who may approve a wave is not told that somebody else has to', async () => {
  const [camille, sofia] = [meet('Camille Laurent'), meet('Sofia Andersson')]
  await drafts(camille, { groups: 'All staff' })
  await previews(camille)
  expect(camille.last()).toContain('Somebody else has to approve it')
  await opensWave(sofia, 'previewed')
  expect(sofia.buttons()).toContain('Approve')
  expect(sofia.last()).not.toContain('Somebody else')
  await opensWave(camille, 'previewed')
  await camille.press('Ask for approval')
  await sofia.sees('Approval was asked for. See it first')
})

test('a wave that was stopped for good says of no start and no reminder any more', async () => {
  const [camille, sofia] = [meet('Camille Laurent'), meet('Sofia Andersson')]
  await drafts(camille, { groups: 'All staff', start: `${inAYear}-07-01 09:00`, after: '7' })
  expect(camille.last()).toContain('Starts ')
  expect(camille.last()).toContain('Reminds those who are not done, one time, after 7 days.')
  const people = await previews(camille)
  await opensWave(sofia, 'previewed')
  await sofia.press('Approve', filled({ number: String(people) }))
  await opensWave(camille, 'approved')
  await camille.press('Stop for good')
  expect(camille.last()).toContain('Stopped for good.')
  expect(camille.last()).not.toContain('Starts ')
  expect(camille.last()).not.toContain('Reminds ')
  // Nobody had it: there is nothing to take back, to put right or to count.
  expect(camille.buttons()).toEqual(['Copy', 'All waves'])
})
