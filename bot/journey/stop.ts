// Class S: coaching stops, and the right people hear of it. Nothing here leads anybody on to a passkey.
import { stopped as drawStopped } from '../../cards/trouble.ts'
import * as audit from '../audit/audit.ts'
import { also } from '../conversation/also.ts'
import type { Answering, Person, Reply } from '../conversation/turn.ts'
import type { Queryable } from '../database/database.ts'
import type { Deps } from '../deps.ts'
import { load, type Progress, type Stopped, save } from './progress-store.ts'

/** Why somebody has to look; the last three stop no journey by themselves. */
export type Alarm = Stopped | 'secret' | 'someone-else' | 'orders'

/** Of what stops nobody there is a record, and nobody is woken for it. */
const wakesNobody: readonly Alarm[] = ['secret', 'someone-else', 'orders']

/**
 * Security learns that an account may be in danger, once a day for the same: with a code for the reason and never a word of what was written.
 * Decided in the transaction of the stop; bot/escalation/alarm.ts rings.
 */
export async function raiseAlarm(deps: Pick<Deps, 'jobs' | 'log'>, tx: Queryable, who: Person['id'], why: Alarm): Promise<void> {
  deps.log.warn({ why }, 'somebody has to look at an account; the audit and the alarm say which')
  const day = new Date().toISOString().slice(0, 10)
  if (!wakesNobody.includes(why)) await deps.jobs.send(tx, 'escalation.account-in-danger', { employeeId: who, why, day }, 0)
  const actor = why === 'risk' ? ({ kind: 'unlock' } as const) : ({ kind: 'employee', id: who } as const)
  await audit.append(tx, { actor, verb: 'coaching-stopped', subject: who, reason: why })
}

/** Stops, and goes on stopping whatever is pressed or written: see `walk` and `unlessStopped`. */
export const stop =
  (deps: Deps, why: Stopped): Answering =>
  async ({ person }) =>
    stopReply(deps, person, await load(deps.db, person.id), why)

export function stopReply(deps: Deps, person: Person, progress: Progress, why: Stopped): Reply {
  const { helpdesk } = deps.settings.company
  return {
    card: 'stopped',
    about: why,
    draw: (reader) => drawStopped(reader, { why, helpdesk }),
    alongside: async (tx) => {
      await save(tx, person.id, { ...progress, stopped: why, watch: progress.watch + 1, watchUntil: undefined })
      if (progress.stopped !== why) await raiseAlarm(deps, tx, person.id, why)
    },
  }
}

/** Stops in the same transaction in which `asking` calls somebody who can make the account safe; its card is what they read. */
export const stopping =
  (deps: Deps, why: Stopped, asking: Answering): Answering =>
  async (turn) => {
    const { alongside } = stopReply(deps, turn.person, await load(deps.db, turn.person.id), why)
    return also(await asking(turn), async (tx) => alongside?.(tx))
  }

/** Answers as before, and puts on record what was tried. */
export const alarming =
  (deps: Deps, why: Alarm, answering: Answering): Answering =>
  async (turn) =>
    also(await answering(turn), (tx) => raiseAlarm(deps, tx, turn.person.id, why))
