// One gate for each family of Graph calls that is throttled together: our own limit, and Graph's word when it says "not now".
import type { TimeLeft } from './time-left.ts'

export interface Limit {
  requests: number
  perSeconds: number
}

export interface Backoff {
  firstSeconds: number
  longestSeconds: number
}

export interface Gate {
  /**
   * Takes a turn. 0: go ahead. Otherwise the seconds until it is worth asking again, and no turn was taken.
   * `background`: nobody waits for this one, so it neither stands in line nor takes the last turns from those who do.
   */
  enter(time: TimeLeft, background?: boolean): Promise<number>
  /** Graph said 429. The seconds for which nobody gets through. */
  refused(retryAfterSeconds?: number): number
  answered(): void
}

/** Turns that are kept for people who wait, out of every window. */
const keptForPeople = 2

/** A turn is stamped when we send and counted when it arrives, so a slow first request must not crowd the sixth. */
const travelMs = 250

export function createGate(backoff: Backoff, limit?: Limit): Gate {
  let shutUntil = 0
  let refusals = 0
  let turns: number[] = []

  const shutFor = () => Math.max(0, Math.ceil((shutUntil - performance.now()) / 1000))

  /** When the next turn is free: the window slides over the last `requests` turns, those already promised included. */
  function nextTurn(kept: number): number {
    const mine = limit ? Math.max(1, limit.requests - kept) : 0
    const oldest = turns.length >= mine ? turns[turns.length - mine] : undefined
    return limit && oldest !== undefined ? oldest + limit.perSeconds * 1000 + travelMs : 0
  }

  return {
    async enter(time, background = false) {
      if (shutFor() > 0) return shutFor()
      const now = performance.now()
      const waitMs = Math.max(0, nextTurn(background ? keptForPeople : 0) - now)
      if (background && waitMs > 0) return Math.ceil(waitMs / 1000)
      // A quarter of the time is kept for the answer.
      if (waitMs > time.ms() * 0.75) return Math.ceil(waitMs / 1000)
      if (limit) turns = [...turns, now + waitMs].slice(-limit.requests)
      if (waitMs > 0) await time.pause(waitMs)
      return shutFor()
    },

    refused(retryAfterSeconds) {
      refusals += 1
      const seconds = retryAfterSeconds ?? backoff.firstSeconds * 2 ** Math.min(refusals - 1, 20)
      shutUntil = Math.max(shutUntil, performance.now() + Math.min(seconds, backoff.longestSeconds) * 1000)
      return shutFor()
    },

    answered() {
      refusals = 0
    },
  }
}
