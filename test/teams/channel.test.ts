// The helpdesk channel: one post that everybody sees, presses that answer one person, and nobody from elsewhere.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { Secret } from '../../bot/secret.ts'
import { inChannel, message } from '../security/attack.ts'
import { Actor } from '../support/actor.ts'
import { card, cardId, execute, messageWith, openDesk } from './desk.ts'

let desk: Awaited<ReturnType<typeof openDesk>>
beforeAll(async () => {
  desk = await openDesk()
})
beforeEach(() => desk.reset())
afterAll(() => desk.close())

const marcus = () => desk.company.person('Marcus Johansen').id
const aisha = () => desk.company.person('Aisha Khan').id

async function posted(...actions: object[]) {
  const sent = await desk.messenger.postInChannel(desk.channel, messageWith(card('Somebody is stuck', ...actions)))
  if (!sent.ok) throw new Error(sent.detail)
  return sent
}

it('a post begins a thread, is replaced for everybody, and is answered in its thread', async () => {
  const { activityId, place } = await posted()
  expect(place).toEqual({
    conversationId: `${desk.channel.channelId};messageid=${activityId}`,
    serviceUrl: desk.channel.serviceUrl,
    botId: `28:${desk.company.appId}`,
  })
  expect(desk.company.channel()).toMatchObject([{ activityId, from: 'bot', card: { body: [{ text: 'Somebody is stuck' }] } }])
  expect(await desk.messenger.replace(place, activityId, messageWith(card('Solved')))).toEqual({ ok: true, activityId })
  expect(await desk.messenger.post(place, messageWith(card('Thank you')))).toMatchObject({ ok: true })
  expect(desk.company.channel()).toMatchObject([
    { activityId, card: { body: [{ text: 'Solved' }] } },
    { thread: activityId, card: { body: [{ text: 'Thank you' }] } },
  ])
})

it('a post that fails says why, and is not tried again', async () => {
  const cases = [
    [
      { kind: 'status', status: 429, retryAfter: 7 },
      { ok: false, why: 'throttled', retryAfterSeconds: 7 },
    ],
    [
      { kind: 'status', status: 403 },
      { ok: false, why: 'blocked' },
    ],
    [
      { kind: 'status', status: 502 },
      { ok: false, why: 'busy' },
    ],
    [{ kind: 'drop-after' }, { ok: false, why: 'unclear' }],
  ] as const
  for (const [fault, expected] of cases) {
    desk.company.faults.set({ where: 'connector', path: '/v3/conversations', fault })
    const before = desk.company.log().length
    expect(await desk.messenger.postInChannel(desk.channel, messageWith(card('Hello')))).toMatchObject(expected)
    expect(desk.company.log().length - before).toBe(1)
    desk.company.faults.clear()
  }
})

it('T9: a message that holds a secret is not sent, by whatever way', async () => {
  const { activityId, place } = await posted()
  const code = new Secret('CANARY+chan9')
  const telling = messageWith(card('The code is CANARY+chan9'))
  const refused = { ok: false, why: 'refused' }
  expect(await desk.messenger.postInChannel(desk.channel, telling)).toMatchObject(refused)
  expect(await desk.messenger.post(place, telling)).toMatchObject(refused)
  expect(await desk.messenger.replace(place, activityId, telling)).toMatchObject(refused)
  expect(await desk.messenger.post(place, { text: code } as never)).toMatchObject(refused)
  expect(JSON.stringify(desk.company.channel())).not.toContain('CANARY')
})

it('a press reaches the helpdesk with who pressed; the answer is for them alone', async () => {
  const { activityId } = await posted(execute)
  desk.answers.channel = async () => ({ card: card('You have it') })
  await desk.company.press(marcus(), { activityId, action: execute, on: 'Windows' })
  expect(desk.heard).toMatchObject([
    { speaker: { employeeId: marcus() }, heard: { kind: 'press', verb: 'escalation.claim', cardId, onActivityId: activityId } },
  ])
  expect(desk.company.channel(marcus())).toMatchObject([{ ownCard: { body: [{ text: 'You have it' }] } }])
  expect(desk.company.channel(aisha())[0]).not.toHaveProperty('ownCard')
})

it('C10: what a client asks for by itself is a refresh, never a press', async () => {
  const { activityId } = await posted(execute)
  desk.answers.channel = async (_, { kind }) => ({ card: card(`as ${kind}`) })
  await desk.company.press(aisha(), { activityId, action: execute, on: 'Windows', trigger: 'automatic' })
  expect(desk.heard.map(({ heard }) => heard.kind)).toEqual(['refresh'])
  expect(desk.company.channel(aisha())).toMatchObject([{ ownCard: { body: [{ text: 'as refresh' }] } }])
})

it('C10: in a personal chat nothing is refreshed by itself', async () => {
  const ines = new Actor(desk.company, desk.company.person('Ines Moreau'), 'iOS')
  const invoke = message(ines, '', {
    type: 'invoke',
    text: undefined,
    name: 'adaptiveCard/action',
    value: { action: execute, trigger: 'automatic' },
  })
  expect((await desk.company.raw(invoke)).body).toMatchObject({ statusCode: 400 })
  expect(desk.heard).toEqual([])
})

it.each([
  ['another channel', { id: '19:other@thread.tacv2;messageid=1', conversationType: 'channel', isGroup: true }],
  ['a channel whose name begins like ours', { id: 'OURS2;messageid=1', conversationType: 'channel', isGroup: true }],
  ['a group chat that goes by its name', { id: 'OURS', conversationType: 'groupChat', isGroup: true }],
])('C14: a press or dialog in %s is turned away', async (_where, conversation) => {
  const agent = new Actor(desk.company, desk.company.person('Marcus Johansen'), 'Windows')
  const place = { ...conversation, id: conversation.id.replace('OURS', desk.channel.channelId), tenantId: desk.company.tenantId }
  const sent = (name: string, value: object) =>
    desk.company.raw(message(agent, '', { type: 'invoke', text: undefined, name, value, conversation: place }))
  expect((await sent('adaptiveCard/action', { action: execute, trigger: 'manual' })).body).toMatchObject({ statusCode: 403 })
  expect(await sent('task/fetch', { data: { verb: 'escalation.issue', card: cardId } })).toMatchObject({ status: 403 })
  expect(desk.heard).toEqual([])
})

it('C1: a press that carries more than we put there is turned away', async () => {
  const agent = new Actor(desk.company, desk.company.person('Marcus Johansen'), 'Windows')
  const more = { ...execute, data: { ...execute.data, targetOid: randomUUID(), lifetime: 480, role: 'admin' } }
  const invoke = message(agent, '', {
    type: 'invoke',
    text: undefined,
    name: 'adaptiveCard/action',
    value: { action: more, trigger: 'manual' },
    ...inChannel(desk.company.tenantId),
  })
  expect((await desk.company.raw(invoke)).body).toMatchObject({ statusCode: 400 })
  expect(desk.heard).toEqual([])
})

it('typed words in the channel are answered as before, whoever writes', async () => {
  await desk.company.say(marcus(), { text: 'hello', on: 'Windows', in: 'helpdesk-channel' })
  expect(desk.company.channel().at(-1)).toMatchObject({ from: 'bot', text: 'Message me privately.' })
  expect(desk.heard).toEqual([])
})
