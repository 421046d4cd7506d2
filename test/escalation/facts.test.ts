// What an agent reads of somebody who asks, before they have said a word to each other.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { catalogue } from '../../bot/trouble/catalogue.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { asks, opensCase, takes } from './desk.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

const opened = async (number: string): Promise<string> => {
  const marcus = stage.meet('Marcus Johansen', 'Windows')
  await marcus.opens()
  await opensCase(marcus, number)
  return marcus.last()
}

test('what it looks like, by the code that the person reads out, and what helps', async () => {
  const row = catalogue.find(({ read }) => read === 'not-allowed')
  const noor = stage.meet('Noor Rahman', 'iOS')
  await noor.tells(row?.says[0] ?? '')
  expect(noor.last()).toContain('Ask for POL01')
  await noor.press('Talk to a person')
  const number = /is (\d{4}),/.exec(noor.last())?.[1] ?? ''
  const read = await opened(number)
  expect(read).toContain(`Looks like ${row?.says[0]} (POL01)`)
  expect(read).toContain(`What helps ${row?.helpdesk}`)
})

test('where they were and on which phone, in words, also when they wrote instead of pressing', async () => {
  const ines = stage.meet('Ines Moreau', 'iOS')
  await ines.tells('hi')
  await ines.press('Yes, this iPhone')
  await ines.press('iOS 18 or newer')
  await ines.sees('Lock your phone')
  await ines.tells('can I talk to a human please')
  const number = /is (\d{4}),/.exec(ines.last())?.[1] ?? ''
  const read = await opened(number)
  expect(read).toContain('Was at Lock your phone')
  expect(read).toContain('Phone iPhone, iOS 18 or newer')
})

test('what makes it easier for them', async () => {
  const yuki = stage.meet('Yuki Tanaka', 'iOS')
  await yuki.tells('hello')
  await stage.db.query(`update people set needs = '{screen-reader,no-calls}' where employee_id = $1`, [yuki.person.id])
  const number = await asks(yuki)
  const marcus = stage.meet('Marcus Johansen', 'Windows')
  await takes(stage, marcus, number)
  expect(marcus.last()).toContain('Please mind reads with a screen reader; wants no calls')
})
