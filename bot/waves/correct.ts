// Puts the new words where the old ones stand, chat by chat. A process that dies is followed by another that goes on with the rest.
import { deliver } from '../conversation/deliver.ts'
import * as messages from '../conversation/message-store.ts'
import type { Deps } from '../deps.ts'
import { createDraw } from './announce.ts'
import * as corrections from './correction-store.ts'
import { brokenSeal } from './seal.ts'
import { type Standing, throughStanding } from './standing.ts'
import { correctable } from './wave.ts'
import * as waves from './wave-store.ts'

const inHandSeconds = 5

export const correctAll = (deps: Deps) => async (data: object) => {
  const { waveId } = data as { waveId: string }
  const { db, bulk, jobs, log, settings } = deps
  const wave = await waves.load(db, waveId)
  if (!wave || !correctable.includes(wave.state)) return
  const broken = await brokenSeal(db, wave, [])
  if (broken) return log.error({ wave: waveId, why: broken }, 'the words of a wave are not what was approved: nobody gets them')
  const draw = createDraw(settings)
  // Looked at first: what a sender has in its hands now may stand in a chat by the time that all others are through.
  const inHand = await corrections.isInHand(db, waveId)
  const seconds = await throughStanding(deps, {
    waveId,
    // Newer words than these are the next job's.
    which: `d.words < w.words and w.words = ${wave.words} and d.words_why is null and w.state = any('{${correctable.join()}}')`,
    ask: (each) => bulk.replace(each, each.activityId, draw(wave, each).activity),
    async over(each, why) {
      await corrections.put(db, each.id, wave.words, why)
      if (why === undefined) await afterPress(deps, each)
    },
  })
  const again = seconds ?? (inHand ? inHandSeconds : undefined)
  if (again !== undefined) await jobs.send(db, 'waves.correct', { waveId }, again)
  else await waves.showAgain(db, waveId)
}

/** Pressed in the same moment: the step that stood there by then is put back over the announcement. */
async function afterPress(deps: Deps, { id, employeeId, activityId }: Pick<Standing, 'id' | 'employeeId' | 'activityId'>): Promise<void> {
  if (!(await messages.load(deps.db, id))) return
  await messages.putAgain(deps.db, employeeId, activityId)
  await deliver(deps, employeeId)
}
