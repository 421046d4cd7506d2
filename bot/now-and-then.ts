import type { Log } from './deps.ts'

const everyMs = 60_000

/** Says the first of its kind, and then once a minute how many there were: a flood must not fill the log. Kinds are few and fixed. */
export function nowAndThen(log: Log, text: string): (why: string) => void {
  const kinds = new Map<string, { saidAt: number; since: number }>()
  return (why) => {
    const { saidAt, since } = kinds.get(why) ?? { saidAt: Number.NEGATIVE_INFINITY, since: 0 }
    const say = performance.now() - saidAt >= everyMs
    if (say) log.warn({ why, times: since + 1 }, text)
    kinds.set(why, say ? { saidAt: performance.now(), since: 0 } : { saidAt, since: since + 1 })
  }
}
