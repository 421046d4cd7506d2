// A reminder needs nobody's approval when it is what was approved with its wave, to the letter.
import * as audit from '../audit/audit.ts'
import type { Queryable } from '../database/database.ts'
import { contentHash, sealOf } from './seal.ts'
import { reminderOf } from './wave.ts'
import * as waves from './wave-store.ts'

/**
 * Its recipients are found. What it says and whom it is for was approved with the wave it follows, if nobody changed it since;
 * then that approval is its own. Otherwise somebody has to approve it like any other.
 */
export async function approveReminder(tx: Queryable, id: string): Promise<void> {
  const reminder = await waves.load(tx, id)
  const wave = reminder?.nth && reminder.follows ? await waves.load(tx, reminder.follows) : undefined
  if (!reminder || !wave?.approvedBy || wave.state !== 'finished') return
  if (contentHash(reminder) !== contentHash(reminderOf(wave, reminder.nth))) return
  const seal = sealOf(reminder)
  if (!(await waves.approve(tx, reminder, wave.approvedBy, seal))) return
  await audit.append(tx, {
    actor: { kind: 'unlock' },
    verb: 'wave-approved',
    reason: 'reminder',
    detail: { wave: id, seal, people: reminder.people ?? 0 },
  })
}
