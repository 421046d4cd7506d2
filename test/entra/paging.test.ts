import { expect, test } from 'vitest'
import { anEntraThatIs, type Manner, refuses, says } from './odd-graph.ts'

const person = '11111111-2222-4333-8444-555555555555'
const group = (id: string) => ({ '@odata.type': '#microsoft.graph.group', id })

/** Page after page, each with a link to the next on the address the request came to. */
const endless: Manner = (response, request, nth) =>
  says(200, {
    value: [group(`g${nth}`)],
    '@odata.nextLink': `http://${request.headers.host}/v1.0/users/x/transitiveMemberOf?$skiptoken=${nth}`,
  })(response, request, nth)

test('every page is read, an empty one in the middle too', async () => {
  const empty: Manner = (response, request, nth) =>
    says(200, {
      value: [],
      '@odata.nextLink': `http://${request.headers.host}/v1.0/users/x/transitiveMemberOf?$select=id&$skiptoken=a%2Bb%3D`,
    })(response, request, nth)
  const { entra, graph } = await anEntraThatIs([endless, empty, says(200, { value: [group('last')] })])
  expect(await entra.memberships(person)).toEqual({ ok: true, value: new Set(['g1', 'last']) })
  expect(graph.asked[2]?.path).toBe('/v1.0/users/x/transitiveMemberOf?$select=id&$skiptoken=a%2Bb%3D')
})

test('a list that does not end is no answer, rather than the beginning of one', async () => {
  const { entra, graph } = await anEntraThatIs([endless], { timeoutMs: 10_000 })
  expect(await entra.memberships(person)).toEqual({ ok: false, why: 'unavailable' })
  expect(graph.asked).toHaveLength(50)
})

test('a list that breaks off is no answer, rather than the beginning of one', async () => {
  const { entra } = await anEntraThatIs([endless, endless, refuses(403, 'accessDenied')])
  expect(await entra.memberships(person)).toMatchObject({ ok: false, why: 'forbidden' })
})

test.each(['https://evil.example/v1.0/users', 'http://127.0.0.1:1/v1.0/users', '/v1.0/users', 'not a link'])(
  'the token is not taken to %s, whatever a page says',
  async (link) => {
    const { entra, graph, logged } = await anEntraThatIs([says(200, { value: [group('g1')], '@odata.nextLink': link })])
    expect(await entra.memberships(person)).toEqual({ ok: false, why: 'unavailable' })
    expect(logged).toEqual([{ why: 'unavailable', path: '/users/{id}/transitiveMemberOf' }])
    expect(graph.asked).toHaveLength(1)
  },
)
