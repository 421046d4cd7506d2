// One mail from the company's mailbox, as it went (learn.microsoft.com/graph/api/user-sendmail). Needs Mail.Send, best for that one mailbox.
import type { Message } from '@microsoft/microsoft-graph-types'
import type { Mail, Noticed } from '../notices/notices.ts'
import type { Post } from './post.ts'
import { inTime } from './time-left.ts'

export function createSendMail(post: Post, timeoutMs: number) {
  return async (mailbox: string, { to, subject, text }: Mail): Promise<Noticed> => {
    const message: Message = {
      subject,
      body: { contentType: 'text', content: text },
      toRecipients: to.map((address) => ({ emailAddress: { address } })),
    }
    const path = `/users/${encodeURIComponent(mailbox)}/sendMail`
    const outcome = await inTime(timeoutMs, (time) => post({ method: 'POST', path, body: { message, saveToSentItems: false } }, time))
    if ('lost' in outcome) return { ok: false, why: outcome.lost === 'no-token' ? 'busy' : 'unclear', detail: outcome.lost }
    const { status, retryAfterSeconds } = outcome
    const detail = `Graph answered ${status}`
    // 202: taken for delivery, which is all that Graph ever says.
    if (status === 202) return { ok: true }
    if (status === 429) return { ok: false, why: 'throttled', ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }), detail }
    return { ok: false, why: status >= 400 && status < 500 ? 'refused' : 'unclear', detail }
  }
}
