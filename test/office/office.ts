// The office with the real bot in it, a browser in front, and seats at its page: what every test here starts from.
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import type { TeamsOn } from '../sample-company/office-api.ts'
import { openBrowser } from '../support/browser.ts'
import { openStage, type Stage, type StageOptions } from '../support/stage.ts'
import { Seat, type Sight } from './seat.ts'

/** Opens for the tests of a file, as on the first day for each; a page that complains fails the test. */
export function openOffice(options?: StageOptions) {
  let stage: Stage
  let browser: Browser
  let seats: Seat[] = []
  beforeAll(async () => {
    stage = await openStage(options)
    browser = await openBrowser()
  })
  beforeEach(() => stage.reset())
  afterEach(async () => {
    const complaints = seats.flatMap((seat) => seat.complaints)
    for (const seat of seats) await seat.leave()
    seats = []
    expect(complaints, 'what the page complained of').toEqual([])
  })
  afterAll(async () => {
    await browser?.close()
    await stage?.close()
  })
  return {
    async sit(name: string, on: TeamsOn, sight?: Sight): Promise<Seat> {
      const seat = await Seat.take(browser, stage.company, name, on, sight)
      seats.push(seat)
      return seat
    },
  }
}
