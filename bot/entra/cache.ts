// Short memory for answers. Only `ok` ones: a failure is asked again.
import type { Answer } from './entra.ts'

export type Cached<T> = (key: string, ask: () => Promise<Answer<T>>, options?: { since?: number }) => Promise<Answer<T>>

export function createCache<T>(seconds: number, atMost: number): Cached<T> {
  const kept = new Map<string, { answer: Answer<T>; askedAt: number }>()
  const asking = new Map<string, Promise<Answer<T>>>()

  function keep(key: string, answer: Answer<T>, askedAt: number) {
    const before = kept.get(key)
    // What was asked later is nearer the truth, even when it was answered sooner.
    if (!answer.ok || (before && before.askedAt > askedAt)) return
    kept.delete(key)
    kept.set(key, { answer, askedAt })
    if (kept.size > atMost) kept.delete(kept.keys().next().value ?? '')
  }

  async function askNow(key: string, ask: () => Promise<Answer<T>>) {
    const askedAt = performance.now()
    const answer = await ask()
    keep(key, answer, askedAt)
    return answer
  }

  return (key, ask, { since } = {}) => {
    const known = kept.get(key)
    if (known && known.askedAt >= (since ?? performance.now() - seconds * 1000)) {
      // A Map remembers the order of setting: the one at the front was used longest ago.
      kept.delete(key)
      kept.set(key, known)
      return Promise.resolve(known.answer)
    }
    if (since !== undefined) return askNow(key, ask)
    // Two turns of one person at once, as Teams likes to send them, are one question.
    const running = asking.get(key) ?? askNow(key, ask).finally(() => asking.delete(key))
    asking.set(key, running)
    return running
  }
}
