// The Teams of the sample company treats a bot as Teams does, and fails on request.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type SampleCompany, startSampleCompany } from './company.ts'

interface Activity {
  type: string
  id: string
  name?: string
  text?: string
  action?: string
  value?: { action?: unknown; trigger?: string }
  replyToId?: string
  membersAdded?: { id: string }[]
  entities?: Record<string, unknown>[]
  channelData?: Record<string, unknown>
  conversation: { id: string }
}

const cardAnswer = { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive', value: { type: 'AdaptiveCard', body: ['mine'] } }

let company: SampleCompany
let bot: Server
let botUrl = ''
let heard: Activity[] = []

beforeAll(async () => {
  company = await startSampleCompany()
  bot = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    const activity = JSON.parse(text) as Activity
    heard.push(activity)
    response.setHeader('content-type', 'application/json')
    response.end(activity.type === 'invoke' ? JSON.stringify(cardAnswer) : undefined)
  })
  await new Promise<void>((ready) => bot.listen(0, '127.0.0.1', ready))
  botUrl = `http://127.0.0.1:${(bot.address() as AddressInfo).port}/api/messages`
})
beforeEach(() => {
  company.reset()
  company.setBotUrl(botUrl)
  heard = []
})
afterAll(async () => {
  await company.close()
  bot.close()
})

const ines = () => company.person('Ines Moreau').id
const chat = (id = ines()) => `/v3/conversations/${encodeURIComponent(company.addressOf(id).conversationId)}`

async function ask(
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: { id?: string; error?: { code: string } } }> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(company.connectorUrl + path, {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? {} : JSON.parse(text) }
}

const post = (body: Record<string, unknown>, path = `${chat()}/activities`) => ask('POST', path, { type: 'message', ...body })
const card = (content: Record<string, unknown>) => ({ attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content }] })
const newChat = (id: string) => ({ members: [{ id }], tenantId: company.tenantId, bot: { id: `28:${company.appId}` }, isGroup: false })

