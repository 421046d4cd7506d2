// One notice to the company's own system, as it went: a small signed JSON document over HTTPS.
import { createHmac } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { retryAfterIn } from '../from-outside.ts'
import { holdsSecret } from '../secret.ts'
import type { Notice, Noticed } from './notices.ts'

export interface WebhookOptions {
  url: string
  /** Known to the receiver as well. */
  key: string
}

const patienceMs = 10_000
/** A shorter key could be guessed from one notice. */
const shortestKey = 32

/** The key in a file; undefined when there is none, or it is too short. */
export function keyIn(file: string): string | undefined {
  const key = existsSync(file) ? readFileSync(file, 'utf8').trim() : ''
  return key.length < shortestKey ? undefined : key
}

/** Whether anybody is there at all; a "no" is an answer too. Nothing is sent. */
export const answers = (url: string): Promise<boolean> =>
  fetch(url, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(patienceMs) }).then(
    () => true,
    () => false,
  )

/**
 * `x-unlock-signature: t=<seconds>,v1=<hex>`: HMAC-SHA256 over `<seconds>.<body>`, so that a receiver can tell who sent it and that it
 * is not an old one sent again. The notice's id is the same in every copy.
 */
export function signatureOf(key: string, body: string, now = new Date()): string {
  const seconds = Math.floor(now.getTime() / 1000)
  return `t=${seconds},v1=${createHmac('sha256', key).update(`${seconds}.${body}`).digest('hex')}`
}

export async function postNotice({ url, key }: WebhookOptions, notice: Notice): Promise<Noticed> {
  if (holdsSecret(notice.facts)) return { ok: false, why: 'refused', detail: 'the notice holds a secret' }
  const body = JSON.stringify(notice)
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-unlock-signature': signatureOf(key, body) },
      body,
      // Elsewhere might be anywhere, and would get what was meant for one address.
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
    })
    await response.body?.cancel()
    return whatBecame(response)
  } catch (error) {
    const code = (error as { cause?: { code?: string } }).cause?.code ?? (error as Error).name
    const isCertain = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN'].includes(code)
    return { ok: false, why: isCertain ? 'busy' : 'unclear', detail: `no answer: ${code}` }
  }
}

function whatBecame({ ok, status, headers }: Response): Noticed {
  if (ok) return { ok: true }
  const seconds = retryAfterIn(headers.get('retry-after'))
  const later = seconds === undefined ? {} : { retryAfterSeconds: seconds }
  const detail = `answered ${status}`
  if (status === 429 || status === 503) return { ok: false, why: 'throttled', ...later, detail }
  return { ok: false, why: status >= 400 && status < 500 ? 'refused' : 'unclear', detail }
}
