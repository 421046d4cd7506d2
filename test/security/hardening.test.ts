// The door as strangers on the internet find it: what exists, what every answer carries, who is slow, and who comes ten thousand times.
import { randomUUID } from 'node:crypto'
import { request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { ToBotFromBotOrEmulatorTokenValidationParameters as sdk } from 'botframework-connector/lib/auth/tokenValidationParameters.js'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type InACompany, openInACompany } from '../support/in-a-company.ts'
import { claims, serviceUrl } from '../support/microsoft.ts'
import { message, stored } from './attack.ts'

let bot: InACompany
beforeAll(async () => {
  bot = await openInACompany()
})
beforeEach(() => bot.reset())
afterAll(() => bot.close())

const hi = () => message(bot.meet('Ines Moreau', 'iOS'), 'hi', { serviceUrl })

interface Said {
  status: number
  headers: Record<string, unknown>
  text: string
}

/** `fetch` sends no TRACE. */
const ask = (method: string, path: string, headers: Record<string, string> = {}): Promise<Said> =>
  new Promise((done, failed) => {
    const asked = request(new URL(path, bot.url), { method, headers }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part) => (text += part))
      response.on('end', () => done({ status: response.statusCode ?? 0, headers: response.headers, text }))
    })
    asked.on('error', failed).end()
  })

const everyAnswer = {
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
}

test('P18 three paths exist, each with one method; nothing else does', async () => {
  const paths = [
    ...[
      '/',
      '/api',
      '/api/',
      '/api/messages/',
      '/API/messages',
      '/api//messages',
      '/api/messages/..',
      '/api/messages%00',
      '/healthz/',
      '/readyz/x',
    ],
    ...[
      '/metrics',
      '/debug',
      '/status',
      '/version',
      '/config',
      '/.env',
      '/.git/config',
      '/package.json',
      '/bot/main.ts',
      '/main.js.map',
      '/favicon.ico',
    ],
    ...['/api/health', '/api/debug', '/devtools', '/emulator', '/%2e%2e/%2e%2e/etc/passwd', '/__proto__', '/constructor', '/toString'],
  ]
  const answers = await Promise.all(paths.map(async (path) => `${path} ${(await ask('GET', path)).status}`))
  expect(answers).toEqual(paths.map((path) => `${path} 404`))
  const methods = ['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'POST']
  for (const [path, only] of [
    ['/api/messages', 'POST'],
    ['/healthz', 'GET'],
    ['/readyz', 'GET'],
  ] as const)
    for (const method of methods.filter((each) => each !== only))
      expect(`${path} ${method} ${(await ask(method, path)).status}`).toBe(`${path} ${method} 405`)
  for (const path of ['/', '/api/messages', '/healthz', '/nothing'])
    for (const method of ['TRACE', 'OPTIONS']) expect(`${path} ${method} ${(await ask(method, path)).status}`).toBe(`${path} ${method} 405`)
  expect((await ask('GET', '/healthz')).text).toBe('ok')
  await expect.poll(async () => (await ask('GET', '/readyz')).text).toBe('ok')
})

test('P18 every answer carries the same headers, and says nothing of what is behind it', async () => {
  const good = await bot.tell(hi())
  const answers: Said[] = [
    await ask('GET', '/healthz'),
    await ask('GET', '/readyz'),
    await ask('GET', '/nothing'),
    await ask('TRACE', '/api/messages'),
    await ask('POST', '/api/messages'),
    await ask('POST', '/api/messages', { 'content-encoding': 'gzip' }),
    await ask('POST', '/api/messages', { authorization: `Bearer ${await bot.sign(claims(bot.company.appId))}` }),
    { status: good.status, headers: Object.fromEntries(good.headers), text: good.text },
  ]
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 404, 405, 401, 415, 415, 200])
  for (const { headers, text } of answers) {
    expect(headers).toMatchObject(everyAnswer)
    const others = Object.keys(headers)
      .filter((name) => !Object.hasOwn(everyAnswer, name))
      .sort()
    expect(['connection', 'content-length', 'content-type', 'date', 'keep-alive', 'transfer-encoding']).toEqual(
      expect.arrayContaining(others),
    )
    expect(text).not.toMatch(/restify|node|version|stack|\.ts\b/i)
  }
})

