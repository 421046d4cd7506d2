// When Graph is down: nobody waits for it, and somebody finds out when it is back.
import { describe, expect, test } from 'vitest'
import { anEntraThatIs, dropsTheSocket, neverAnswers, refuses, says, writesHtml } from './odd-graph.ts'

const none = says(200, { value: [] })

describe('Graph is down', () => {
  test.each([
    ['500', refuses(500, 'generalException')],
    ['no answer in time', neverAnswers],
    ['dropped sockets', dropsTheSocket],
  ])('after five failures (%s) nobody waits any more, whatever they ask', async (_case, manner) => {
    const { entra, graph } = await anEntraThatIs([manner], { timeoutMs: 100 })
    for (const id of ['a', 'b', 'c', 'd', 'e']) await entra.memberships(id)
    const before = graph.asked.length
    expect(before).toBeGreaterThanOrEqual(5)
    for (const answer of [await entra.memberships('f'), await entra.methods('f'), await entra.passkeyPolicy()])
      expect(answer).toEqual({ ok: false, why: 'unavailable' })
    expect(graph.asked).toHaveLength(before)
  })

  test.each([400, 401, 403, 404])('%i is Graph answering: it is asked on', async (status) => {
    const { entra, graph } = await anEntraThatIs([refuses(status, 'code')])
    for (let n = 0; n < 8; n++) await entra.memberships(`p${n}`)
    expect(graph.asked).toHaveLength(8)
  })

  test('four failures are not five', async () => {
    const { entra, graph } = await anEntraThatIs([refuses(500, 'x'), refuses(500, 'x'), refuses(500, 'x'), refuses(500, 'x'), none])
    for (let n = 0; n < 4; n++) await entra.memberships(`p${n}`)
    expect(await entra.memberships('p')).toMatchObject({ ok: true })
    expect(graph.asked).toHaveLength(5)
  })

  test('one question at a time finds out whether it is back; then everybody is answered again', async () => {
    const breaker = { failures: 5, withinSeconds: 30, probeSeconds: 0.1 }
    const { entra, graph, logged } = await anEntraThatIs([writesHtml(500)], { limits: { breaker } })
    for (let n = 0; n < 5; n++) await entra.memberships(`p${n}`)
    const inflight: number[] = []
    let out = 0
    graph.answer((...asked) => {
      inflight.push(++out)
      setTimeout(() => {
        out--
        none(...asked)
      }, 50)
    })
    await expect
      .poll(async () => (await Promise.all(['x', 'y', 'z'].map((id) => entra.memberships(id)))).some(({ ok }) => ok), { interval: 10 })
      .toBe(true)
    expect(inflight).toEqual([1])
    expect(await entra.memberships('w')).toMatchObject({ ok: true })
    expect(logged.map(({ open }) => open).filter((open) => open !== undefined)).toEqual([true, false])
  })
})
