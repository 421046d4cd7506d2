// The sender: takes what is due, batch by batch, as long as the process lives. Any number of processes do the same.
import { setTimeout as pause } from 'node:timers/promises'
import type { Deps } from '../deps.ts'
import { createDraw } from './announce.ts'
import * as deliveries from './delivery-store.ts'
import { createPace } from './pace.ts'
import { sendBatch } from './send-batch.ts'
import { tick } from './tick.ts'

export interface Sender {
  /** A wave is being sent. */
  isRunning(): boolean
  /** Lets the batches in hand come to their end. */
  stop(): Promise<void>
}

const idleMs = 1000
const tickMs = 1000
/** How long one place is worked at before the others are looked at again. */
const stayMs = 2000

/** A batch lasts an eighth of a second at the set pace: so much at most is in doubt when a process dies. */
const batchSize = (perSecond: number) => Math.min(60, Math.max(1, Math.ceil(perSecond / 8)))
const laneCount = (perSecond: number) => (perSecond > 200 ? 4 : 2)

export function startSender(deps: Deps): Sender {
  const over = new AbortController()
  const { perSecond } = deps.settings.waves
  const tools = { draw: createDraw(deps.settings), pace: createPace(deps.db, perSecond) }
  let running = false
  const sleep = (ms: number) => pause(ms, undefined, { signal: over.signal }).catch(() => undefined)

  async function round(): Promise<boolean> {
    const places = await deliveries.work(deps.db, deps.settings)
    running = places.length > 0
    // Any of them: side by side, processes and waves get on evenly.
    const place = places[Math.floor(Math.random() * places.length)]
    if (!place) return false
    for (const endsAt = performance.now() + stayMs; performance.now() < endsAt && !over.signal.aborted; ) {
      const batch = await deliveries.take(deps.db, place.waveId, place.zone, batchSize(perSecond))
      if (batch.length === 0) break
      await sendBatch(deps, tools, place.waveId, batch)
    }
    return true
  }

  async function forever(work: () => Promise<boolean>, ms: number) {
    while (!over.signal.aborted) {
      const busy = await work().catch((error) => {
        if (!over.signal.aborted) deps.log.error({ error: String(error) }, 'sending stopped for a moment')
        return false
      })
      if (!busy) await sleep(ms)
    }
  }

  const lanes = Array.from({ length: laneCount(perSecond) }, () => forever(round, idleMs))
  const ticking = forever(() => tick(deps).then(() => false), tickMs)
  return {
    isRunning: () => running,
    async stop() {
      over.abort()
      await Promise.all([...lanes, ticking])
    },
  }
}
