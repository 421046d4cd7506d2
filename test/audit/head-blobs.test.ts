// Heads in a container that lets nobody change anything: as Azure Storage documents it, on loopback.
import { createServer } from 'node:http'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { headBlobs } from '../../bot/audit/head-blobs.ts'
import type { SignedHead } from '../../bot/audit/heads.ts'
import { settingsShape } from '../../bot/settings.ts'
import { settings } from '../sample-company/settings.ts'

const blobs = new Map<string, string>()
const asked: { method?: string; url?: string; headers: Record<string, unknown> }[] = []
let loseAnswers = false
let pageSize = 5000

/** Put Blob and List Blobs with a locked retention policy: nothing that stands there can be written again. */
const server = createServer(async (request, response) => {
  asked.push({ method: request.method, url: request.url, headers: request.headers })
  // Without writeHead: restify, where it is loaded too, makes it return nothing.
  const answer = (status: number, text = '') => {
    response.statusCode = status
    response.end(text)
  }
  let body = ''
  for await (const chunk of request) body += chunk
  const { pathname, searchParams } = new URL(request.url ?? '', 'http://storage')
  if (request.headers.authorization !== 'Bearer sample') return answer(403)
  if (searchParams.get('comp') === 'list') {
    const names = [...blobs.keys()].sort()
    const from = Number(searchParams.get('marker') ?? 0)
    const size = Math.min(Number(searchParams.get('maxresults')), pageSize)
    const next = from + size < names.length ? `<NextMarker>${from + size}</NextMarker>` : '<NextMarker />'
    const listed = names.slice(from, from + size).map((name) => `<Blob><Name>${name}</Name></Blob>`)
    return answer(200, `<EnumerationResults><Blobs>${listed.join('')}</Blobs>${next}</EnumerationResults>`)
  }
  const name = pathname.split('/').at(-1) ?? ''
  if (request.method === 'GET') return answer(blobs.has(name) ? 200 : 404, blobs.get(name))
  if (blobs.has(name)) return answer(409)
  blobs.set(name, body)
  if (loseAnswers) return response.destroy()
  return answer(201)
})

let address: string
beforeAll(async () => {
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  address = `http://127.0.0.1:${(server.address() as { port: number }).port}/audit-heads/`
})
beforeEach(() => {
  blobs.clear()
  asked.length = 0
  loseAnswers = false
  pageSize = 5000
})
afterAll(() => server.close())

const head = (seq: number, hash = `hash ${seq}`): SignedHead => ({ seq, hash, at: '2026-11-21T10:00:00Z', signature: 'c2lnbmVk' })
const target = () => headBlobs(address, async () => 'sample')

async function all(): Promise<SignedHead[]> {
  const found: SignedHead[] = []
  for await (const each of target().all()) found.push(each)
  return found
}

test('an empty container has no head', async () => {
  expect(await target().newest()).toBeUndefined()
  expect(await all()).toEqual([])
})

test('the newest head is found with two questions, however many there are, and all come oldest first', async () => {
  for (const seq of [7, 95, 100, 2000]) await target().write(head(seq))
  asked.length = 0
  expect(await target().newest()).toEqual(head(2000))
  expect(asked).toHaveLength(2)
  pageSize = 3
  expect((await all()).map(({ seq }) => seq)).toEqual([7, 95, 100, 2000])
})

test('a head is written once, and never over another', async () => {
  await target().write(head(5))
  expect(asked[0]?.headers).toMatchObject({ 'if-none-match': '*', 'x-ms-blob-type': 'BlockBlob', authorization: 'Bearer sample' })
  await expect(target().write(head(5, 'another chain'))).rejects.toThrow('409')
  expect(await target().newest()).toEqual(head(5))
})

test('a head whose answer was lost is there: writing it again is no error', async () => {
  loseAnswers = true
  await expect(target().write(head(9))).rejects.toThrow()
  loseAnswers = false
  await target().write(head(9))
  expect(await all()).toEqual([head(9)])
})

test('a container that refuses is an error, never an empty one', async () => {
  const refused = headBlobs(address, async () => 'wrong')
  await expect(refused.newest()).rejects.toThrow('403')
  await expect(refused.write(head(1))).rejects.toThrow('403')
})

test('settings name a file or a container, over https, and not both', () => {
  const parse = (heads: object) => settingsShape.safeParse({ ...settings, audit: { heads: { key: 'heads.pem', ...heads } } }).success
  expect(parse({ file: 'heads.jsonl' })).toBe(true)
  expect(parse({ container: 'https://contoso.blob.core.windows.net/audit-heads' })).toBe(true)
  expect(parse({ container: 'http://contoso.blob.core.windows.net/audit-heads' })).toBe(false)
  expect(parse({ file: 'heads.jsonl', container: 'https://contoso.blob.core.windows.net/audit-heads' })).toBe(false)
  expect(parse({})).toBe(false)
})
