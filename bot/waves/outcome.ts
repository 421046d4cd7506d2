// What an answer of Teams means for one delivery (teams.md §7, security.md §5). Pure.
import type { BulkSent } from '../teams/bulk.ts'
import type { Delivery, Outcome } from './delivery-store.ts'

/** An ambiguous try may have been shown; a second copy is sent once, and not before that. */
export const ambiguousWaitSeconds = 30
export const mostCopies = 2
/** With waits up to five minutes in between, that is more than an hour. */
export const mostTries = 20

/** Exponential, with jitter: many who were turned away together must not come back together. */
const backOff = (tries: number) => Math.min(2 ** (tries + 1), 300) * (0.75 + Math.random() / 2)

type Failure = Extract<BulkSent, { ok: false }>
type Tried = Pick<Delivery, 'id' | 'attempts' | 'tries' | 'copies'>

export function outcomeOf({ id, attempts, tries, copies }: Tried, sent: BulkSent): Outcome {
  const now = { id, attempts }
  if (sent.ok) return { ...now, state: 'sent', activityId: sent.activityId, ...(copies > 1 ? { why: 'maybe-twice' } : {}) }
  switch (sent.why) {
    case 'throttled':
    case 'busy':
      if (tries >= mostTries) return { ...now, state: 'failed', why: sent.why, undone: true }
      return { ...now, state: 'queued', why: sent.why, undone: true, tried: true, laterSeconds: sent.retryAfterSeconds ?? backOff(tries) }
    case 'unclear':
      if (copies >= mostCopies) return { ...now, state: 'unknown', why: 'no-answer' }
      return { ...now, state: 'queued', why: 'unclear', laterSeconds: ambiguousWaitSeconds }
    // Every further one would fail the same way: the wave stops, and this one waits for it to go on.
    case 'not-us':
      return { ...now, state: 'queued', why: sent.why, undone: true, laterSeconds: ambiguousWaitSeconds }
    default:
      return final(now, sent)
  }
}

const final = (now: { id: string; attempts: number }, { why, code }: Failure): Outcome => ({
  ...now,
  state: 'failed',
  why: whyOf(why, code),
  undone: true,
})

/** Reasons as people at work on a wave are told them: cards/desk/waves.en.json. */
function whyOf(why: Failure['why'], code: string): string {
  if (code === 'BotDisabledByAdmin') return 'switched-off'
  if (why === 'not-installed') return code === 'refused' ? 'may-not-install' : code === 'no-teams' ? 'no-teams' : 'not-installed'
  return why
}

/** For reasons of ours, nothing was tried. */
export const skipped = ({ id, attempts }: Tried, why: string): Outcome => ({ id, attempts, state: 'skipped', why, undone: true })

/** Taken, not tried: as if it had not been taken. */
export const putBack = ({ id, attempts }: Tried, seconds: number): Outcome => ({
  id,
  attempts,
  state: 'queued',
  undone: true,
  laterSeconds: seconds,
})
