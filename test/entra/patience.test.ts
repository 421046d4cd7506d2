// How often Graph is asked.
import { describe, expect, test } from 'vitest'
import { anEntraThatIs, dropsTheSocket, refuses, says } from './odd-graph.ts'

const none = says(200, { value: [] })

describe('Graph says it is too much', () => {
  test('the family is left alone for as long as Graph asked, for everybody', async () => {
    const { entra, graph } = await anEntraThatIs([refuses(429, 'TooManyRequests', { 'retry-after': '7' }), none])
    expect(await entra.memberships('a')).toMatchObject({ ok: false, why: 'throttled', retryAfterSeconds: 7 })
    expect(await entra.memberships('b')).toEqual({ ok: false, why: 'throttled', retryAfterSeconds: 7 })
    expect(await entra.profile('b')).toMatchObject({ ok: false, why: 'throttled' })
    expect(graph.asked).toHaveLength(1)
  })

  test('other families are asked all the same', async () => {
    const { entra, graph } = await anEntraThatIs([refuses(429, 'TooManyRequests', { 'retry-after': '7' }), none])
    await entra.memberships('a')
    expect(await entra.methods('a')).toMatchObject({ ok: true })
    expect(graph.asked).toHaveLength(2)
  })

  test('a date will do as well', async () => {
    const date = new Date(Date.now() + 20_000).toUTCString()
    const { entra } = await anEntraThatIs([refuses(429, 'TooManyRequests', { 'retry-after': date })])
    const answer = await entra.memberships('a')
    expect(answer.ok ? 0 : answer.retryAfterSeconds).toBeGreaterThan(15)
  })

  test('without a word how long, it is two seconds', async () => {
    const { entra } = await anEntraThatIs([refuses(429, 'TooManyRequests')])
    expect(await entra.memberships('a')).toMatchObject({ why: 'throttled', retryAfterSeconds: 2 })
  })

  test('without a word how long, it is twice as long each time', async () => {
    const throttled = { firstSeconds: 0.1, longestSeconds: 60 }
    const { entra, graph } = await anEntraThatIs([refuses(429, 'TooManyRequests')], { limits: { throttled } })
    const times: number[] = []
    await expect
      .poll(
        async () => {
          await entra.memberships('a')
          if (graph.asked.length > times.length) times.push(performance.now())
          return times.length
        },
        { interval: 10, timeout: 5000 },
      )
      .toBe(4)
    const [first = 0, second = 0, third = 0, fourth = 0] = times
    expect(second - first).toBeGreaterThanOrEqual(90)
    expect(third - second).toBeGreaterThanOrEqual(190)
    expect(fourth - third).toBeGreaterThanOrEqual(390)
  })

  test('once Graph has answered, the waits begin small again', async () => {
    const throttled = { firstSeconds: 0.4, longestSeconds: 60 }
    const refused = refuses(429, 'TooManyRequests')
    const { entra, graph } = await anEntraThatIs([refused, none, refused, none], { limits: { throttled } })
    const times: number[] = []
    const next = async (id: string) => (await entra.memberships(id)).ok && times.push(performance.now())
    await expect.poll(() => next('a'), { interval: 10 }).toBeTruthy()
    await expect.poll(() => next('b'), { interval: 10 }).toBeTruthy()
    const [first = 0, second = 0] = times
    expect(second - first).toBeLessThan(790)
    expect(graph.asked).toHaveLength(4)
  })

  test('one odd header does not switch the bot off for good', async () => {
    const { entra } = await anEntraThatIs([refuses(429, 'TooManyRequests', { 'retry-after': '99999999999' })])
    expect(await entra.memberships('a')).toMatchObject({ retryAfterSeconds: 3600 })
  })
})

describe('the documented limit of authentication methods', () => {
  test('five go through at once, the sixth hears when to come back, and Graph is not asked', async () => {
    const { entra, graph } = await anEntraThatIs([none])
    const answers = await Promise.all(['a', 'b', 'c', 'd', 'e', 'f'].map((id) => entra.methods(id)))
    expect(answers.filter(({ ok }) => ok)).toHaveLength(5)
    expect(answers.find(({ ok }) => !ok)).toEqual({ ok: false, why: 'throttled', retryAfterSeconds: 11 })
    expect(graph.asked).toHaveLength(5)
  })

  test('a short wait is waited for, and no window of the limit ever holds more', async () => {
    const authenticationMethods = { requests: 2, perSeconds: 0.2 }
    const arrivals: number[] = []
    const { entra } = await anEntraThatIs(
      [
        (...asked) => {
          arrivals.push(performance.now())
          none(...asked)
        },
      ],
      { limits: { authenticationMethods }, timeoutMs: 5000 },
    )
    const answers = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((id) => entra.methods(id)))
    expect(answers.every(({ ok }) => ok)).toBe(true)
    for (const [index, time] of arrivals.entries()) expect((arrivals[index + 2] ?? Infinity) - time).toBeGreaterThan(200)
  })

  test('the repeat of a passing fault counts', async () => {
    const authenticationMethods = { requests: 1, perSeconds: 60 }
    const { entra, graph } = await anEntraThatIs([dropsTheSocket, none], { limits: { authenticationMethods } })
    expect(await entra.methods('a')).toEqual({ ok: false, why: 'unavailable' })
    expect(graph.asked).toHaveLength(1)
  })

  test('other families have no such limit', async () => {
    const { entra } = await anEntraThatIs([none])
    const answers = await Promise.all(Array.from({ length: 40 }, (_, n) => entra.memberships(`p${n}`)))
    expect(answers.every(({ ok }) => ok)).toBe(true)
  })
})
