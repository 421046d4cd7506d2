// The sample company fails on request, and holds the documented limits when it is told to.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type SampleCompany, startSampleCompany } from './company.ts'
import type { Fault } from './office-api.ts'

let company: SampleCompany
beforeAll(async () => {
  company = await startSampleCompany()
})
afterAll(() => company.close())

const ines = () => company.person('Ines Moreau').id
const activities = (id = ines()) => `/v3/conversations/${encodeURIComponent(company.addressOf(id).conversationId)}/activities`

function post(text: string): Promise<Response> {
  const body = JSON.stringify({ type: 'message', text })
  return fetch(company.connectorUrl + activities(), { method: 'POST', headers: { 'content-type': 'application/json' }, body })
}

describe('the fault switch', () => {
  beforeEach(() => {
    company.reset()
    return company.open(ines(), 'iOS')
  })
  const switchTo = (fault: Fault['fault'], more: Partial<Fault> = {}) =>
    company.faults.set({ where: 'connector', path: '/activities', fault, ...more })

  it('fails as often as it is told, and then no more', async () => {
    switchTo({ kind: 'status', status: 429, retryAfter: 2 }, { times: 2 })
    const statuses = [await post('a'), await post('b'), await post('c')].map(({ status }) => status)
    expect(statuses).toEqual([429, 429, 201])
    expect(company.log().map(({ status }) => status)).toEqual(statuses)
  })

  it('fails a share of the requests, evenly', async () => {
    switchTo({ kind: 'status', status: 502 }, { share: 0.5 })
    const statuses = []
    for (const text of ['a', 'b', 'c', 'd']) statuses.push((await post(text)).status)
    expect(statuses).toEqual([201, 502, 201, 502])
  })

  it('can do the work and hide the answer', async () => {
    switchTo({ kind: 'drop-after' })
    await expect(post('sent after all')).rejects.toThrow()
    expect(company.chatOf(ines())).toMatchObject([{ text: 'sent after all' }])
  })

  it('can hang up before the work', async () => {
    switchTo({ kind: 'drop-socket' })
    await expect(post('never sent')).rejects.toThrow()
    expect(company.chatOf(ines())).toEqual([])
  })

  it('can keep a caller waiting for ever', async () => {
    switchTo({ kind: 'timeout' })
    const signal = AbortSignal.timeout(200)
    await expect(fetch(`${company.connectorUrl}${activities()}`, { method: 'POST', signal })).rejects.toThrow('timeout')
  })

  it('leaves Graph alone when it is the connector that fails', async () => {
    switchTo({ kind: 'status', status: 503 }, { path: '' })
    expect((await fetch(`${company.graphUrl}/v1.0/users`, { headers: { authorization: 'Bearer sample' } })).status).toBe(200)
  })
})

describe('the documented limits', () => {
  let strict: SampleCompany
  beforeAll(async () => {
    strict = await startSampleCompany({ limits: true })
  })
  beforeEach(() => strict.reset())
  afterAll(() => strict.close())
  const graph = (path: string) => fetch(`${strict.graphUrl}/v1.0${path}`, { headers: { authorization: 'Bearer sample' } })

  it('allow five reads of sign-in methods in ten seconds', async () => {
    const { id } = strict.person('Ines Moreau')
    for (let read = 0; read < 5; read += 1) expect((await graph(`/users/${id}/authentication/methods`)).status).toBe(200)
    const sixth = await graph(`/users/${id}/authentication/fido2Methods`)
    expect([sixth.status, sixth.headers.get('retry-after')]).toEqual([429, '10'])
    expect((await graph(`/users/${id}`)).status).toBe(200)
  })

  it('allow one look at risk in a second, and do not say how long to wait', async () => {
    expect((await graph('/identityProtection/riskyUsers')).status).toBe(200)
    const second = await graph('/identityProtection/riskyUsers')
    expect([second.status, second.headers.get('retry-after')]).toEqual([429, null])
  })

  it('allow seven messages to one chat in a second', async () => {
    const { id } = strict.person('Ines Moreau')
    await strict.open(id, 'iOS')
    const path = `${strict.connectorUrl}/v3/conversations/${encodeURIComponent(strict.addressOf(id).conversationId)}/activities`
    const send = () =>
      fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"type":"message","text":"a"}' })
    const statuses = (await Promise.all(Array.from({ length: 8 }, send))).map(({ status }) => status)
    expect(statuses.filter((status) => status === 429)).toHaveLength(1)
  })
})
