// Reminders, approved together with their wave: those it reached who are not done are written to again, when so many days are over.
import { randomUUID } from 'node:crypto'
import * as audit from '../audit/audit.ts'
import type { Queryable } from '../database/database.ts'
import type { Deps } from '../deps.ts'
import { firstPage } from './gather.ts'
import { brokenSeal } from './seal.ts'
import { reminderOf, type Wave } from './wave.ts'
import * as waves from './wave-store.ts'

const by = { kind: 'unlock' } as const

/** Begins what is due. Who is done by then is found as for any wave, so somebody who was quicker than we know is left alone. */
export async function remindDue({ db, jobs, log }: Deps): Promise<void> {
  for (const id of await waves.dueToRemind(db)) {
    const wave = await waves.load(db, id)
    if (!wave) continue
    const broken = await brokenSince(db, wave)
    const reminder = randomUUID()
    await db.transaction(async (tx) => {
      if (broken) {
        if (!(await waves.step(tx, id, ['finished'], 'cancelled', broken))) return
        log.error({ wave: id, why: broken }, 'a wave was halted')
        return void (await audit.append(tx, { actor: by, verb: 'wave-halted', reason: broken, detail: { wave: id } }))
      }
      const nth = (await waves.reminders(tx, id)) + 1
      if (!(await waves.remind(tx, reminder, nth, reminderOf(wave, nth), wave))) return
      await jobs.send(tx, 'waves.gather', firstPage(reminder, 1), 0)
      await audit.append(tx, { actor: by, verb: 'wave-drafted', reason: 'reminder', detail: { wave: reminder } })
    })
  }
}

/** All of the wave, not some of it: whoever was slipped in among its recipients must not be written to by a reminder either. */
async function brokenSince(db: Queryable, wave: Wave): Promise<string | undefined> {
  const chunks = await db.query<{ chunk: number }>('select distinct chunk from deliveries where wave_id = $1', [wave.id])
  return brokenSeal(
    db,
    wave,
    chunks.map(({ chunk }) => chunk),
  )
}
