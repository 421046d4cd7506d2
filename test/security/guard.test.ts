// Who may speak to the bot at all: Teams, for this bot, about this company, with a way back to Microsoft. The bot runs as in a company.
import { createHmac, generateKeyPairSync } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Actor } from '../support/actor.ts'
import { type InACompany, openInACompany } from '../support/in-a-company.ts'
import { type Claims, claims, serviceUrl } from '../support/microsoft.ts'
import { message, stored, type Wire } from './attack.ts'

let bot: InACompany
let ines: Actor
beforeAll(async () => {
  bot = await openInACompany()
})
beforeEach(async () => {
  await bot.reset()
  ines = bot.meet('Ines Moreau', 'iOS')
})
afterAll(() => bot.close())

const hi = (changed: Wire = {}) => message(ines, 'hi', { serviceUrl, ...changed })
const said = (changed: Claims = {}) => claims(bot.company.appId, changed)
const bearer = async (changed: Claims = {}, header = {}) => `Bearer ${await bot.sign(said(changed), header)}`
const now = () => Math.floor(Date.now() / 1000)
const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')

/** Nothing stored, nobody asked, nothing said, and nothing told to who asked. */
async function nothingHappened() {
  expect(await stored(bot.db)).toEqual({ people: [], turns: [], messages: [], progress: [], audit_entries: [] })
  expect(bot.company.log()).toEqual([])
}

async function isHeard() {
  // The app is there; its own message to the bot goes nowhere, because only this test speaks for Teams.
  await ines.installs()
  expect((await bot.tell(hi())).status).toBe(200)
  await ines.sees('Hello Ines')
}

test('who is signed by Teams for this bot is heard and answered', async () => {
  await isHeard()
})

test.each<[string, () => Promise<string | undefined>]>([
  ['no header', async () => undefined],
  ['an empty one', async () => ''],
  ['no scheme', async () => bot.sign(said())],
  ['another scheme', async () => `Basic ${Buffer.from('a:b').toString('base64')}`],
  ['two tokens', async () => `${await bearer()} ${await bot.sign(said())}`],
  ['rubbish', async () => 'Bearer eyJ.x.y'],
  ['alg none', async () => `Bearer ${part({ alg: 'none', typ: 'JWT' })}.${part(said())}.`],
  ['alg none with a signature', async () => `Bearer ${part({ alg: 'none', kid: 'teams-1' })}.${part(said())}.AAAA`],
  [
    'HS256 with the public key as its secret',
    async () => {
      const key = JSON.stringify(bot.microsoft.keys[0])
      const text = `${part({ alg: 'HS256', kid: 'teams-1' })}.${part(said())}`
      return `Bearer ${text}.${createHmac('sha256', key).update(text).digest('base64url')}`
    },
  ],
  ['a key that nobody publishes', async () => `Bearer ${await (await bot.microsoft.forge('nobodys'))(said())}`],
  ['the name of a published key on another one', async () => `Bearer ${await (await bot.microsoft.forge('teams-1'))(said())}`],
  [
    'a key in its own header',
    async () => {
      const jwk = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' })
      return `Bearer ${await (await bot.microsoft.forge('teams-1'))(said(), { jwk, jku: bot.microsoft.metadataUrl, x5u: bot.microsoft.metadataUrl })}`
    },
  ],
  ['no key named', () => bearer({}, { kid: undefined })],
  ['another bot', () => bearer({ aud: '99999999-9999-4999-8999-999999999999' })],
  ['several audiences', () => bearer({ aud: [bot.company.appId, '99999999-9999-4999-8999-999999999999'] })],
  ['no audience', () => bearer({ aud: undefined })],
  ['an expiry of six minutes ago', () => bearer({ exp: now() - 360 })],
  ['no expiry', () => bearer({ exp: undefined })],
  ['a beginning in six minutes', () => bearer({ nbf: now() + 360 })],
  ['no issuer', () => bearer({ iss: undefined })],
  ['an issuer that only begins alike', () => bearer({ iss: 'https://api.botframework.com.evil.example' })],
  ['no way back', () => bearer({ serviceurl: undefined })],
  ['another way back than the body has', () => bearer({ serviceurl: 'https://smba.trafficmanager.net/emea/' })],
  ['a header of 9 KB', async () => `${await bearer({ pad: 'x'.repeat(7 * 1024) })}`],
])('P1 %s is refused with 401 and not a word', async (_, header) => {
  const { status, text } = await bot.post(hi(), await header())
  expect([status, text]).toEqual([401, ''])
  await nothingHappened()
})

test('P1 clocks may differ by five minutes', async () => {
  for (const changed of [{ exp: now() - 240 }, { nbf: now() + 240 }]) {
    expect((await bot.post(hi({ id: `1:${Object.keys(changed)}` }), await bearer(changed))).status).toBe(200)
  }
})

