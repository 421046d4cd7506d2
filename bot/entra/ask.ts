// From a GET to an Answer: breaker, gates, one repeat, and what each failure means.
import { z } from 'zod'
import { type BreakerSettings, createBreaker } from './breaker.ts'
import type { Answer, NoAnswer } from './entra.ts'
import { type Backoff, createGate, type Gate, type Limit } from './gate.ts'
import type { Get, Lost, Reply } from './get.ts'
import type { TimeLeft } from './time-left.ts'

/** Calls that Graph throttles together (graph.md §3). */
export type Family = 'authenticationMethods' | 'directory' | 'policy' | 'identityProtection'

export interface Read<T> {
  family: Family
  path: string
  /** The path without anything about a person, for the log. */
  template: string
  shape: z.ZodType<T, z.ZodTypeDef, unknown>
  /** Nobody waits for it. */
  background?: boolean
  /** A 404 of Graph's own is an answer like others: there is none. */
  mayBeAbsent?: boolean
}

export type Ask = <T>(read: Read<T>, time: TimeLeft) => Promise<Answer<T>>

export interface Log {
  warn(fields: Record<string, unknown>, message: string): void
}

export interface AskSettings {
  authenticationMethods: Limit
  identityProtection: Limit
  throttled: Backoff
  breaker: BreakerSettings
}

type Outcome = Reply | Lost | { lost: 'left-alone' }

/** An outage on its way through the breaker, which counts rejections. */
class Outage extends Error {
  readonly outcome: Outcome
  constructor(outcome: Outcome) {
    super('Microsoft Graph is not answering')
    this.outcome = outcome
  }
}

const repeatAfterMs = 200
/** A repeat with less time than this would only keep the person waiting. */
const repeatNeedsMs = 300

export function createAsk(
  get: Get,
  { authenticationMethods, identityProtection, throttled, breaker: limits }: AskSettings,
  log?: Log,
): Ask {
  const breaker = createBreaker(limits, (open) => log?.warn({ open }, open ? 'Graph is left alone for a while' : 'Graph answers again'))
  const gates: Record<Family, Gate> = {
    authenticationMethods: createGate(throttled, authenticationMethods),
    directory: createGate(throttled),
    policy: createGate(throttled),
    identityProtection: createGate(throttled, identityProtection),
  }

  /** A GET may be asked twice, once, for a passing fault; never when the answer was "later" and later is too late. */
  async function getTwice({ path, family }: Read<unknown>, time: TimeLeft): Promise<Outcome> {
    const first = await get(path, time)
    if (!isPassing(first)) return first
    const pauseMs = 'status' in first ? (first.retryAfterSeconds ?? repeatAfterMs / 1000) * 1000 : repeatAfterMs
    if (time.ms() < pauseMs + repeatNeedsMs) return first
    await time.pause(pauseMs)
    return (await gates[family].enter(time)) === 0 ? get(path, time) : first
  }

  async function outcomeOf(read: Read<unknown>, time: TimeLeft): Promise<Outcome> {
    try {
      return await breaker.run(async () => {
        const outcome = await getTwice(read, time)
        if ('lost' in outcome || outcome.status >= 500) throw new Outage(outcome)
        return outcome
      })
    } catch (error) {
      if (error instanceof Outage) return error.outcome
      if (breaker.refused(error)) return { lost: 'left-alone' }
      throw error
    }
  }

  return async <T>(read: Read<T>, time: TimeLeft): Promise<Answer<T>> => {
    if (breaker.isOpen()) return { ok: false, why: 'unavailable' }
    const gate = gates[read.family]
    const waitSeconds = await gate.enter(time, read.background)
    if (waitSeconds > 0) return { ok: false, why: 'throttled', retryAfterSeconds: waitSeconds }

    const outcome = await outcomeOf(read, time)
    if ('lost' in outcome) return no('unavailable', { lost: outcome.lost })
    if (outcome.status !== 429) gate.answered()
    if (outcome.status === 200) {
      const seen = read.shape.safeParse(outcome.body)
      if (seen.success) return { ok: true, value: seen.data }
      return no('unavailable', {
        ...outcome,
        unexpected: seen.error.issues.slice(0, 3).map(({ path, code }) => `${path.join('.')}: ${code}`),
      })
    }
    if (outcome.status === 429) outcome.retryAfterSeconds = gate.refused(outcome.retryAfterSeconds)
    const error = errorOf(outcome.body)
    return no(meaning(outcome.status, error.code), { ...outcome, code: error.code, requestId: outcome.requestId ?? error.requestId })

    function no(why: NoAnswer, seen: Partial<Reply> & { lost?: string; code?: string; unexpected?: string[] }): Answer<T> {
      const { status, code, lost, unexpected, retryAfterSeconds } = seen
      const requestId = plain(seen.requestId)
      if (!(why === 'not-found' && read.mayBeAbsent))
        log?.warn({ why, status, code, lost, unexpected, requestId, path: read.template }, 'no answer from Graph')
      return { ok: false, why, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }), ...(requestId ? { requestId } : {}) }
    }
  }
}

const isPassing = (outcome: Outcome) => ('lost' in outcome ? outcome.lost === 'dropped' : outcome.status === 503 || outcome.status === 504)

/** Statuses and codes of graph.md §1 and §4.5. */
export function meaning(status: number, code: string | undefined): NoAnswer {
  if (status === 403 && code === 'Authentication_RequestFromNonPremiumTenantOrB2CTenant') return 'unlicensed'
  if (status === 401 || status === 403) return 'forbidden'
  if (status === 429) return 'throttled'
  // Only Graph's own 404 speaks of the person; a proxy's, or a wrong address, does not.
  if (status === 404 && code) return 'not-found'
  return 'unavailable'
}

const envelope = z.object({
  error: z.object({ code: z.string(), innerError: z.object({ 'request-id': z.string() }).optional().catch(undefined) }),
})

export function errorOf(body: unknown): { code?: string; requestId?: string } {
  const { data } = envelope.safeParse(body)
  return { code: plain(data?.error.code), requestId: data?.error.innerError?.['request-id'] }
}

/** What came over the wire goes into logs only as a short plain word. */
export const plain = (text: string | undefined) => (text && /^[\w.-]{1,100}$/.test(text) ? text : undefined)
