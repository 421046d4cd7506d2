// Once a second, in every process: starts what is due, stops what goes wrong, ends what is over, and shows it. Each step is guarded,
// so it does not matter who is first.
import * as audit from '../audit/audit.ts'
import type { Deps } from '../deps.ts'
import * as deliveries from './delivery-store.ts'
import { helpdeskIsFull } from './helpdesk.ts'
import { remindDue } from './remind.ts'
import { show } from './show.ts'
import type { Wave } from './wave.ts'
import * as waves from './wave-store.ts'

const showEverySeconds = 5
/** Of so many of the last that were tried, the share that failed is taken. */
const window = 200

export async function tick(deps: Deps): Promise<void> {
  // Whatever is wrong with one wave, the others go on.
  const each = (work: Promise<unknown>) =>
    work.catch((error) => deps.log.error({ error: String(error) }, 'a wave could not be looked after'))
  for (const id of await waves.dueToStart(deps.db)) await each(start(deps, id))
  for (const wave of await waves.list(deps.db, ['running'], 100)) await each(lookAfter(deps, wave))
  await each(remindDue(deps))
  await deliveries.giveUpCancelled(deps.db)
  for (const id of await waves.unseen(deps.db)) await each(showOne(deps, id, 0))
}

/** However many processes see that it is due, one of them starts it (security.md B5). */
export function start({ db }: Pick<Deps, 'db'>, id: string): Promise<boolean> {
  return db.transaction(async (tx) => {
    if (!(await waves.step(tx, id, ['approved'], 'running'))) return false
    await audit.append(tx, { actor: { kind: 'unlock' }, verb: 'wave-started', detail: { wave: id } })
    return true
  })
}

async function lookAfter(deps: Deps, wave: Wave): Promise<void> {
  const { db } = deps
  if (await deliveries.isOver(db, wave.id)) {
    await db.transaction(async (tx) => {
      if (!(await waves.step(tx, wave.id, ['running'], 'finished'))) return
      await audit.append(tx, { actor: { kind: 'unlock' }, verb: 'wave-finished', detail: { wave: wave.id } })
    })
    return
  }
  const { failedShare, after } = deps.settings.waves.stopAt
  const { tried, failed } = await deliveries.lately(db, wave.id, window)
  if (tried >= after && failed / tried >= failedShare) await pauseItself(deps, wave, 'many-failed')
  else if (await helpdeskIsFull(deps)) await pauseItself(deps, wave, 'helpdesk-full')
  else await showOne(deps, wave.id, showEverySeconds)
}

async function pauseItself({ db, log }: Deps, wave: Wave, why: string): Promise<void> {
  await db.transaction(async (tx) => {
    if (!(await waves.step(tx, wave.id, ['running'], 'paused', why))) return
    log.warn({ wave: wave.id, why }, 'a wave paused itself')
    await audit.append(tx, { actor: { kind: 'unlock' }, verb: 'wave-paused', reason: why, detail: { wave: wave.id } })
  })
}

async function showOne(deps: Deps, id: string, seconds: number): Promise<void> {
  if (await waves.dueToShow(deps.db, id, seconds)) await show(deps, id)
}
