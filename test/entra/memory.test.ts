// What is remembered, and for whom.
import { expect, test } from 'vitest'
import { anEntraThatIs, refuses, says } from './odd-graph.ts'

const passkey = { '@odata.type': '#microsoft.graph.fido2AuthenticationMethod', id: 'k1' }
const none = says(200, { value: [] })
const one = says(200, { value: [passkey] })

test('the same question twice is asked once', async () => {
  const { entra, graph } = await anEntraThatIs([none])
  await entra.memberships('a')
  await entra.memberships('a')
  await entra.memberships('b')
  expect(graph.asked).toHaveLength(2)
})

test('two turns at once are one question', async () => {
  const { entra, graph } = await anEntraThatIs([none])
  await Promise.all([entra.methods('a'), entra.methods('a'), entra.methods('a')])
  expect(graph.asked).toHaveLength(1)
})

test('asked with "since", it is asked again, and what it sees is remembered', async () => {
  const { entra, graph } = await anEntraThatIs([none, one])
  expect(await entra.methods('a')).toMatchObject({ value: { passkeys: [] } })
  expect(await entra.methods('a', { since: performance.now() })).toMatchObject({ value: { passkeys: [{ id: 'k1' }] } })
  expect(await entra.methods('a')).toMatchObject({ value: { passkeys: [{ id: 'k1' }] } })
  expect(graph.asked).toHaveLength(2)
})

test('an older question that is answered late does not unsee the passkey', async () => {
  const late: { answer?: () => void } = {}
  const { entra } = await anEntraThatIs([
    (response, request, nth) => {
      late.answer = () => none(response, request, nth)
    },
    (response, request, nth) => {
      one(response, request, nth)
      response.on('finish', () => late.answer?.())
    },
  ])
  const older = entra.methods('a')
  await expect.poll(() => late.answer, { interval: 5 }).toBeTruthy()
  await entra.methods('a', { since: performance.now() })
  await older
  expect(await entra.methods('a')).toMatchObject({ value: { passkeys: [{ id: 'k1' }] } })
})

test('a failure is not remembered', async () => {
  const { entra } = await anEntraThatIs([refuses(403, 'accessDenied'), none])
  expect(await entra.memberships('a')).toMatchObject({ ok: false })
  expect(await entra.memberships('a')).toMatchObject({ ok: true })
})

test('a failed look "since" now does not fall back on what was seen before', async () => {
  const { entra } = await anEntraThatIs([one, refuses(403, 'accessDenied')])
  await entra.methods('a')
  expect(await entra.methods('a', { since: performance.now() })).toMatchObject({ ok: false, why: 'forbidden' })
})

test('memory ends with its time', async () => {
  const cacheSeconds = { people: 0, methods: 0, policy: 0, risk: 0, atMostPeople: 10 }
  const { entra, graph } = await anEntraThatIs([none], { limits: { cacheSeconds } })
  await entra.memberships('a')
  await entra.memberships('a')
  expect(graph.asked).toHaveLength(2)
})

test('the person who was asked about longest ago is forgotten first', async () => {
  const cacheSeconds = { people: 300, methods: 20, policy: 900, risk: 60, atMostPeople: 2 }
  const { entra, graph } = await anEntraThatIs([none], { limits: { cacheSeconds } })
  for (const id of ['a', 'b', 'a', 'c', 'a', 'b']) await entra.memberships(id)
  expect(graph.asked.map(({ path }) => path.split('/')[3])).toEqual(['a', 'b', 'c', 'b'])
})
