// POST /$batch: up to 20 requests in one, each with its own fate (graph.md 4.16).
import type { Wire } from '../account.ts'
import { type Asked, json, type Reply } from '../http.ts'
import { GraphError, graphError } from './odata.ts'

interface Entry {
  id: string
  method: string
  url: string
  headers?: Record<string, string>
  body?: unknown
}

export const isBatch = ({ method, path }: Asked): boolean => method === 'POST' && /^\/(v1\.0|beta)\/(\$|%24)batch/.test(path)

/** Answers come in another order than the questions, so that nobody counts on it. */
export async function answerBatch(asked: Asked, answer: (inner: Asked) => Promise<Reply>): Promise<Reply> {
  const entries = (asked.body as { requests?: Entry[] } | undefined)?.requests
  const version = asked.path.split('/')[1]
  if (!Array.isArray(entries) || entries.length === 0 || entries.length > 20) return invalid('Between 1 and 20 requests are needed.')
  if (new Set(entries.map(({ id }) => id.toLowerCase())).size < entries.length) return invalid('Request ids must be unique.')
  const responses: Wire[] = []
  for (const { id, method, url, headers, body } of entries) {
    const own = Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]))
    const path = `/${version}${url.startsWith('/') ? url : `/${url}`}`
    const reply = await answer({ method, path, headers: { ...own, authorization: asked.headers.authorization }, body, bytes: 0 })
    const retry = reply.headers?.['retry-after']
    responses.unshift({
      id,
      status: reply.status,
      headers: { 'Content-Type': 'application/json', ...(retry ? { 'Retry-After': retry } : {}) },
      ...(reply.body === undefined ? {} : { body: reply.body }),
    })
  }
  return json(200, { responses })
}

const invalid = (message: string) => graphError(new GraphError(400, 'BadRequest', message))
