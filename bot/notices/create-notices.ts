// Notices by whatever the company has set up. What is not set up says so, and is never counted as sent.
import { holdsSecret } from '../secret.ts'
import type { Mail, Noticed, Notices } from './notices.ts'
import { postNotice, type WebhookOptions } from './webhook.ts'

export interface NoticesOptions {
  /** Sends from the company's mailbox; absent: there is none. */
  sendMail?: (mail: Mail) => Promise<Noticed>
  webhook?: WebhookOptions
}

const notConfigured = (what: string): Noticed => ({ ok: false, why: 'not-configured', detail: `there is no ${what} in the settings` })

export function createNotices({ sendMail, webhook }: NoticesOptions): Notices {
  return {
    async mail(mail) {
      if (!sendMail) return notConfigured('mailbox')
      if (mail.to.length === 0) return { ok: false, why: 'refused', detail: 'nobody to write to' }
      // Mail is kept for years and read by many (security.md T9).
      return holdsSecret(mail) ? { ok: false, why: 'refused', detail: 'the mail holds a secret' } : sendMail(mail)
    },
    webhook: async (notice) => (webhook ? postNotice(webhook, notice) : notConfigured('webhook')),
  }
}
