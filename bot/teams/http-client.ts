// One request to the connector, as it went. Throws for everything that is not a success: see ConnectorSaid.
import type { ConnectorClientOptions } from 'botframework-connector'
import { retryAfterIn, storableJson } from '../from-outside.ts'

type HttpClient = NonNullable<ConnectorClientOptions['httpClient']>
type Request = Parameters<HttpClient['sendRequest']>[0]
type Response = Awaited<ReturnType<HttpClient['sendRequest']>>

const patienceMs = 10_000

/**
 * The SDK repeats 429 and 5xx up to three times, POSTs included (teams.md 3.4), unless what it catches is no error of its
 * own. So failures are thrown as ours, past its retries.
 */
export class ConnectorSaid extends Error {
  override readonly name = 'ConnectorSaid'
  readonly status: number
  readonly retryAfterSeconds?: number
  /** Which of several reasons one status can have, as the connector names it. */
  readonly code?: string

  constructor(status: number, retryAfter: string | null, code?: string) {
    super(`The connector answered ${status}.`)
    this.status = status
    if (code !== undefined) this.code = code
    const seconds = retryAfterIn(retryAfter)
    if (seconds !== undefined) this.retryAfterSeconds = seconds
  }
}

/** `arrived` is `no` where certainly nothing was sent. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer'
  readonly arrived: 'no' | 'unknown'

  constructor(arrived: 'no' | 'unknown', message: string) {
    super(message)
    this.arrived = arrived
  }
}

export class AddressRefused extends Error {
  override readonly name = 'AddressRefused'
}

export const createHttpClient = (allowed: (url: string) => boolean): HttpClient => ({
  async sendRequest(request: Request): Promise<Response> {
    if (!allowed(request.url)) throw new AddressRefused('This address may not be written to.')
    const response = await send(request)
    if (!response.ok) {
      throw new ConnectorSaid(response.status, response.headers.get('retry-after'), codeIn(await response.text().catch(() => '')))
    }
    // Ids in it are stored, those of a whole batch in one statement.
    const bodyAsText = storableJson(await response.text().catch(lost))
    const headers = request.headers.clone()
    for (const { name } of headers.headersArray()) headers.remove(name)
    for (const [name, value] of response.headers) headers.set(name, value)
    return { request, status: response.status, headers, bodyAsText }
  },
})

function send(request: Request) {
  const headers = request.headers.rawHeaders()
  return fetch(request.url, {
    method: request.method,
    headers,
    body: request.body === undefined ? undefined : String(request.body),
    redirect: 'error',
    signal: AbortSignal.timeout(patienceMs),
  }).catch(lost)
}

function lost(error: unknown): never {
  const code = (error as { cause?: { code?: string } }).cause?.code ?? (error as Error).name
  throw new NoAnswer(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'].includes(code) ? 'no' : 'unknown', `No answer from the connector: ${code}.`)
}

/** In `error.code`, or as `subCode` in JSON inside the message (teams.md §7). Only a plain word goes further. */
function codeIn(body: string): string | undefined {
  const named = /"subCode\\?"\s*:\s*\\?"(\w{1,60})/.exec(body) ?? /"code"\s*:\s*"(\w{1,60})"/.exec(body)
  return named?.[1]
}
