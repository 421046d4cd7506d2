// One request to Microsoft Graph that changes something, as it went. Never repeated here, nor by anything below.
import { Client, HTTPMessageHandler, ResponseType } from '@microsoft/microsoft-graph-client'
import { retryAfterIn } from '../from-outside.ts'
import { reveal, type Secret } from '../secret.ts'
import { type GetOptions, type Lost, type Reply, readJson } from './get.ts'
import type { TimeLeft } from './time-left.ts'

export interface Change {
  method: 'POST' | 'DELETE'
  path: string
  body?: object
  /** Whose permission it is done with; absent: the bot's own. */
  bearer?: Secret
}

export type Post = (change: Change, time: TimeLeft) => Promise<Reply | Lost>

/**
 * The chain is HTTP alone, as in get.ts: the library's RetryHandler would send a POST that was answered 504 again, and a second
 * pass kills the first (graph.md §1). `fetch` repeats nothing that has a body.
 */
export function createPost({ baseUrl, token, atMostBytes }: GetOptions): Post {
  const client = Client.initWithMiddleware({
    baseUrl,
    defaultVersion: 'v1.0',
    middleware: new HTTPMessageHandler(),
    fetchOptions: { redirect: 'manual' },
  })

  async function send({ method, path, body }: Change, bearer: string, time: TimeLeft): Promise<Reply> {
    const headers = { Authorization: `Bearer ${bearer}`, Accept: 'application/json', 'Content-Type': 'application/json' }
    const request = client.api(path).headers(headers).option('signal', time.signal).responseType(ResponseType.RAW)
    const response: Response = method === 'POST' ? await request.post(JSON.stringify(body ?? {})) : await request.delete()
    return {
      status: response.status,
      body: await readJson(response, atMostBytes),
      requestId: response.headers.get('request-id') ?? undefined,
      retryAfterSeconds: retryAfterIn(response.headers.get('retry-after')),
    }
  }

  return async (change, time) => {
    if (change.path.includes('https://')) return { lost: 'no-token' }
    const bearer = change.bearer ? reveal(change.bearer) : await time.within(token()).catch(() => undefined)
    if (!bearer) return { lost: 'no-token' }
    // The library's own errors hold the request's headers, so none is looked at (security.md D1).
    return time.within(send(change, bearer, time)).catch(() => ({ lost: time.signal.aborted ? 'timeout' : 'dropped' }))
  }
}
