// How long a person still waits for one read, whatever the read does inside.
import { setTimeout as sleep } from 'node:timers/promises'

export interface TimeLeft {
  signal: AbortSignal
  ms(): number
  /** Sleeps; wakes early, without a complaint, when the time is over. */
  pause(ms: number): Promise<void>
  /** The work's answer, or a rejection when the time is over: even work that ignores the signal cannot hold the person up. */
  within<T>(work: Promise<T>): Promise<T>
}

export async function inTime<T>(timeoutMs: number, read: (time: TimeLeft) => Promise<T>): Promise<T> {
  const over = new AbortController()
  const endsAt = performance.now() + timeoutMs
  const timer = setTimeout(() => over.abort(), timeoutMs)
  const { signal } = over
  const ms = () => Math.max(0, endsAt - performance.now())
  const pause = (wanted: number) => sleep(wanted, undefined, { signal }).catch(() => undefined)
  try {
    return await read({ signal, ms, pause, within: (work) => before(signal, work) })
  } finally {
    clearTimeout(timer)
    over.abort()
  }
}

function before<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) reject(signal.reason)
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
    work.then(resolve, reject)
  })
}
