// Around everything that organisers press: who they are is asked of Entra first. No answer is nobody's fault, and nothing is done.
import { waveUnread } from '../../cards/desk/wave-list.ts'
import type { Answering, Reply, Turn } from '../conversation/turn.ts'
import type { Deps } from '../deps.ts'
import { type Roles, refused, rolesOf } from './roles.ts'

export type Work = (turn: Turn, roles: Roles) => Promise<Reply>

/** `unread`: what is said when Entra does not tell who they are; the press can be made again from there. */
export const organising =
  (deps: Deps, work: Work, unread: Answering = cannotSee): Answering =>
  async (turn) => {
    const roles = await rolesOf(deps, turn.person)
    if (roles === undefined) return unread(turn)
    if (!roles.organiser && !roles.approver) await refused(deps, turn.person, 'not-an-organiser')
    return work(turn, roles)
  }

/** A card of its own, for a press counts once on each card: from here they come back to the wave, and may press again. */
export const cannotSee: Answering = async ({ about, choice }) => {
  const wave = about?.split(' ')[0] ?? choice
  return { card: 'waveUnread', about: wave, draw: (reader) => waveUnread(reader, { wave }) }
}
