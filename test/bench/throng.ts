// A company of any size that needs no memory for its people: Graph pages and a connector that are worked out from a number. A process of
// its own, so that the bench measures the bot alone. Prints its address; answers counts at /counts.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

const size = Number(process.argv[2] ?? 1000)
/** Requests to the connector in any second, as documented; 0 lifts the ceiling. */
const ceiling = Number(process.argv[3] ?? 0)

const idOf = (index: number) => `00000000-0000-4000-9000-${index.toString(16).padStart(12, '0')}`
const indexOf = (id: string) => Number.parseInt(id.slice(-12), 16)
const user = (index: number) => ({
  '@odata.type': '#microsoft.graph.user',
  id: idOf(index),
  displayName: `Person ${index}`,
  userPrincipalName: `p${index}@throng.example`,
  userType: 'Member',
  accountEnabled: true,
  preferredLanguage: ['en-GB', 'de-DE', 'ja-JP', 'fr-FR'][index % 4],
  officeLocation: 'Oslo',
})

const counts = { sent: 0, copies: 0, throttled: 0, firstAt: 0, lastAt: 0 }
const seen = new Uint8Array(size)
let window: number[] = []

function isTooMuch(now: number): boolean {
  if (ceiling === 0) return false
  window = window.filter((at) => at > now - 1000)
  window.push(now)
  return window.length > ceiling
}

function connector(path: string): [number, object] {
  const now = performance.now()
  if (isTooMuch(now)) {
    counts.throttled += 1
    return [429, { error: { code: 'Throttled', message: '' } }]
  }
  const index = indexOf(decodeURIComponent(path.split('/')[3] ?? ''))
  counts.sent += 1
  counts.firstAt ||= now
  counts.lastAt = now
  if (seen[index]) counts.copies += 1
  seen[index] = 1
  return [201, { id: String(counts.sent) }]
}

function graph(url: URL): [number, object] {
  const filter = url.searchParams.get('$filter') ?? ''
  if (url.pathname.endsWith('/transitiveMembers')) {
    const from = Number(url.searchParams.get('$skiptoken') ?? 0)
    const value = Array.from({ length: Math.min(999, size - from) }, (_, offset) => user(from + offset))
    const next =
      from + 999 < size ? { '@odata.nextLink': `${address}/graph${url.pathname.slice(6)}?$top=999&$skiptoken=${from + 999}` } : {}
    return [200, { value, ...next }]
  }
  if (filter.startsWith('id in')) return [200, { value: [...filter.matchAll(/'([^']+)'/g)].map(([, id = '']) => user(indexOf(id))) }]
  if (url.pathname.endsWith('/userRegistrationDetails')) return [200, { value: [] }]
  return [404, { error: { code: 'Request_ResourceNotFound', message: '' } }]
}

const server = createServer((request: IncomingMessage, response: ServerResponse) => {
  request.resume()
  request.on('end', () => {
    const url = new URL(request.url ?? '/', 'http://throng')
    const [status, body] =
      url.pathname === '/counts'
        ? [200, counts]
        : url.pathname.startsWith('/graph')
          ? graph(url)
          : connector(url.pathname.replace('/connector', ''))
    response.writeHead(status as number, { 'content-type': 'application/json', ...(status === 429 ? { 'retry-after': '1' } : {}) })
    response.end(JSON.stringify(body))
  })
})
let address = ''
server.listen(0, '127.0.0.1', () => {
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  process.stdout.write(`${JSON.stringify({ msg: 'ready', url: address })}\n`)
})
