// An agent who never opened Unlock works in the helpdesk channel: one press there is enough, or says what to do first.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Actor, textOf } from '../support/actor.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { actionsOf, asks, standsAt } from './desk.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

const post = (agent: Actor, number: string) =>
  stage.company.channel(agent.person.id).find(({ card }) => JSON.stringify(card).includes(`Request ${number} `))

/** On what this agent sees of the request there, which may be theirs alone. */
async function pressesThere(agent: Actor, number: string, title: string): Promise<string> {
  await expect.poll(() => post(agent, number)).toBeDefined()
  const item = post(agent, number)
  const action = actionsOf(item?.ownCard ?? item?.card).find((each) => each.title === title)
  if (!item || !action) throw new Error(`no "${title}" for ${agent.person.name} in the channel`)
  await stage.company.press(agent.person.id, { activityId: item.activityId, action, on: agent.on })
  const after = post(agent, number)
  return after ? textOf(after) : ''
}

test.each(['I take it', 'Open it in my chat'])(
  '“%s” opens a chat with an agent who has none, and the request stands in it',
  async (title) => {
    const number = await asks(stage.meet('Yuki Tanaka', 'iOS'))
    const marcus = stage.meet('Marcus Johansen', 'Windows')
    expect(marcus.chat()).toEqual([])
    expect(await pressesThere(marcus, number, title)).toContain('in your own chat with me')
    await marcus.sees(`Request ${number} `)
    expect(await standsAt(stage)).toBe(title === 'I take it' ? 'verifying' : 'open')
    // Teams reports the app as new meanwhile: a greeting would push the request up.
    expect(marcus.fromBot()).toHaveLength(1)
    await marcus.press(title === 'I take it' ? 'Needs a pass' : 'I take it')
    expect(await standsAt(stage)).toBe('verifying')
  },
)

test('where Unlock may not open a chat, nothing changes: the agent reads how, and presses the same button again', async () => {
  const number = await asks(stage.meet('Yuki Tanaka', 'iOS'))
  const marcus = stage.meet('Marcus Johansen', 'Windows')
  stage.company.faults.set({ where: 'graph', path: '/teamwork/installedApps', fault: { kind: 'status', status: 403 } })
  const shown = await pressesThere(marcus, number, 'I take it')
  expect(shown).toContain('Search for Unlock at the top of Teams')
  expect(shown).toContain('[I take it]')
  expect(await standsAt(stage)).toBe('open')
  await marcus.opens()
  await marcus.sees('Unlock')
  expect(await pressesThere(marcus, number, 'I take it')).toContain('You have it.')
  await marcus.sees(`Request ${number} `)
})

test('who has blocked Unlock is not told that the request stands in their chat', async () => {
  const number = await asks(stage.meet('Yuki Tanaka', 'iOS'))
  const marcus = stage.meet('Marcus Johansen', 'Windows')
  await marcus.opens()
  await stage.company.changeApp(marcus.person.id, { do: 'block' })
  expect(await pressesThere(marcus, number, 'I take it')).toContain('my message did not reach you')
  await stage.company.changeApp(marcus.person.id, { do: 'unblock' })
  await marcus.tells('mine')
  expect(marcus.last()).toContain(number)
})

test('while Entra does not say who is in the helpdesk, the button stays for another try', async () => {
  const number = await asks(stage.meet('Yuki Tanaka', 'iOS'))
  // Not asked about before: what Entra said a minute ago would still hold.
  const aisha = stage.meet('Aisha Khan', 'Windows')
  stage.company.faults.set({ where: 'graph', path: aisha.person.id, fault: { kind: 'status', status: 503 } })
  const shown = await pressesThere(aisha, number, 'I take it')
  expect(shown).toContain('Entra does not answer')
  expect(shown).toContain('[I take it]')
})
