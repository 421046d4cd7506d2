// What is answered beside the turns: presses on notices, dialogs, buttons in the helpdesk channel. Held to the measure of turns (security.md P14).
import { randomUUID } from 'node:crypto'
import type { Deps } from '../deps.ts'
import type { Speaker } from '../teams/teams.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { refusalText } from './tongue.ts'
import * as turns from './turn-store.ts'

/** Counted side by side, all would see the same count. */
const counted = oneAtATime()

export type Beside = ReturnType<typeof createBeside>

/**
 * Does the work of a press, unless the presser had too many lately. Work that comes to nothing was that of a turn, which counts itself.
 * Verbs in `urgent` have a measure of their own: whoever floods with somebody's session does not keep them from pressing those.
 */
export function createBeside({ db, settings }: Pick<Deps, 'db' | 'settings'>, urgent: readonly string[] = []) {
  return async <Answer>({ employeeId, locale = 'en' }: Speaker, verb: string, work: () => Promise<Answer>) => {
    const id = randomUUID()
    const alone = urgent.includes(verb) ? verb : undefined
    if (!(await counted(employeeId, () => turns.countBeside(db, id, employeeId, alone))))
      return { refused: 403 as const, why: refusalText(settings, locale, 'too-often') }
    const answer = await work()
    if (answer === undefined) await turns.uncount(db, id)
    return answer
  }
}
