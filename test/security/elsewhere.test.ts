// What comes from elsewhere in Teams than somebody's own chat: channels, message extensions, edits. No personal data, no work.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { textOf } from '../support/actor.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { activity, inChannel, message, pressOf, statuses, stored, type Wire } from './attack.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

const ines = () => stage.meet('Ines Moreau', 'iOS')
const nothing = { people: [], turns: [], messages: [], progress: [], audit_entries: [] }

test.each([
  ['a channel', { conversationType: 'channel', isGroup: true }],
  ['a group chat', { conversationType: 'groupChat', isGroup: true }],
  ['a meeting', { conversationType: 'groupChat' }],
  ['a place that does not say what it is', { conversationType: undefined, isGroup: true }],
])('C11 who asks in %s is sent to their own chat, and nothing personal is read, shown or changed', async (_, kind) => {
  const actor = ines()
  await actor.says('hi')
  await actor.press('Yes, this iPhone')
  const before = await stored(stage.db)
  const asked = () => stage.company.log().filter(({ to }) => to === 'graph').length
  const [graph, chat] = [asked(), actor.fromBot().length]
  const conversation = { ...(inChannel(stage.company.tenantId).conversation as Wire), ...kind }
  const said = ['hi', 'status', 'what is my status?', 'my password is hunter2'].map((text) => message(actor, text, { conversation }))
  for (const each of said) expect(await statuses(stage.company, [each])).toEqual([200])
  const shown = stage.company.channel().filter(({ from }) => from === 'bot')
  expect(shown.map(textOf)).toEqual(said.map(() => expect.stringMatching(/^I help with this only in a chat between you and me/)))
  const { name, mail, id } = actor.person
  for (const personal of [name, name.split(' ')[0] ?? name, mail, id, 'Check the version'])
    expect(JSON.stringify(shown)).not.toContain(personal)
  expect({ rows: await stored(stage.db), graph: asked(), chat: actor.fromBot().length }).toEqual({ rows: before, graph, chat })
  const { body } = await stage.company.raw(pressOf(actor, 'iOS 18 or newer', { conversation }))
  expect(body).toMatchObject({ statusCode: 403, value: { message: 'This works in your own chat only.' } })
  expect(await stored(stage.db)).toEqual(before)
})

test('P14 who floods a channel is answered a few times, and others as ever', async () => {
  const place = inChannel(stage.company.tenantId)
  const flood = Array.from({ length: 60 }, () => message(stage.meet('Pedro Alves', 'Android'), 'hi', place))
  expect(new Set(await statuses(stage.company, flood))).toEqual(new Set([200]))
  const answers = () => stage.company.channel().filter(({ from }) => from === 'bot').length
  expect(answers()).toBe(20)
  expect(await statuses(stage.company, [message(stage.meet('Kofi Mensah', 'Android'), 'hi', place)])).toEqual([200])
  expect(answers()).toBe(21)
})

test('C11 a bot that is added to a team or thrown out of it says and stores nothing', async () => {
  const place = inChannel(stage.company.tenantId)
  const membersAdded = [activity(ines(), {}).recipient]
  const sent = [
    activity(ines(), { type: 'installationUpdate', action: 'add', ...place }),
    activity(ines(), { type: 'conversationUpdate', membersAdded, ...place }),
    activity(ines(), { type: 'installationUpdate', action: 'remove', ...place }),
  ]
  expect(await statuses(stage.company, sent)).toEqual([200, 200, 200])
  expect(await stored(stage.db)).toEqual(nothing)
  expect(stage.company.log()).toEqual([])
})

const invokes = [
  ...['query', 'queryLink', 'anonymousQueryLink', 'selectItem', 'submitAction', 'fetchTask', 'querySettingUrl', 'setting'].map(
    (name) => `composeExtension/${name}`,
  ),
  ...['composeExtension/onCardButtonClicked', 'task/fetch/', 'task/', 'tab/fetch', 'tab/submit', 'fileConsent/invoke'],
  ...['actionableMessage/executeAction', 'config/fetch', 'config/submit', 'message/submitAction', 'application/search'],
  ...['signin/verifyState', 'signin/tokenExchange', 'adaptiveCard/Action', 'adaptiveCard/action/', 'made/up', '', undefined],
]
test.each(['task/fetch', 'task/submit'])(
  'C12 a dialog asked for by %s that is none of ours is turned away without any work',
  async (name) => {
    const none = { data: { msteams: { type: 'task/fetch' } } }
    const unknown = { data: { verb: 'escalation.show', card: '0c9c3a1e-52c1-4a2e-9a38-2f3f4d1a6f10' } }
    for (const value of [none, unknown, {}, null]) {
      const { status } = await stage.company.raw(activity(ines(), { type: 'invoke', name, value }))
      expect([400, 403]).toContain(status)
    }
    expect(await stored(stage.db)).toEqual(nothing)
    expect(stage.company.log()).toEqual([])
  },
)

test.each(invokes)('C12 the invoke %s is answered 501 without any work', async (name) => {
  const value = {
    commandId: 'search',
    parameters: [{ name: 'q', value: 'Ines' }],
    data: { msteams: { type: 'task/fetch' } },
    url: 'https://evil.example',
  }
  expect(await stage.company.raw(activity(ines(), { type: 'invoke', name, value }))).toEqual({ status: 501, body: undefined })
  expect(await stored(stage.db)).toEqual(nothing)
  expect(stage.company.log()).toEqual([])
})

test.each([
  'messageUpdate',
  'messageDelete',
  'messageReaction',
  'typing',
  'event',
  'command',
  'handoff',
  'endOfConversation',
  'deleteUserData',
  'contactRelationUpdate',
  'suggestion',
  'trace',
  'Message',
])('C13 an activity of type %s runs no command', async (type) => {
  const sent = ['hi', 'Talk to a person', ''].map((text) => activity(ines(), { type, text, name: 'x', replyToId: '1' }))
  expect(await statuses(stage.company, sent)).toEqual([200, 200, 200])
  expect(await stored(stage.db)).toEqual(nothing)
  expect(stage.company.log()).toEqual([])
})

test('C13 an edit or deletion of a message that was answered changes nothing', async () => {
  const actor = ines()
  await actor.says('hi', '1790000000002')
  const before = await stored(stage.db)
  const change = (type: string, more: Wire) => activity(actor, { type, id: '1790000000002', ...more })
  const sent = [
    change('messageUpdate', {
      text: 'Talk to a person',
      channelData: { tenant: { id: stage.company.tenantId }, eventType: 'editMessage' },
    }),
    change('messageDelete', {}),
    change('message', { text: 'Talk to a person' }),
  ]
  expect(await statuses(stage.company, sent)).toEqual([200, 200, 200])
  const { people: _, ...rest } = await stored(stage.db)
  expect(before).toMatchObject(rest)
  expect(actor.fromBot()).toHaveLength(1)
})