describe('a bot that speaks first', () => {
  it('is refused where the app is not installed, and let in where it is', async () => {
    expect(await ask('POST', '/v3/conversations', newChat(ines()))).toMatchObject({
      status: 403,
      body: { error: { code: 'ForbiddenOperationException' } },
    })
    await company.open(ines(), 'iOS')
    const made = await ask('POST', '/v3/conversations', newChat(ines()))
    expect(made).toEqual({ status: 201, body: { id: company.addressOf(ines()).conversationId } })
    expect(await post({ text: 'Hello' })).toMatchObject({ status: 201 })
    expect(company.chatOf(ines())).toMatchObject([{ from: 'bot', text: 'Hello' }])
  })

  it('reaches a person whom Graph gave the app', async () => {
    const body = { 'teamsApp@odata.bind': `https://graph.microsoft.com/v1.0/appCatalogs/teamsApps/${company.catalogId}` }
    const request = {
      method: 'POST',
      headers: { authorization: 'Bearer sample', 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }
    const apps = (id: string) => fetch(`${company.graphUrl}/v1.0/users/${id}/teamwork/installedApps`, request)
    expect((await apps(ines())).status).toBe(201)
    expect((await apps(ines())).status).toBe(409)
    expect((await apps(company.person('Zanele Dlamini').id)).status).toBe(403)
    expect(await ask('POST', '/v3/conversations', newChat(ines()))).toMatchObject({ status: 201 })
  })

  it('is told who blocked it, and which chats and messages there are not', async () => {
    const oskar = company.person('Oskar Berg').id
    await company.open(oskar, 'Android')
    expect(await post({ text: 'Hello' }, `${chat(oskar)}/activities`)).toMatchObject({
      status: 403,
      body: { error: { code: 'ConversationBlockedByUser' } },
    })
    expect(await post({ text: 'Hello' }, '/v3/conversations/a%3Anone/activities')).toMatchObject({
      status: 404,
      body: { error: { code: 'ConversationNotFound' } },
    })
    await company.open(ines(), 'iOS')
    expect(await ask('PUT', `${chat()}/activities/none`, { type: 'message' })).toMatchObject({
      status: 404,
      body: { error: { code: 'ActivityNotFoundInConversation' } },
    })
  })
})

describe('a message of the bot', () => {
  beforeEach(() => company.open(ines(), 'iOS'))

  it('may not be too big', async () => {
    expect(await post({ text: 'x'.repeat(81 * 1024) })).toMatchObject({ status: 413, body: { error: { code: 'MessageSizeTooBig' } } })
  })

  it('with text and a card becomes two, and has no id', async () => {
    expect(await post({ text: 'Look', ...card({ type: 'AdaptiveCard' }) })).toEqual({ status: 202, body: {} })
    expect(company.chatOf(ines())).toMatchObject([{ text: 'Look' }, { card: { type: 'AdaptiveCard' } }])
  })

  it('can be changed and taken back', async () => {
    const { id } = (await post({ text: 'First' })).body
    expect(await ask('PUT', `${chat()}/activities/${id}`, { type: 'message', text: 'Second' })).toEqual({ status: 200, body: { id } })
    expect(company.chatOf(ines())).toMatchObject([{ text: 'Second', updatedAt: expect.any(String) }])
    expect(await ask('DELETE', `${chat()}/activities/${id}`)).toMatchObject({ status: 200 })
    expect(company.chatOf(ines())).toMatchObject([{ deleted: true }])
    expect(await ask('DELETE', `${chat()}/activities/${id}`)).toMatchObject({ status: 404 })
  })

  it('ends the typing sign', async () => {
    await ask('POST', `${chat()}/activities`, { type: 'typing' })
    expect(company.chatOf(ines())).toMatchObject([{ typing: true }])
    await post({ text: 'Here' })
    expect(company.chatOf(ines())).toMatchObject([{ text: 'Here' }])
  })
})

describe('what the bot hears', () => {
  it('when a chat is opened, each time', async () => {
    await company.open(ines(), 'iOS')
    await company.open(ines(), 'iOS')
    expect(heard.map(({ type, action }) => action ?? type)).toEqual(['add', 'conversationUpdate', 'add', 'conversationUpdate'])
    expect(heard[0]?.entities).toEqual([{ type: 'clientInfo', locale: 'fr-FR' }])
    expect(heard[1]?.membersAdded).toHaveLength(2)
    expect(new Set(heard.map(({ id }) => id)).size).toBe(4)
  })

  it('when a person writes: on which client, in which language', async () => {
    expect(await company.say(ines(), { text: 'help', on: 'Windows', locale: 'fr-CA' })).toEqual({ botStatus: 200 })
    expect(heard).toMatchObject([
      { type: 'message', text: 'help', locale: 'fr-CA', entities: [{ platform: 'Windows', locale: 'fr-CA', country: 'FR' }] },
    ])
  })

  it('in the helpdesk channel: the team, and no client', async () => {
    const aisha = company.person('Aisha Khan').id
    await company.say(aisha, { text: 'who is next?', on: 'Mac', in: 'helpdesk-channel' })
    expect(heard[0]?.conversation.id).toContain(`${company.helpdeskChannel.channelId};messageid=`)
    expect(heard[0]?.channelData).toMatchObject({ channel: { id: company.helpdeskChannel.channelId } })
    expect(heard[0]?.entities?.[0]).not.toHaveProperty('platform')
    expect(company.channel()).toMatchObject([{ from: 'Aisha Khan', text: 'who is next?' }])
  })

  it("when a button is pressed; the card it answers is the presser's own until the message changes", async () => {
    await company.open(ines(), 'iOS')
    const posted = await post(card({ type: 'AdaptiveCard', body: ['everyone'] }))
    const activityId = posted.body.id ?? ''
    const action = { type: 'Action.Execute', verb: 'journey.next', data: { a: 1 }, title: 'Next' }
    const answer = await company.press(ines(), { activityId, action, inputs: { b: '2' }, on: 'iOS' })
    expect(answer).toEqual({ status: 200, body: cardAnswer })
    expect(heard.at(-1)).toMatchObject({
      type: 'invoke',
      name: 'adaptiveCard/action',
      replyToId: activityId,
      value: { action: { ...action, data: { a: 1, b: '2' } }, trigger: 'manual' },
    })
    expect(company.chatOf(ines())).toMatchObject([{ card: { body: ['everyone'] }, ownCard: { body: ['mine'] } }])
    await ask('PUT', `${chat()}/activities/${activityId}`, { type: 'message', ...card({ body: ['changed'] }) })
    expect(company.chatOf(ines())[0]).toMatchObject({ card: { body: ['changed'] } })
    expect(company.chatOf(ines())[0]).not.toHaveProperty('ownCard')
  })

  it('nothing, when it is away: the message stands in the chat all the same', async () => {
    company.setBotUrl('http://127.0.0.1:9/api/messages')
    expect(await company.say(ines(), { text: 'hello?', on: 'iOS' })).toEqual({ botStatus: 0 })
    expect(company.chatOf(ines())).toMatchObject([{ from: 'person', text: 'hello?' }])
  })
})
