// Speaking first, over the real SDK to a connector that answers as told: what each answer means, and that nothing is sent twice.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createAdapter } from '../../bot/teams/adapter.ts'
import { createBulk } from '../../bot/teams/bulk.ts'
import { createMessenger } from '../../bot/teams/messenger.ts'
import type { Messenger, Sent } from '../../bot/teams/teams.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => void

let answer: Answer
let seen: { method?: string; url?: string; body: string }[] = []
let connections = 0
const connector = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk) => (body += chunk))
  request.on('end', () => {
    seen.push({ method: request.method, url: request.url, body })
    answer(request, response)
  })
})

connector.on('connection', () => {
  connections += 1
})

const appId = '33333333-3333-4333-8333-333333333333'
const identity = { mode: 'demo', appId, tenantId: '11111111-1111-4111-8111-111111111111', openIdMetadata: '' } as const
const messenger = createMessenger(createAdapter(identity), appId, 'demo')
const address = { conversationId: 'a:1', serviceUrl: '', botId: `28:${appId}`, teamsUserId: '29:1' }
const hello = { text: 'Hello' }

const deeds: [string, (to: Messenger) => Promise<Sent>][] = [
  ['post', (to) => to.post(address, hello)],
  ['replace', (to) => to.replace(address, '17', hello)],
]

beforeAll(async () => {
  await new Promise<void>((done) => connector.listen(0, '127.0.0.1', done))
  address.serviceUrl = `http://127.0.0.1:${(connector.address() as AddressInfo).port}/`
})
beforeEach(() => {
  connector.closeAllConnections()
  connections = 0
  seen = []
})
afterAll(async () => {
  connector.closeAllConnections()
  await new Promise((done) => connector.close(done))
})

const says =
  (status: number, headers: Record<string, string> = {}, body = '{"id":"42"}'): Answer =>
  (_, response) => {
    // Apart, because restify replaces writeHead by one that returns nothing.
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(body)
  }

describe.each(deeds)('%s', (_, deed) => {
  it.each<[number, string]>([
    [400, 'refused'],
    [401, 'refused'],
    [403, 'blocked'],
    [404, 'gone'],
    [412, 'busy'],
    [413, 'refused'],
    [429, 'throttled'],
    [500, 'unclear'],
    [502, 'busy'],
    [503, 'busy'],
    [504, 'busy'],
  ])('asks once, and %i means %s', async (status, why) => {
    answer = says(status, {}, '{"error":{"code":"zq7canary","message":"zq7canary"}}')
    expect(await deed(messenger)).toEqual({ ok: false, why, detail: `The connector answered ${status}.` })
    expect(seen).toHaveLength(1)
  })

  it.each([
    ['7', 7],
    ['0', 0],
    [new Date(Date.now() + 90_000).toUTCString(), 90],
    [new Date(0).toUTCString(), 0],
    ['9'.repeat(21), 3600],
    ['Fri, 31 Dec 9999 23:59:59 GMT', 3600],
    ['soon', undefined],
  ])('is told to wait: %s', async (after, seconds) => {
    answer = says(429, { 'retry-after': after })
    const sent = await deed(messenger)
    const waits = 'retryAfterSeconds' in sent ? sent.retryAfterSeconds : undefined
    if (seconds === undefined) expect(waits).toBeUndefined()
    else expect(Math.abs((waits ?? -99) - seconds)).toBeLessThanOrEqual(3)
    expect(seen).toHaveLength(1)
  })

  it.each<[string, Answer]>([
    ['before an answer', (request) => request.socket.destroy()],
    [
      'in the middle of one',
      (request, response) => {
        response.writeHead(201, { 'content-type': 'application/json', 'content-length': '100' })
        response.write('{', () => request.socket.destroy())
      },
    ],
  ])('cannot know what became of it when the line drops %s', async (_when, drop) => {
    answer = drop
    expect(await deed(messenger)).toMatchObject({ ok: false, why: 'unclear' })
    expect(seen).toHaveLength(1)
  })

  it('follows nobody elsewhere', async () => {
    answer = says(307, { location: `${address.serviceUrl}elsewhere` })
    expect(await deed(messenger)).toMatchObject({ ok: false })
    expect(seen).toHaveLength(1)
  })

  it('knows that nothing was sent where nobody listens', async () => {
    const spare = createServer()
    await new Promise<void>((done) => spare.listen(0, '127.0.0.1', done))
    const serviceUrl = `http://127.0.0.1:${(spare.address() as AddressInfo).port}/`
    await new Promise((done) => spare.close(done))
    const away: Messenger = { ...messenger, post: (to, what) => messenger.post({ ...to, serviceUrl }, what) }
    away.replace = (to, id, what) => messenger.replace({ ...to, serviceUrl }, id, what)
    expect(await deed(away)).toMatchObject({ ok: false, why: 'busy' })
  })

  it('P8 opens no connection to an address that somebody put into the database', async () => {
    const production = createMessenger(createAdapter({ ...identity, mode: 'production', appType: 'UserAssignedMSI' }), appId, 'production')
    expect(await deed(production)).toEqual({ ok: false, why: 'refused', detail: 'service address not allowed' })
    expect(connections).toBe(0)
  })
})

describe('what arrives', () => {
  it('is one message in the chat it was meant for, under the id that comes back', async () => {
    answer = says(201)
    expect(await messenger.post(address, hello)).toEqual({ ok: true, activityId: '42' })
    // The SDK puts a made-up id behind it, as for an answer; Teams takes that in a personal chat.
    const url = expect.stringMatching(/^\/v3\/conversations\/a%3A1\/activities(\/|$)/)
    expect(seen).toEqual([{ method: 'POST', url, body: expect.stringContaining('"text":"Hello"') }])
  })
  it('takes the place of the message it names', async () => {
    answer = says(200)
    expect(await messenger.replace(address, '17', hello)).toEqual({ ok: true, activityId: '17' })
    expect(seen).toEqual([{ method: 'PUT', url: '/v3/conversations/a%3A1/activities/17', body: expect.stringContaining('"text":"Hello"') }])
  })
  it('shows typing once, and its failure is nobody’s', async () => {
    answer = says(500)
    await expect(messenger.typing(address)).resolves.toBeUndefined()
    expect(seen).toHaveLength(1)
  })
})

describe('what Teams answers without saying where it stands', () => {
  const bulk = createBulk(createAdapter(identity), identity)
  const odd = [
    '',
    'null',
    '[]',
    '"42"',
    '<html></html>',
    '{}',
    '{"id":null}',
    '{"id":{"a":1}}',
    '{"id":7}',
    '{"id":""}',
    `{"id":"${'x'.repeat(10_000)}"}`,
  ]

  it.each(odd)('P13 is sent, and stands nowhere: %s', async (body) => {
    answer = says(200, {}, body)
    const posted = await messenger.post(address, hello)
    const many = await bulk.post(address, '{"type":"message"}')
    // What is no JSON may have come from somewhere in between.
    for (const sent of [posted, many]) expect(sent.ok ? sent.activityId : sent.why).toMatch(/^(unclear)?$/)
    expect(await messenger.postInChannel({ channelId: '19:c', serviceUrl: address.serviceUrl }, hello)).toMatchObject({
      ok: false,
      why: 'unclear',
    })
  })

  it.each(odd)('P13 and is no chat: %s', async (body) => {
    answer = says(200, {}, body)
    expect(await bulk.open(address.serviceUrl, 'somebody')).toMatchObject({ ok: false, why: 'unclear' })
  })
})
