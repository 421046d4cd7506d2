// One POST to Microsoft Graph, as it went. Never repeated here: what it did when no answer came is the caller's question.
import { ResponseType } from '@microsoft/microsoft-graph-client'
import { type GetOptions, httpOnly, type Lost, type Reply, replyOf } from './get.ts'
import type { TimeLeft } from './time-left.ts'

export type Post = (path: string, body: object, time: TimeLeft) => Promise<Reply | Lost>

export function createPost({ baseUrl, token, atMostBytes }: GetOptions): Post {
  const client = httpOnly(baseUrl)
  return async (path, body, time) => {
    const bearer = await time.within(token()).catch(() => undefined)
    if (!bearer) return { lost: time.signal.aborted ? 'timeout' : 'no-token' }
    const headers = { Authorization: `Bearer ${bearer}`, Accept: 'application/json', 'Content-Type': 'application/json' }
    const request = client.api(path).headers(headers).option('signal', time.signal).responseType(ResponseType.RAW)
    const sent = request.post(body).then((response: Response) => replyOf(response, atMostBytes))
    return time.within(sent).catch(() => ({ lost: time.signal.aborted ? 'timeout' : 'dropped' }))
  }
}
