// Requests and answers, reduced to what the company's parts need.
import type { IncomingMessage } from 'node:http'

export interface Asked {
  method: string
  /** Encoded, without the part of the house it was sent to ("/graph"), with the query. */
  path: string
  headers: Record<string, string | undefined>
  body: unknown
  bytes: number
}

export interface Reply {
  status: number
  body?: unknown
  headers?: Record<string, string>
  /** Instead of a JSON body. */
  text?: string
}

export const json = (status: number, body?: unknown): Reply => ({ status, body })

/** Segments of a path against a pattern such as `/users/:user/manager`; undefined when it does not fit. */
export function match(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split('/')
  const given = path.split('/')
  if (wanted.length !== given.length) return undefined
  const found: Record<string, string> = {}
  for (const [index, want] of wanted.entries()) {
    const segment = decodeURIComponent(given[index] ?? '')
    if (want.startsWith(':')) found[want.slice(1)] = segment
    else if (want.toLowerCase() !== segment.toLowerCase()) return undefined
  }
  return found
}

export async function ask(request: IncomingMessage, path: string): Promise<Asked> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const raw = Buffer.concat(chunks)
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))
  return { method: request.method ?? 'GET', path, headers, body: parse(raw.toString(), headers['content-type']), bytes: raw.length }
}

function parse(text: string, type = ''): unknown {
  if (text === '') return undefined
  if (type.includes('x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(text))
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
