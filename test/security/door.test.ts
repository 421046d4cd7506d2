// What is turned away before anybody looks at what it says: other channels, tenants, packed and oversized bodies, foreign addresses.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openStage, type Stage } from '../support/stage.ts'
import { activity, message, pressOf, statuses, stored, type Wire } from './attack.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

const ines = () => stage.meet('Ines Moreau', 'iOS')
const elsewhere = '11111111-1111-4111-8111-111111111111'

/** Nothing stored, nobody asked, nothing said. */
async function nothingHappened() {
  expect(await stored(stage.db)).toEqual({ people: [], turns: [], messages: [], progress: [], audit_entries: [] })
  expect(stage.company.log()).toEqual([])
}

async function stillAnswers() {
  const kofi = stage.meet('Kofi Mensah', 'Android')
  await kofi.says('hi')
  expect(kofi.last()).toContain('Kofi')
}

test('P9 any channel but Teams is turned away with 403', async () => {
  const channels = ['webchat', 'directline', 'emulator', 'AseChannel', 'msteams ', 'MSTeams', '']
  const sent = channels.map((channelId) => message(ines(), 'hi', { channelId }))
  expect(await statuses(stage.company, sent)).toEqual(channels.map(() => 403))
  await nothingHappened()
  await stillAnswers()
})

test('P10 a foreign, missing or mismatched tenant is turned away with 403', async () => {
  const { tenantId } = stage.company
  const conversation = (tenant?: string) => ({ ...(activity(ines(), {}).conversation as Wire), tenantId: tenant })
  const data = (tenant?: string) => ({ tenant: { id: tenant } })
  const pairs: Wire[] = [
    { conversation: conversation(elsewhere), channelData: data(elsewhere) },
    { conversation: conversation(elsewhere) },
    { channelData: data(elsewhere) },
    { conversation: conversation() },
    { conversation: conversation('') },
    { channelData: undefined },
    { channelData: {} },
    { channelData: data('') },
    { conversation: conversation(`${tenantId} `) },
  ]
  const kinds = [
    { type: 'message', text: 'hi' },
    { type: 'installationUpdate', action: 'add' },
    { type: 'invoke', name: 'adaptiveCard/action' },
  ]
  const sent = kinds.flatMap((kind) => pairs.map((pair) => activity(ines(), { ...kind, ...pair })))
  expect(await statuses(stage.company, sent)).toEqual(sent.map(() => 403))
  await nothingHappened()
  await stillAnswers()
})

test('P10 a sender without an Entra id is turned away with 403', async () => {
  const from = activity(ines(), {}).from as Wire
  const ids = [undefined, '', 'ines', `${from.aadObjectId}'--`]
  const sent = ids.map((aadObjectId) => message(ines(), 'hi', { from: { ...from, aadObjectId } }))
  expect(await statuses(stage.company, sent)).toEqual(ids.map(() => 403))
  await nothingHappened()
})

async function post(body: BodyInit, headers: Record<string, string> = {}): Promise<number> {
  const given: RequestInit = { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body }
  const response = await fetch(new URL('/api/messages', stage.botUrl), { ...given, duplex: 'half' } as RequestInit)
  await response.text()
  return response.status
}

test.each(['gzip', 'deflate', 'br', 'GZIP, gzip', 'x-junk', 'identity'])(
  'P12 a body packed as "%s" is refused, whatever is in it',
  async (packed) => {
    const headers = { 'content-encoding': packed }
    const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024, ' '))
    const real = gzipSync(JSON.stringify(message(ines(), 'hi')))
    expect(await Promise.all(['junk', bomb, real].map((body) => post(body, headers)))).toEqual([415, 415, 415])
    await nothingHappened()
    await stillAnswers()
  },
)

test('P12 a plain body of 300 KB is refused, announced or in pieces', async () => {
  const large = JSON.stringify(message(ines(), 'x'.repeat(300 * 1024)))
  expect(await post(large)).toBe(413)
  // Without a length nobody knows how much will come.
  expect(await post(new Blob([large]).stream())).toBe(413)
  await nothingHappened()
  await stillAnswers()
})

test('P12 only JSON is read', async () => {
  const body = JSON.stringify(message(ines(), 'hi'))
  const types = ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/jsonx']
  expect(await Promise.all(types.map((type) => post(body, { 'content-type': type })))).toEqual(types.map(() => 415))
  await nothingHappened()
})

test('P16 no address that comes in is ever opened', async () => {
  let hits = 0
  const sinkhole = createServer((_, response) => {
    hits += 1
    response.end()
  })
  await new Promise<void>((done) => sinkhole.listen(0, '127.0.0.1', done))
  const url = `http://127.0.0.1:${(sinkhole.address() as AddressInfo).port}/hit`
  const lures: Wire = {
    attachments: [
      { contentType: 'image/png', contentUrl: url, thumbnailUrl: url },
      { contentType: 'application/vnd.microsoft.teams.file.download.info', content: { downloadUrl: url } },
      { contentType: 'application/vnd.microsoft.card.adaptive', content: { type: 'AdaptiveCard', body: [{ type: 'Image', url }] } },
      { contentType: 'text/html', content: `<img src="${url}">` },
    ],
    entities: [{ type: 'clientInfo', platform: 'iOS', url, image: url }],
    channelData: { tenant: { id: stage.company.tenantId }, source: { url }, meeting: { joinUrl: url } },
    relatesTo: { serviceUrl: url },
    callerId: url,
    suggestedActions: { actions: [{ type: 'openUrl', value: url }] },
  }
  const actor = ines()
  await actor.installs()
  const from = { ...(activity(actor, {}).from as Wire), avatar: url }
  const said = [`hi ${url}`, `![x](${url})`, `<img src="${url}">`].map((text) => message(actor, text, { ...lures, from }))
  expect(await statuses(stage.company, said)).toEqual(said.map(() => 200))
  const press = pressOf(actor, actor.buttons().at(-1) ?? '', lures)
  const extension = activity(actor, { type: 'invoke', name: 'composeExtension/queryLink', value: { url }, ...lures })
  expect(await statuses(stage.company, [press, extension])).toEqual([200, 501])
  sinkhole.closeAllConnections()
  await new Promise((done) => sinkhole.close(done))
  expect(hits).toBe(0)
})