test('headers that only an edge may set change nothing', async () => {
  const forged = {
    'x-forwarded-for': '10.0.0.1',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'http',
    'x-original-url': '/healthz',
    'x-http-method-override': 'GET',
  }
  expect((await ask('POST', '/api/messages', forged)).status).toBe(401)
  expect((await ask('GET', '/metrics', forged)).status).toBe(404)
})

/** Says `first`, then a byte of `then` now and again; milliseconds until the bot hangs up. */
function trickle(first: string, then: string): Promise<number> {
  const began = performance.now()
  return new Promise((done) => {
    const socket: Socket = connect(Number(new URL(bot.url).port), '127.0.0.1', () => socket.write(first))
    let next = 0
    const drip = then === '' ? undefined : setInterval(() => socket.writable && socket.write(then[next++ % then.length] ?? ''), 500)
    socket.on('error', () => {}).on('data', () => {})
    socket.on('close', () => {
      clearInterval(drip)
      done(performance.now() - began)
    })
  })
}

test('P12 whoever is slow is hung up on within 30 seconds, and nobody waits for them', { timeout: 45_000 }, async () => {
  const line = 'POST /api/messages HTTP/1.1\r\nhost: bot\r\ncontent-type: application/json\r\n'
  const signed = `${line}authorization: Bearer ${await bot.sign(claims(bot.company.appId))}\r\n`
  const slow = [
    trickle('', ''),
    trickle('POST ', ''),
    trickle(line, 'x-slow: y\r\n'),
    trickle(`${signed}content-length: 100000\r\n\r\n{`, ' '),
    trickle(`${signed}transfer-encoding: chunked\r\n\r\n`, '1\r\n{\r\n'),
    trickle('GET /healthz HTTP/1.1\r\nhost: bot\r\n\r\n', ''),
  ]
  expect((await bot.tell(hi())).status).toBe(200)
  for (const took of await Promise.all(slow)) expect(took).toBeLessThan(30_000)
})

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const unsigned = () =>
  `Bearer ${part({ alg: 'none', typ: 'JWT' })}.${part({ iss: 'https://sts.windows.net/x/', tid: randomUUID(), ver: '1.0', appid: bot.company.appId })}.AAAA`

test('P4 ten thousand unsigned tokens cost the last as little as the first, and leave nothing behind', { timeout: 120_000 }, async () => {
  const issuers = [sdk.issuer].flat().length
  const body = hi()
  const times: number[] = []
  const lane = async (many: number) => {
    for (let sent = 0; sent < many; sent++) {
      const began = performance.now()
      const { status } = await bot.post(body, unsigned())
      times.push(performance.now() - began)
      if (status !== 401) throw new Error(`answered ${status}`)
    }
  }
  await lane(200)
  times.length = 0
  for (let thousand = 0; thousand < 10; thousand++) await Promise.all(Array.from({ length: 4 }, () => lane(250)))
  const p = (all: number[], share: number) => all.toSorted((a, b) => a - b)[Math.floor(all.length * share)] ?? 0
  const first = times.slice(0, 1000)
  const last = times.slice(-1000)
  console.log(
    `P4: median ${p(first, 0.5).toFixed(2)} → ${p(last, 0.5).toFixed(2)} ms, p99 ${p(first, 0.99).toFixed(2)} → ${p(last, 0.99).toFixed(2)} ms`,
  )
  expect(times).toHaveLength(10_000)
  expect(p(last, 0.5) / p(first, 0.5)).toBeLessThan(2)
  expect([sdk.issuer].flat()).toHaveLength(issuers)
  // One line for each kind of refusal in a minute, whoever floods.
  expect(bot.logged.filter((line) => line.includes('turned away')).length).toBeLessThan(5)
  expect((await stored(bot.db)).turns).toEqual([])
  expect((await bot.tell(body)).status).toBe(200)
})

test('P1 a flood of tokens with keys that nobody knows does not make us ask Microsoft', async () => {
  const forged = await bot.microsoft.forge('nobodys')
  const before = bot.microsoft.asked.keys
  const token = await forged(claims(bot.company.appId))
  const answers = await Promise.all(Array.from({ length: 200 }, () => bot.post(hi(), `Bearer ${token}`)))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]))
  expect(bot.microsoft.asked.keys - before).toBeLessThanOrEqual(1)
})