test('P1 a key that speaks for other channels does not speak for Teams', async () => {
  const webchat = await bot.microsoft.publish('webchat-1', ['webchat'])
  // A new key is found when it is time to ask again; until then nobody knows it.
  const other = await openInACompany()
  const sign = await other.microsoft.publish('webchat-1', ['webchat', 'directline'])
  const wire = message(other.meet('Ines Moreau', 'iOS'), 'hi', { serviceUrl })
  expect((await other.post(wire, `Bearer ${await sign(claims(other.company.appId))}`)).status).toBe(401)
  expect((await other.tell(wire)).status).toBe(200)
  await other.close()
  expect((await bot.post(hi(), `Bearer ${await webchat(said())}`)).status).toBe(401)
  await nothingHappened()
})

test.each([
  'sts.windows.net/TENANT/',
  'login.microsoftonline.com/TENANT/v2.0',
  'login.microsoftonline.com/TENANT/',
  'sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/',
])('P3 a token of ours that leaked, from %s, does not open the door', async (from) => {
  const iss = `https://${from.replace('TENANT', bot.company.tenantId)}`
  const { appId, tenantId } = bot.company
  for (const ver of ['1.0', '2.0'])
    for (const aud of [appId, 'https://api.botframework.com']) {
      const { status, text } = await bot.post(hi(), await bearer({ iss, aud, ver, appid: appId, azp: appId, tid: tenantId }))
      expect([status, text]).toEqual([401, ''])
    }
  await nothingHappened()
})

const elsewhere = [
  'https://evil.trafficmanager.net/teams/',
  'https://smba.trafficmanager.net.evil.example/teams/',
  'https://smba.trafficmanager.net@evil.example/teams/',
  'https://smba.trafficmanager.net:8443/teams/',
  'https://smba.trafficmanager.net:443/teams/',
  'https://smba.trafficmanager.net./teams/',
  'https://smbа.trafficmanager.net/teams/',
  'http://smba.trafficmanager.net/teams/',
  'https://169.254.169.254/metadata/',
  'file:///etc/passwd',
  '//smba.trafficmanager.net/teams/',
]

test.each(elsewhere)('P5 P7 even a signed way back to %s is refused with 400, and no socket is opened', async (to) => {
  const { status } = await bot.post(hi({ serviceUrl: to }), await bearer({ serviceurl: to }))
  expect(status).toBe(400)
  await nothingHappened()
})

test('P6 a signed activity without a way back, or with an empty one, is refused with 400', async () => {
  for (const given of [undefined, '', null])
    expect((await bot.post(hi({ serviceUrl: given }), await bearer({ serviceurl: given ?? '' }))).status).toBe(400)
  await nothingHappened()
})

test('P9 P10 a signature opens no other channel and no other tenant', async () => {
  const tenantId = '11111111-1111-4111-8111-111111111111'
  const { conversation } = hi() as { conversation: Wire }
  const turned: Wire[] = [
    ...['webchat', 'directline', 'emulator', 'AseChannel'].map((channelId) => ({ channelId })),
    { conversation: { ...conversation, tenantId }, channelData: { tenant: { id: tenantId } } },
    { channelData: { tenant: { id: tenantId } } },
    { channelData: undefined },
  ]
  for (const changed of turned) expect((await bot.tell(hi(changed))).status).toBe(403)
  await nothingHappened()
})

test('P12 nobody who is not signed gets a body read', async () => {
  const large = hi({ text: 'x'.repeat(5 * 1024 * 1024) })
  expect((await bot.post(large)).status).toBe(401)
  expect((await bot.tell(hi({ text: 'x'.repeat(300 * 1024) }))).status).toBe(413)
})

test('D1 the log names nobody: no person, no address, no id of one, no token', async () => {
  const kofi = bot.meet('Kofi Mensah', 'Android')
  await kofi.installs()
  const said = message(kofi, 'my mail is kofi@home.example and my phone is +44 20 7946 0958', { serviceUrl })
  bot.company.faults.set({ where: 'graph', path: '/users', fault: { kind: 'status', status: 500 } })
  await bot.tell(said)
  bot.company.faults.set({ where: 'connector', path: '', fault: { kind: 'status', status: 500 } })
  await bot.tell({ ...said, id: 'another' })
  await expect.poll(() => bot.logged.length).toBeGreaterThan(0)
  const { conversationId, teamsId } = bot.company.addressOf(kofi.person.id)
  const all = bot.logged.join('')
  for (const word of ['Kofi', 'Mensah', kofi.person.id, conversationId, teamsId, 'home.example', '7946', 'eyJ'])
    expect(all).not.toContain(word)
})

test('D4 a line break in what is logged makes no second line', async () => {
  await bot.tell(hi({ channelId: 'x\r\n{"level":60,"msg":"fake"}' }))
  await bot.post(hi(), 'Bearer {"fake":1}\t{"msg":"fake"}')
  for (const line of bot.logged) expect(line.trimEnd()).not.toMatch(/[\r\n]/)
  expect(bot.logged.filter((line) => JSON.parse(line).msg === 'fake')).toEqual([])
})
