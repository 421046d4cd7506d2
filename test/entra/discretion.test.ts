// What goes out of this room: into the log, and into the address of a call.
import { describe, expect, test } from 'vitest'
import { anEntraThatIs, refuses, says } from './odd-graph.ts'

const ines = '11111111-2222-4333-8444-555555555555'

describe('what is told about a failure', () => {
  test('the request id goes with it, for a call to Microsoft', async () => {
    const { entra } = await anEntraThatIs([refuses(403, 'accessDenied')])
    expect(await entra.profile(ines)).toEqual({ ok: false, why: 'forbidden', requestId: 'request-1' })
  })

  test('the log holds no token, no person and nothing that Graph wrote freely', async () => {
    const odd = says(403, { error: { code: 'bad code\nERROR forged line', message: `about ${ines}` } }, { 'request-id': 'two words' })
    const { entra, logged } = await anEntraThatIs([odd, says(200, { value: [{ id: ines }] })])
    await entra.methods(ines)
    await entra.memberships(ines)
    expect(logged).toHaveLength(2)
    expect(logged[0]).toMatchObject({ why: 'forbidden', status: 403, path: '/users/{id}/authentication/methods' })
    for (const secret of ['secret-token', ines, 'forged', 'two words', 'about']) expect(JSON.stringify(logged)).not.toContain(secret)
  })
})

test('whoever is at no risk, or has no manager, is no failure: the log says nothing of it', async () => {
  const { entra, logged } = await anEntraThatIs([refuses(404, 'Request_ResourceNotFound')])
  expect(await entra.risk(ines)).toEqual({ ok: true, value: 'none' })
  expect(await entra.manager(ines)).toEqual({ ok: true, value: undefined })
  expect(logged).toEqual([])
  await entra.profile(ines)
  expect(logged).toHaveLength(1)
})

describe('a person who cannot be', () => {
  test.each(['', '.', '..', '\ud800'])('%j is not found, and nothing else is asked instead', async (id) => {
    const { entra, graph } = await anEntraThatIs([says(200, { value: [] })])
    for (const answer of [await entra.profile(id), await entra.memberships(id), await entra.methods(id)])
      expect(answer).toEqual({ ok: false, why: 'not-found' })
    expect(graph.asked).toEqual([])
  })

  test.each([
    ['../groups', '/v1.0/users/..%2Fgroups/authentication/methods'],
    ['a?b#c&d', '/v1.0/users/a%3Fb%23c%26d/authentication/methods'],
    ['https://evil.example/x', '/v1.0/users/https%3A%2F%2Fevil.example%2Fx/authentication/methods'],
  ])('%j stays inside its place in the path', async (id, path) => {
    const { entra, graph } = await anEntraThatIs([says(200, { value: [] })])
    await entra.methods(id)
    expect(graph.asked.map((asked) => asked.path)).toEqual([path])
  })
})
