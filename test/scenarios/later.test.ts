// "Not now" asks until when, and holds: nothing is written until then, whatever happens.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { runs } from '../escalation/notice.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { begins, getsReady, timeComes } from '../support/ways.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

test.each([
  ['In one hour', /I will write to you again: (today|tomorrow), \d\d:\d\d\./],
  ['Tomorrow morning', /I will write to you again: tomorrow, 09:00\./],
  ['Next week', /I will write to you again: (tomorrow|Monday)(, [A-Z][a-z]+ \d+)?, 09:00\./],
])('"Not now" asks until when, and says it back: %s', async (button, words) => {
  const ines = stage.meet('Ines Moreau', 'iOS')
  await begins(ines)
  await ines.press('Not now')
  expect(ines.last()).toContain('When shall I write to you?')
  await ines.press(button)
  expect(ines.last()).toMatch(words)
  expect(ines.last()).toContain('Until then I stay quiet.')
})

test('nine in the morning is nine where they are, also where the zone has had another name', async () => {
  const priya = stage.meet('Priya Sharma', 'Android')
  await priya.tells('hello')
  await priya.press('Not now')
  await priya.press('Tomorrow morning')
  const hour = `select extract(hour from snoozed_until at time zone 'Asia/Kolkata')::int as hour from people where employee_id = $1`
  expect(await stage.db.query(hour, [priya.person.id])).toEqual([{ hour: 9 }])
})

test('at that time the bot writes, at the step where they were', async () => {
  const ines = stage.meet('Ines Moreau', 'iOS')
  await begins(ines)
  await ines.press('Not now')
  await ines.press('Tomorrow morning')
  await timeComes(stage, 'conversation.remind', ines)
  await ines.sees(/^I kept your place\.\nLock your phone/)
})

test('who had not begun is greeted at that time, not asked out of the blue', async () => {
  const ines = stage.meet('Ines Moreau', 'iOS')
  await ines.tells('hello')
  await ines.press('Not now')
  await ines.press('Next week')
  await timeComes(stage, 'conversation.remind', ines)
  await ines.sees('Hello Ines, I am Unlock, a bot of Contoso.')
  await ines.press('Let’s start')
  expect(ines.last()).toContain('Check the version')
})

test('whoever asked for the time is written to once, also when the job of it runs again', async () => {
  const ines = stage.meet('Ines Moreau', 'iOS')
  await ines.tells('hello')
  await ines.press('Not now')
  await ines.press('Next week')
  const [person] = await stage.db.query<{ until: Date }>('select snoozed_until as until from people where snoozed_until is not null')
  const data = { employeeId: ines.person.id, until: person?.until.toISOString() }
  await timeComes(stage, 'conversation.remind', ines)
  expect(ines.last()).toContain('Hello Ines, I am Unlock, a bot of Contoso.')
  const before = await stage.cardsTo(ines)
  await runs(stage, 'conversation.remind', data)
  expect(await stage.cardsTo(ines)).toEqual(before)
})

test('a passkey that appears meanwhile is spoken of at that time, not before', async () => {
  const ines = stage.meet('Ines Moreau', 'iOS')
  await getsReady(ines)
  await ines.press('Not now')
  await ines.press('In one hour')
  ines.phone({ do: 'create-passkey', store: 'authenticator' })
  await timeComes(stage, 'journey.watch', ines)
  expect(ines.last()).toContain('See you later')
  await timeComes(stage, 'conversation.remind', ines)
  expect(ines.last()).toMatch(/^I kept your place\.\nUse it once/)
})

test('a promise to look again is kept at that time, not before', async () => {
  const ines = stage.meet('Ines Moreau', 'iOS')
  stage.company.faults.set({ where: 'graph', path: '/authentication/methods', fault: { kind: 'status', status: 500 } })
  await ines.tells('hello')
  expect(ines.last()).toContain('I look again by myself')
  await ines.press('Not now')
  await ines.press('In one hour')
  stage.company.faults.clear()
  await timeComes(stage, 'journey.look-again', ines)
  expect(ines.last()).toContain('See you later')
})

test('who goes on earlier is not reminded', async () => {
  const ines = stage.meet('Ines Moreau', 'iOS')
  await begins(ines)
  await ines.press('Not now')
  await ines.press('In one hour')
  await ines.press('Start now')
  await ines.press('It has a lock')
  await timeComes(stage, 'conversation.remind', ines)
  expect(ines.last()).toMatch(/^Switch it on/)
  expect(ines.buttons()).toContain('It is on')
})

test('who asks something meanwhile is answered, and still reminded', async () => {
  const ines = stage.meet('Ines Moreau', 'iOS')
  await begins(ines)
  await ines.press('Not now')
  await ines.press('In one hour')
  await ines.tells('what is a passkey?')
  expect(ines.last()).toContain('A passkey is a new way into your work account')
  await timeComes(stage, 'conversation.remind', ines)
  expect(ines.last()).toContain('Lock your phone')
})

test('of two times the last one counts', async () => {
  const ines = stage.meet('Ines Moreau', 'iOS')
  await begins(ines)
  await ines.press('Not now')
  await ines.press('In one hour')
  await ines.press('Not now')
  await ines.press('Next week')
  await timeComes(stage, 'conversation.remind', ines)
  expect((await stage.cardsTo(ines)).slice(-5)).toEqual(['notNow set-screen-lock', 'snoozed', 'notNow', 'snoozed', 'step set-screen-lock'])
})
