// One GET to Microsoft Graph, as it went: with post.ts all that holds a token, and all that imports the Graph client.
import { Client, HTTPMessageHandler, ResponseType } from '@microsoft/microsoft-graph-client'
import { parseStorable, retryAfterIn } from '../from-outside.ts'
import type { TimeLeft } from './time-left.ts'

export interface Reply {
  status: number
  /** Parsed JSON; undefined when it is not JSON, or longer than anything we ask for. */
  body?: unknown
  requestId?: string
  retryAfterSeconds?: number
}

/** No whole answer: the time was over, the connection broke, or there is no token to ask with. */
export interface Lost {
  lost: 'timeout' | 'dropped' | 'no-token'
}

export type Get = (path: string, time: TimeLeft) => Promise<Reply | Lost>

export interface GetOptions {
  /** Microsoft Graph root, without the version. */
  baseUrl: string
  token: () => Promise<string>
  atMostBytes: number
}

/**
 * The chain is HTTP alone. The library's RetryHandler repeats POSTs (graph.md §1), its AuthenticationHandler sends no token to
 * any host but Microsoft's, so not to the sample company, and a redirect would carry the token along. Its errors hold the
 * request's headers, so answers are taken raw and no GraphError is ever kept.
 */
export function createGet({ baseUrl, token, atMostBytes }: GetOptions): Get {
  const client = Client.initWithMiddleware({
    baseUrl,
    defaultVersion: 'v1.0',
    middleware: new HTTPMessageHandler(),
    fetchOptions: { redirect: 'manual' },
  })

  async function send(path: string, bearer: string, time: TimeLeft): Promise<Reply> {
    const headers = { Authorization: `Bearer ${bearer}`, Accept: 'application/json', 'x-ms-throttle-priority': 'high' }
    const request = client.api(path).headers(headers).option('signal', time.signal).responseType(ResponseType.RAW)
    const response: Response = await request.get()
    return {
      status: response.status,
      body: await readJson(response, atMostBytes),
      requestId: response.headers.get('request-id') ?? undefined,
      retryAfterSeconds: retryAfterIn(response.headers.get('retry-after')),
    }
  }

  return async (path, time) => {
    // The client takes the host from the path when it finds one there; ours never has one.
    if (path.includes('https://')) return { lost: 'dropped' }
    const bearer = await time.within(token()).catch(() => undefined)
    if (!bearer) return { lost: time.signal.aborted ? 'timeout' : 'no-token' }
    return time.within(send(path, bearer, time)).catch(() => ({ lost: time.signal.aborted ? 'timeout' : 'dropped' }))
  }
}

export async function readJson(response: Response, atMostBytes: number): Promise<unknown> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  // Leaving the loop early cancels the body, and with it the connection.
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length
    if (bytes > atMostBytes) return undefined
    chunks.push(chunk)
  }
  try {
    return parseStorable(Buffer.concat(chunks).toString('utf8'))
  } catch {
    return undefined
  }
}
