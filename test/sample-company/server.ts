// One HTTP server for all of it: which house a request is for, what goes wrong on the way, and the log.
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { answerConnector } from './connector.ts'
import { fateOf } from './faults.ts'
import { answerBatch, isBatch } from './graph/batch.ts'
import { answerGraph } from './graph/graph.ts'
import { type Asked, ask, json, type Reply } from './http.ts'
import { overLimit } from './limits.ts'
import { answerOffice } from './office.ts'
import { takeNotice } from './tenant.ts'
import { answerToken } from './token.ts'
import type { World } from './world.ts'

const logged = 500

export interface Doors {
  server: Server
  /** Open event streams of office pages. */
  watchers: Set<ServerResponse>
}

export function openDoors(world: World): Doors {
  const watchers = new Set<ServerResponse>()
  const server = createServer((request, response) => {
    serve(world, watchers, request, response).catch((error: unknown) => {
      console.error('sample company:', error)
      if (response.headersSent) response.destroy()
      else send(response, json(500, { error: String(error) }))
    })
  })
  return { server, watchers }
}

function isWellFormed(url: string): boolean {
  try {
    return decodeURIComponent(url) !== ''
  } catch {
    return false
  }
}

type House = 'graph' | 'connector' | 'token' | 'office' | 'webhook'

async function serve(world: World, watchers: Set<ServerResponse>, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (!isWellFormed(request.url ?? '/')) return send(response, { status: 400, text: 'Malformed address' })
  const [, house, rest = '/'] = /^\/(graph|connector|token|office|webhook)(\/.*)?$/.exec(request.url ?? '/') ?? []
  if (!house) return send(response, await staticFile(request.url ?? '/'))
  const path = rest.replace(/^\/+/, '/')
  if (house === 'office' && path === '/events') return watch(watchers, request, response)
  const asked = await ask(request, path)
  const reply = await answer(world, house as House, asked)
  if (reply === 'drop') response.destroy()
  else if (reply !== 'never') send(response, reply)
}

async function answer(world: World, house: House, asked: Asked): Promise<Reply | 'drop' | 'never'> {
  if (house === 'office') return answerOffice(world, asked)
  if (house === 'webhook') {
    if (asked.method !== 'POST') return json(405, {})
    takeNotice(world, asked.body, asked.headers['x-unlock-signature'])
    return json(202, {})
  }
  const reply = await onTheWay(world, house, asked)
  note(world, house, asked, typeof reply === 'string' ? 0 : reply.status)
  if (house === 'graph') {
    const { status, body: answered } = typeof reply === 'string' ? { status: 0, body: undefined } : reply
    world.seen({ method: asked.method, path: asked.path, headers: asked.headers, body: asked.body, status, answer: answered })
  }
  return reply
}

/** Through the fault switch and the limits to the work itself. */
async function onTheWay(world: World, house: Exclude<House, 'office' | 'webhook'>, asked: Asked): Promise<Reply | 'drop' | 'never'> {
  const fate = fateOf(world, house, asked)
  if (fate === 'never' || fate === 'drop') return fate
  if (typeof fate === 'object' && 'reply' in fate) return fate.reply
  if (typeof fate === 'object') await wait(fate.wait)
  const reply = (house === 'token' ? undefined : overLimit(world, house, asked)) ?? (await work(world, house, asked))
  return fate === 'drop-after' ? 'drop' : reply
}

function work(world: World, house: Exclude<House, 'office' | 'webhook'>, asked: Asked): Reply | Promise<Reply> {
  if (house === 'token') return answerToken(world, asked)
  if (house === 'connector') return answerConnector(world, asked)
  if (!isBatch(asked)) return answerGraph(world, asked)
  return answerBatch(asked, async (inner) => {
    const reply = await answer(world, 'graph', inner)
    return typeof reply === 'string' ? json(504, { error: { code: 'gatewayTimeout', message: 'The request timed out.' } }) : reply
  })
}

function note(world: World, to: 'graph' | 'connector' | 'token', { method, path }: Asked, status: number): void {
  const decoded = decodeURIComponent(path)
  const person = decoded
    .split(/[/?]/)
    .map((part) => world.byChat.get(part) ?? world.employees.get(part))
    .find((found) => found !== undefined)
  const line = { at: new Date().toISOString(), to, method, path, status, personId: person?.id }
  world.log.push(line)
  if (world.log.length > logged) world.log.shift()
  world.tell({ type: 'log', line })
}

function watch(watchers: Set<ServerResponse>, request: IncomingMessage, response: ServerResponse): void {
  // In two statements: restify, where it is loaded too, makes every writeHead of the process return nothing.
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' })
  response.write(': the office is open\n\n')
  watchers.add(response)
  request.on('close', () => watchers.delete(response))
}

function send(response: ServerResponse, reply: Reply & { file?: Buffer }): void {
  const type = reply.text === undefined ? 'application/json; charset=utf-8' : 'text/plain'
  const content = reply.file ?? reply.text ?? (reply.body === undefined ? undefined : JSON.stringify(reply.body))
  response.writeHead(reply.status, {
    ...(content === undefined ? {} : { 'content-type': type }),
    'request-id': crypto.randomUUID(),
    ...reply.headers,
  })
  response.end(content)
}

const here = import.meta.dirname
const library = (file: string) => join(here, '../../node_modules', file)

const libraries: Record<string, string> = {
  '/lib/adaptivecards.js': library('adaptivecards/dist/adaptivecards.min.js'),
  '/lib/adaptivecards.css': library('adaptivecards/dist/adaptivecards.css'),
  '/lib/markdown-it.js': library('markdown-it/dist/browser/markdown-it.umd.min.js'),
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
}

async function staticFile(url: string): Promise<Reply & { file?: Buffer }> {
  const path = decodeURIComponent(url.split('?')[0] ?? '/')
  const file = libraries[path] ?? join(here, 'office', normalize(path === '/' ? '/index.html' : path))
  try {
    return { status: 200, file: await readFile(file), headers: { 'content-type': types[extname(file)] ?? 'application/octet-stream' } }
  } catch {
    return { status: 404, text: 'Not found' }
  }
}
