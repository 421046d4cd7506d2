// Notices besides Teams: mail from the company's mailbox, and a signed document to its own system.
import { createHmac } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { createEntra } from '../../bot/entra/create-entra.ts'
import { createNotices } from '../../bot/notices/create-notices.ts'
import type { Notices } from '../../bot/notices/notices.ts'
import { answers, keyIn } from '../../bot/notices/webhook.ts'
import { Secret } from '../../bot/secret.ts'
import { anEntraThatIs, answerWith, dropsTheSocket, type Manner, neverAnswers, startOddGraph } from '../entra/odd-graph.ts'
import { type SampleCompany, startSampleCompany } from '../sample-company/company.ts'

const key = 'a secret of the company, thirty-two or more'
const mail = { to: ['ines.moreau@contoso.example', 'boss@contoso.example'], subject: 'A request', text: 'Somebody asked for a pass.' }
const notice = { id: 'n-1', kind: 'escalation.opened', at: new Date('2026-11-21T10:00:00Z'), facts: { case: '1042', people: 1 } }

let company: SampleCompany
let notices: Notices
beforeAll(async () => {
  company = await startSampleCompany()
  const entra = createEntra({ baseUrl: company.graphUrl, token: async () => 'sample' })
  notices = createNotices({
    sendMail: (one) => entra.sendMail(company.settings.notices.mailbox, one),
    webhook: { url: company.webhookUrl, key },
  })
})
beforeEach(() => company.reset())
afterAll(() => company.close())

it('a mail goes to everybody it is for', async () => {
  expect(await notices.mail(mail)).toEqual({ ok: true })
  expect(company.company().mails).toMatchObject([{ from: 'help@contoso.example', ...mail }])
})

it('a mail that may not be sent says so', async () => {
  company.administerCompany({ do: 'withhold', permission: 'Mail.Send' })
  expect(await notices.mail(mail)).toMatchObject({ ok: false, why: 'refused' })
  expect(await notices.mail({ ...mail, to: [] })).toMatchObject({ ok: false, why: 'refused' })
  expect(company.company().mails).toEqual([])
})

it("a notice carries proof of who sent it, and when, for the company's own system to check", async () => {
  expect(await notices.webhook(notice)).toEqual({ ok: true })
  const [taken] = company.company().notices
  expect(JSON.parse(taken?.body ?? '')).toEqual({ ...notice, at: '2026-11-21T10:00:00.000Z' })
  const [, seconds = '', hex = ''] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(taken?.signature ?? '') ?? []
  expect(Math.abs(Number(seconds) - Date.now() / 1000)).toBeLessThan(60)
  expect(createHmac('sha256', key).update(`${seconds}.${taken?.body}`).digest('hex')).toBe(hex)
})

it('what is not set up says so', async () => {
  const none = createNotices({})
  expect(await none.mail(mail)).toMatchObject({ ok: false, why: 'not-configured' })
  expect(await none.webhook(notice)).toMatchObject({ ok: false, why: 'not-configured' })
})

it('T9: neither mail nor notice carries a code', async () => {
  const code = new Secret('CANARY+note7')
  expect(await notices.mail({ ...mail, text: 'Your code is CANARY+note7' })).toMatchObject({ ok: false, why: 'refused' })
  expect(await notices.mail({ ...mail, text: code as never })).toMatchObject({ ok: false, why: 'refused' })
  expect(await notices.webhook({ ...notice, facts: { code: 'CANARY+note7' } })).toMatchObject({ ok: false, why: 'refused' })
  expect(company.company()).toMatchObject({ mails: [], notices: [] })
})

const says =
  (status: number, headers = {}): Manner =>
  (response) =>
    answerWith(response, status, '', headers)

it.each<[string, Manner, object]>([
  ['202', says(202), { ok: true }],
  ['400', says(400), { ok: false, why: 'refused' }],
  ['429', says(429, { 'retry-after': '7' }), { ok: false, why: 'throttled', retryAfterSeconds: 7 }],
  ['429, for ever', says(429, { 'retry-after': '9'.repeat(21) }), { ok: false, why: 'throttled', retryAfterSeconds: 3600 }],
  ['503', says(503, { 'retry-after': '9' }), { ok: false, why: 'throttled', retryAfterSeconds: 9 }],
  ['500', says(500), { ok: false, why: 'unclear' }],
  ['a redirect', says(302, { location: 'http://127.0.0.1:1/' }), { ok: false, why: 'unclear' }],
  ['a broken connection', dropsTheSocket, { ok: false, why: 'unclear' }],
])('one request, whatever the receiver answers: %s', async (_case, manner, expected) => {
  const receiver = await startOddGraph(manner)
  const toReceiver = createNotices({ webhook: { url: receiver.url, key } })
  expect(await toReceiver.webhook(notice)).toMatchObject(expected)
  expect(receiver.asked).toHaveLength(1)
})

it('nobody there is certainly not sent', async () => {
  const gone = createServer()
  await new Promise<void>((ready) => gone.listen(0, '127.0.0.1', ready))
  const { port } = gone.address() as AddressInfo
  await new Promise((closed) => gone.close(closed))
  const nobody = createNotices({ webhook: { url: `http://127.0.0.1:${port}/`, key } })
  expect(await nobody.webhook(notice)).toMatchObject({ ok: false, why: 'busy' })
})

it.each<[string, Manner, object]>([
  ['429', says(429, { 'retry-after': '7' }), { ok: false, why: 'throttled', retryAfterSeconds: 7 }],
  ['504', says(504), { ok: false, why: 'unclear' }],
  ['nothing', neverAnswers, { ok: false, why: 'unclear' }],
])('one mail, whatever Graph answers: %s', async (_case, manner, expected) => {
  const { entra, graph } = await anEntraThatIs([manner], { timeoutMs: 300 })
  expect(await entra.sendMail('help@contoso.example', mail)).toMatchObject(expected)
  expect(graph.asked).toHaveLength(1)
})

it('whether anybody takes them can be asked without sending one', async () => {
  expect(await answers(company.webhookUrl)).toBe(true)
  const nobody = createServer()
  await new Promise<void>((done) => nobody.listen(0, '127.0.0.1', done))
  const { port } = nobody.address() as AddressInfo
  await new Promise((done) => nobody.close(done))
  expect(await answers(`http://127.0.0.1:${port}`)).toBe(false)
  expect(company.company().notices).toEqual([])
})

it('a key that is short, or not there, is none', () => {
  const folder = mkdtempSync(join(tmpdir(), 'unlock-key-'))
  const file = join(folder, 'webhook.key')
  expect(keyIn(file)).toBeUndefined()
  writeFileSync(file, 'too short\n')
  expect(keyIn(file)).toBeUndefined()
  writeFileSync(file, `${key}\n`)
  expect(keyIn(file)).toBe(key)
  rmSync(folder, { recursive: true })
})
