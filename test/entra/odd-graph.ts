// A Microsoft Graph that answers by hand: for what no well-behaved server says.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { createEntra, type EntraOptions } from '../../bot/entra/create-entra.ts'

export type Manner = (response: ServerResponse, request: IncomingMessage, nth: number) => void

export interface Asked {
  method: string
  path: string
  /** There once the request was read. */
  body: string
  headers: IncomingMessage['headers']
}

/** Answers in the given manners, one a request; the last one for ever. */
export async function startOddGraph(...manners: Manner[]) {
  const asked: Asked[] = []
  const server = createServer((request, response) => {
    const heard: Asked = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body: '' }
    request.on('data', (chunk) => (heard.body += chunk))
    asked.push(heard)
    manners[Math.min(asked.length, manners.length) - 1]?.(response, request, asked.length)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    answer: (...next: Manner[]) => manners.splice(0, manners.length, ...next),
  }
}

export async function anEntraThatIs(manners: Manner[], options: Partial<EntraOptions> = {}) {
  const graph = await startOddGraph(...manners)
  const logged: Record<string, unknown>[] = []
  const log = { warn: (fields: Record<string, unknown>) => void logged.push(fields) }
  const entra = createEntra({ baseUrl: graph.url, token: async () => 'secret-token', timeoutMs: 1000, log, ...options })
  return { entra, graph, logged }
}

export const says =
  (status: number, body: unknown, headers: Record<string, string> = {}): Manner =>
  (response) =>
    answerWith(response, status, JSON.stringify(body), { 'content-type': 'application/json', 'request-id': 'request-1', ...headers })

/** In two calls: restify, once loaded, takes the chaining from every server of the process. */
export function answerWith(response: ServerResponse, status: number, body = '', headers: Record<string, string> = {}): void {
  response.writeHead(status, headers)
  response.end(body)
}

export const refuses = (status: number, code: string, headers: Record<string, string> = {}): Manner =>
  says(status, { error: { code, message: 'No.', innerError: { 'request-id': 'inner-1' } } }, headers)

export const dropsTheSocket: Manner = (response) => void response.destroy()
export const neverAnswers: Manner = () => undefined

export const writesHtml =
  (status: number): Manner =>
  (response) =>
    answerWith(response, status, '<html><body>Sign in to the guest network</body></html>', { 'content-type': 'text/html' })

export const stopsHalfway: Manner = (response) => {
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
  response.write('{"value": [', () => response.destroy())
}

export const neverEnds: Manner = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  const more = () =>
    response.write('[[[[[[[[[[[[[[[['.repeat(4096), (error) => (error || response.destroyed ? undefined : setImmediate(more)))
  more()
}

/** Bytes now and then, so that a time limit between bytes would never strike. */
export const drips: Manner = (response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  const timer = setInterval(() => response.write(' '), 20)
  response.on('close', () => clearInterval(timer))
}
