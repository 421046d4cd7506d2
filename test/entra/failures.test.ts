// Whatever Graph or the network does: an answer, in time, that never says "you have none".
import { describe, expect, test } from 'vitest'
import type { Answer, NoAnswer } from '../../bot/entra/entra.ts'
import {
  anEntraThatIs,
  answerWith,
  drips,
  dropsTheSocket,
  type Manner,
  neverAnswers,
  neverEnds,
  refuses,
  says,
  stopsHalfway,
  writesHtml,
} from './odd-graph.ts'

const ines = '11111111-2222-4333-8444-555555555555'
const reads = {
  profile: (entra) => entra.profile(ines),
  memberships: (entra) => entra.memberships(ines),
  methods: (entra) => entra.methods(ines),
  passkeyPolicy: (entra) => entra.passkeyPolicy(),
} satisfies Record<string, (entra: Awaited<ReturnType<typeof anEntraThatIs>>['entra']) => Promise<Answer<unknown>>>

const failures: [string, Manner, NoAnswer][] = [
  ['401', refuses(401, 'InvalidAuthenticationToken'), 'forbidden'],
  ['403', refuses(403, 'accessDenied'), 'forbidden'],
  ['403 for want of a licence', refuses(403, 'Authentication_RequestFromNonPremiumTenantOrB2CTenant'), 'unlicensed'],
  ['404', refuses(404, 'Request_ResourceNotFound'), 'not-found'],
  ['404 that is not from Graph', writesHtml(404), 'unavailable'],
  ['429', refuses(429, 'TooManyRequests'), 'throttled'],
  ['400', refuses(400, 'Request_BadRequest'), 'unavailable'],
  ['500', refuses(500, 'generalException'), 'unavailable'],
  ['502 as a page', writesHtml(502), 'unavailable'],
  ['503', refuses(503, 'serviceNotAvailable'), 'unavailable'],
  ['504', refuses(504, 'gatewayTimeout'), 'unavailable'],
  ['a page of a guest network', writesHtml(200), 'unavailable'],
  ['302', (response) => answerWith(response, 302, '', { location: '/v1.0/elsewhere' }), 'unavailable'],
  ['200 without a body', (response) => answerWith(response, 200), 'unavailable'],
  ['204', (response) => answerWith(response, 204), 'unavailable'],
  ['200 with {}', says(200, {}), 'unavailable'],
  ['200 with null', says(200, null), 'unavailable'],
  ['200 with a bare list', says(200, []), 'unavailable'],
  ['200 with an error in it', says(200, { error: { code: 'x', message: 'y' } }), 'unavailable'],
  ['200 with value: null', says(200, { value: null }), 'unavailable'],
  ['200 with items of no type', says(200, { value: [{ id: 'a' }] }), 'unavailable'],
  ['a dropped socket', dropsTheSocket, 'unavailable'],
  ['half a body', stopsHalfway, 'unavailable'],
]

describe.each(Object.entries(reads))('%s', (_name, read) => {
  test.each(failures)('on %s', async (_case, manner, why) => {
    const { entra } = await anEntraThatIs([manner])
    expect(await read(entra)).toMatchObject({ ok: false, why })
  })

  test.each([
    ['never answers', neverAnswers],
    ['drips and never ends', drips],
  ])('gives up in time when Graph %s', async (_case, manner) => {
    const { entra } = await anEntraThatIs([manner], { timeoutMs: 150 })
    const started = performance.now()
    expect(await read(entra)).toEqual({ ok: false, why: 'unavailable' })
    expect(performance.now() - started).toBeLessThan(1000)
  })

  test('does not go where a redirect points: the token would go along', async () => {
    const { entra, graph } = await anEntraThatIs([
      (response) => answerWith(response, 302, '', { location: '/v1.0/elsewhere' }),
      says(200, { value: [] }),
    ])
    await read(entra)
    expect(graph.asked).toHaveLength(1)
  })

  test('does not swallow a body without end', async () => {
    const { entra } = await anEntraThatIs([neverEnds], { timeoutMs: 5000 })
    const started = performance.now()
    expect(await read(entra)).toMatchObject({ ok: false, why: 'unavailable' })
    expect(performance.now() - started).toBeLessThan(4000)
  })

  test.each([
    ['fails', () => Promise.reject(new Error('no identity here'))],
    ['never comes', () => new Promise<string>(() => {})],
  ])('is unavailable when the token %s, and asks nothing', async (_case, token) => {
    const { entra, graph } = await anEntraThatIs([says(200, {})], { token, timeoutMs: 100 })
    expect(await read(entra)).toEqual({ ok: false, why: 'unavailable' })
    expect(graph.asked).toEqual([])
  })

  test('is unavailable when nobody listens there', async () => {
    const { entra } = await anEntraThatIs([], { baseUrl: 'http://127.0.0.1:1' })
    expect(await read(entra)).toEqual({ ok: false, why: 'unavailable' })
  })
})

describe('a passing fault', () => {
  const everybody = says(200, { value: [{ '@odata.type': '#microsoft.graph.group', id: 'g1' }] })

  test.each([
    ['503', refuses(503, 'serviceNotAvailable')],
    ['504', refuses(504, 'gatewayTimeout')],
    ['a dropped socket', dropsTheSocket],
    ['half a body', stopsHalfway],
  ])('is not noticed: %s once', async (_case, fault) => {
    const { entra, graph } = await anEntraThatIs([fault, everybody])
    expect(await entra.memberships(ines)).toEqual({ ok: true, value: new Set(['g1']) })
    expect(graph.asked).toHaveLength(2)
  })

  test('is asked about once more, not twice', async () => {
    const { entra, graph } = await anEntraThatIs([refuses(503, 'serviceNotAvailable')])
    await entra.memberships(ines)
    expect(graph.asked).toHaveLength(2)
  })

  test('is not asked about again when Graph wants more time than the person has', async () => {
    const { entra, graph } = await anEntraThatIs([refuses(503, 'serviceNotAvailable', { 'retry-after': '30' }), everybody])
    expect(await entra.memberships(ines)).toMatchObject({ ok: false, why: 'unavailable', retryAfterSeconds: 30 })
    expect(graph.asked).toHaveLength(1)
  })

  test.each([400, 401, 403, 404, 429, 500])('%i is no passing fault', async (status) => {
    const { entra, graph } = await anEntraThatIs([refuses(status, 'code')])
    await entra.memberships(ines)
    expect(graph.asked).toHaveLength(1)
  })
})
