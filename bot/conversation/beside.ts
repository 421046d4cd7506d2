// What is answered beside the turns: presses on notices, dialogs, buttons in the helpdesk channel. Held to the measure of turns (security.md P14).
import { randomUUID } from 'node:crypto'
import type { Deps } from '../deps.ts'
import type { PressedButton, SignInCarried, Speaker } from '../teams/teams.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { refusalText } from './tongue.ts'
import * as turns from './turn-store.ts'

/** Counted side by side, all would see the same count. */
const counted = oneAtATime()

export type Beside = ReturnType<typeof createBeside>

type Press = PressedButton & { signIn?: SignInCarried }

/** The same for the same press, however often it comes. */
export const pressKey = ({ cardId, verb, choice }: PressedButton) => `p:${cardId}:${verb}:${choice ?? ''}`

/**
 * Does the work of a press, unless the presser had too many lately. Work that comes to nothing was that of a turn, which counts itself.
 * A press that asks for a sign-in and the one that brings it are one, once the sign-in was good enough; until then each counts.
 * Verbs in `urgent` have a measure of their own: whoever floods with somebody's session does not keep them from pressing those.
 */
export function createBeside({ db, settings }: Pick<Deps, 'db' | 'settings'>, urgent: readonly string[] = []) {
  return async <Answer extends object | undefined>({ employeeId, locale = 'en' }: Speaker, press: Press, work: () => Promise<Answer>) => {
    const id = randomUUID()
    const alone = urgent.includes(press.verb) ? press.verb : undefined
    const key = pressKey(press)
    const brings = press.signIn ? { key } : {}
    if (!(await counted(employeeId, () => turns.countBeside(db, id, employeeId, { alone, ...brings }))))
      return { refused: 403 as const, why: refusalText(settings, locale, 'too-often') }
    const answer = await work()
    if (answer === undefined) await turns.uncount(db, id)
    else if ('signIn' in answer) await turns.waitsFor(db, id, key)
    else if (press.signIn && !('refused' in answer)) await turns.isOneWith(db, employeeId, key)
    return answer
  }
}
