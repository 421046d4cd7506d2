// The port for telling people outside of Teams: mail, and the company's own systems. Shapes only.

/**
 * What became of a notice; `throttled` and `busy` were certainly not sent, `refused` never will be, after `unclear` nobody can
 * know. Sending again after `unclear` may bring a second copy; the id is the same, and receivers of the webhook can tell.
 */
export type Noticed =
  | { ok: true }
  | { ok: false; why: 'throttled' | 'busy' | 'refused' | 'unclear' | 'not-configured'; retryAfterSeconds?: number; detail: string }

export interface Mail {
  to: string[]
  subject: string
  /** Plain text. */
  text: string
}

/** A small JSON notice. `id` stays the same when it is sent again. */
export interface Notice {
  id: string
  /** `feature.event`, for example `escalation.opened`. */
  kind: string
  at: Date
  facts: Record<string, string | number | boolean>
}

/** Each call is at most one request; repeating is the caller's decision. Never throws; refuses what holds a secret. */
export interface Notices {
  mail(mail: Mail): Promise<Noticed>
  webhook(notice: Notice): Promise<Noticed>
}
