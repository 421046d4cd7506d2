// One process's part of the pace: the places it reserved, and never more in any second than the pace allows, however late a timer is.
import { setTimeout as pause } from 'node:timers/promises'
import type { Queryable } from '../database/database.ts'
import type { Messenger } from '../teams/teams.ts'
import * as row from './pace-store.ts'

export interface Pace {
  /** Reserves `count` places; milliseconds until the first. */
  reserve(count: number): Promise<number>
  /** Resolves when the `index`th of them has come. To be told when the answer is there. */
  turn(waitMs: number, index: number): Promise<() => void>
}

/** Above that nothing is held back here: only a lifted ceiling is that high. */
const guardedUpTo = 1000

export function createPace(db: Queryable, perSecond: number): Pace {
  const most = Math.max(1, Math.round(perSecond * 1.01))
  const free: Promise<void>[] = []
  let next = 0

  /**
   * Teams counts a request when it arrives, which is at some time before its answer. So a place is free again one second after the
   * answer: then no second of theirs ever holds more than `most`, however late our timers and their network are.
   */
  async function enter(): Promise<() => void> {
    if (perSecond > guardedUpTo) return () => {}
    const { promise, resolve } = Promise.withResolvers<void>()
    const before = free[next]
    free[next] = promise
    next = (next + 1) % most
    await before
    return () => setTimeout(resolve, 1000).unref()
  }

  return {
    reserve: (count) => row.reserve(db, count, perSecond),
    async turn(waitMs, index) {
      const ms = waitMs + (index * 1000) / perSecond
      if (ms >= 1) await pause(ms)
      return enter()
    },
  }
}

/** Words to single people do not wait for waves: each of them moves the waves back by one place, while one is running. */
export function yielding(messenger: Messenger, db: Queryable, perSecond: number, isRunning: () => boolean): Messenger {
  const first = () => {
    if (isRunning()) row.giveWay(db, perSecond).catch(() => undefined)
  }
  return {
    ...messenger,
    post: (address, message) => {
      first()
      return messenger.post(address, message)
    },
    replace: (address, activityId, message) => {
      first()
      return messenger.replace(address, activityId, message)
    },
  }
}
