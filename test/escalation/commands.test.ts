// What agents and organisers type in a hurry, in their own chat: nearly a command is no trouble of their own.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { isMistyped } from '../../bot/conversation/mistyped.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { asks } from './desk.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

const meet = (name: string) => stage.meet(name, 'Windows')
const hint = 'Write “open”, “mine”, or its number with # before it'

test.each(['opne', 'oppen', 'mien', '#12', '1002', 'open 1002', 'my requests', 'Open requests'])(
  '"%s" from an agent is answered with how a request is found',
  async (line) => {
    const marcus = meet('Marcus Johansen')
    await marcus.opens()
    await marcus.tells(line)
    expect(marcus.last()).toContain(hint)
    expect(marcus.buttons()).toEqual(['All open ones'])
  },
)

test('a full stop, a capital or "open" before the number takes nothing from a command', async () => {
  const [yuki, marcus] = [meet('Yuki Tanaka'), meet('Marcus Johansen')]
  const number = await asks(yuki)
  for (const line of [`#${number}.`, `open #${number}`, `Request #${number}`]) {
    await marcus.tells(line)
    expect(marcus.last()).toContain(`Request ${number} `)
  }
  await marcus.tells('Open.')
  expect(marcus.last()).toMatch(/^Open requests/)
})

test('from anybody else the same lines mean what they mean from anybody', async () => {
  const ines = meet('Ines Moreau')
  await ines.opens()
  for (const line of ['opne', '1002', 'my requests', 'wave']) {
    await ines.tells(line)
    expect(ines.last()).not.toContain(hint)
    expect(ines.buttons()).toContain('Talk to a person')
  }
})

test('work that something else came below says how it is found again, and not that it stands further down', async () => {
  const [yuki, marcus, camille] = [meet('Yuki Tanaka'), meet('Marcus Johansen'), meet('Camille Laurent')]
  const number = await asks(yuki)
  await marcus.tells(`#${number}`)
  await marcus.tells('what is a passkey?')
  await expect.poll(() => marcus.read().at(-2)).toBe('Something else came. Write “mine” to see your requests again.')
  await marcus.tells('mine')
  expect(marcus.last()).toMatch(/^Your requests/)
  await camille.tells('new wave')
  await camille.tells('what is a passkey?')
  await expect.poll(() => camille.read().at(-2)).toBe('Something else came. Write “waves” to see them again.')
})

test('another request opened below moves the one before it', async () => {
  const [yuki, marcus] = [meet('Yuki Tanaka'), meet('Marcus Johansen')]
  await marcus.tells(`#${await asks(yuki)}`)
  await marcus.tells('open')
  await expect.poll(() => marcus.read().at(-2)).toBe('This moved further down.')
})

test('nothing of a number that was nearly a command is kept', async () => {
  const marcus = meet('Marcus Johansen')
  await marcus.tells('4711')
  expect(JSON.stringify(await stage.db.query('select * from turns'))).not.toContain('4711')
})

test.each([
  ['wave', 'There are none yet.'],
  ['Waves.', 'There are none yet.'],
  ['new waves', 'Name, for you only'],
  ['New wave!', 'Name, for you only'],
])('"%s" from an organiser is a command', async (line, reads) => {
  const camille = meet('Camille Laurent')
  await camille.tells(line)
  const shown = camille.fromBot().at(-1)
  expect(JSON.stringify(shown?.card)).toContain(reads)
})

describe('mistyped', () => {
  test.each(['opne', 'poen', 'oppen', 'ope', 'openn'])('"%s" is "open"', (line) => expect(isMistyped(line, 'open')).toBe(true))
  test.each(['open', 'over', 'pens', 'opened', ''])('"%s" is not', (line) => expect(isMistyped(line, 'open')).toBe(false))
  test('another letter makes another word', () => expect(isMistyped('fine', 'mine')).toBe(false))
})
