// One batch of a wave, from taken to settled. Every recipient of it leaves with an outcome.
import * as audit from '../audit/audit.ts'
import { newestServiceUrl } from '../conversation/where-teams-is.ts'
import type { Deps } from '../deps.ts'
import type { BulkSent } from '../teams/bulk.ts'
import type { Draw } from './announce.ts'
import type { Delivery, Outcome } from './delivery-store.ts'
import * as deliveries from './delivery-store.ts'
import { mostCopies, outcomeOf, putBack, skipped } from './outcome.ts'
import type { Pace } from './pace.ts'
import { type Paced, reach, type Way } from './reach.ts'
import { brokenSeal } from './seal.ts'
import type { Wave } from './wave.ts'
import * as waves from './wave-store.ts'
import { weather } from './weather.ts'

/** Longer in the row than that, and the lease would end first. */
const longestWaitMs = 15_000
const entraPauseSeconds = 30

/** What a process sends with. */
export interface Tools {
  draw: Draw
  pace: Pace
}

export async function sendBatch(deps: Deps, tools: Tools, waveId: string, batch: Delivery[]): Promise<void> {
  const { db } = deps
  const wave = await waves.load(db, waveId)
  const broken = wave ? await brokenSeal(db, wave, [...new Set(batch.map(({ chunk }) => chunk))]) : 'gone'
  if (!wave || broken) {
    await deliveries.settle(
      db,
      batch.map((each) => putBack(each, 0)),
    )
    return halt(deps, waveId, broken ?? 'gone')
  }
  const unwanted = batch.flatMap((each) => unasked(each) ?? [])
  const wanted = batch.filter((each) => unasked(each) === undefined)
  const here = wanted.length > 0 ? await deps.directory.stillHere(wanted.map(({ employeeId }) => employeeId)) : undefined
  if (here && !here.ok) {
    // Who left must not be written to, and nobody says who did: better late.
    const seconds = here.retryAfterSeconds ?? entraPauseSeconds
    return deliveries.settle(db, [...unwanted, ...wanted.map((each) => putBack(each, seconds))])
  }
  const present = wanted.filter(({ employeeId }) => here?.value.has(employeeId))
  const left = wanted.filter((each) => !present.includes(each)).map((each) => skipped(each, 'left'))
  await deliveries.settle(db, [...unwanted, ...left])
  if (present.length > 0) await sendPresent(deps, tools, wave, await withTeams(deps, present))
}

/** Whoever was never met is reached where Teams is for the others: asked once for all of a batch. */
async function withTeams({ db }: Deps, present: Delivery[]): Promise<Delivery[]> {
  if (present.every(({ serviceUrl }) => serviceUrl)) return present
  const newest = await newestServiceUrl(db)
  return present.map((each) => ({ ...each, serviceUrl: each.serviceUrl || newest }))
}

/** Asked for no message, or needs none; one that was begun twice by processes that died is given up instead of shown a third time. */
function unasked(each: Delivery): Outcome | undefined {
  if (each.copies > mostCopies) return { id: each.id, attempts: each.attempts, state: 'unknown', why: 'process-died', undone: true }
  if (each.done) return skipped(each, 'done')
  return each.quiet ? skipped(each, each.quiet) : undefined
}

async function sendPresent(deps: Deps, tools: Tools, wave: Wave, present: Delivery[]): Promise<void> {
  const { db } = deps
  const waitMs = await tools.pace.reserve(present.length)
  if (waitMs > longestWaitMs)
    return deliveries.settle(
      db,
      present.map((each) => putBack(each, waitMs / 1000)),
    )
  const tried = await Promise.all(
    present.map(async (each, index) => {
      const answered = await tools.pace.turn(waitMs, index)
      const sent = await tryOne(deps, tools, wave, each, answered)
        // The others of the batch were written to, and that has to be settled.
        .catch((error): BulkSent => {
          deps.log.error({ error: String(error) }, 'a recipient could not be tried')
          return { ok: false, why: 'unclear', code: 'failed' }
        })
        .finally(answered)
      return { each, sent }
    }),
  )
  await deliveries.settle(
    db,
    tried.map(({ each, sent }) => outcomeOf(each, sent)),
    wave.words,
  )
  await weather(
    deps,
    tried.map(({ sent }) => sent),
  )
  if (tried.some(({ sent }) => !sent.ok && sent.why === 'not-us')) await halt(deps, wave.id, 'not-us')
}

async function tryOne(deps: Deps, { draw, pace }: Tools, wave: Wave, to: Delivery, answered: () => void): Promise<BulkSent> {
  const { activity } = draw(wave, to)
  const { conversationId, serviceUrl, installed } = to
  const known: Way | undefined = installed && conversationId && serviceUrl ? { conversationId, serviceUrl } : undefined
  const first = known && (await deps.bulk.post(known, activity))
  if (first && (first.ok || (first.why !== 'gone' && first.why !== 'not-installed'))) return first
  // Its place is given back before others are asked for: at a low pace there may be no other.
  answered()
  // Never met, or what we knew of them is out of date: certainly nothing was shown. Put right, once, on the spot.
  const paced: Paced = async (request) => {
    const waitMs = await pace.reserve(1)
    if (waitMs > longestWaitMs) return { ok: false, why: 'busy', code: 'nobody-sends', retryAfterSeconds: waitMs / 1000 }
    const over = await pace.turn(waitMs, 0)
    return request().finally(over)
  }
  const reached = await reach(deps, wave, to, paced)
  if (!reached.ok) return reached
  return paced(() => deps.bulk.post(reached.way, activity))
}

/** Something is wrong with the wave itself, or with us. Nobody else is written to until a person has looked. */
async function halt({ db, log }: Deps, waveId: string, why: string): Promise<void> {
  log.error({ wave: waveId, why }, 'a wave was halted')
  await db.transaction(async (tx) => {
    if (!(await waves.step(tx, waveId, ['running'], 'paused', why))) return
    await audit.append(tx, { actor: { kind: 'unlock' }, verb: 'wave-halted', reason: why, detail: { wave: waveId } })
  })
}
