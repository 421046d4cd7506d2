// The two buttons in the helpdesk channel. What is worked on is worked on in the agent's own chat: others read along here.
import { channelNote } from '../../cards/desk/desk.ts'
import { tell } from '../conversation/tell.ts'
import type { Deps } from '../deps.ts'
import type { Answer, HeardInChannel, Speaker } from '../teams/teams.ts'
import { isAgent, rolesOf } from './agents.ts'
import { aboutCase, caseReply } from './case.ts'
import { claim } from './desk.ts'
import type { Escalation } from './escalation.ts'
import * as store from './escalation-store.ts'

export const inChannel =
  (deps: Deps) =>
  async (speaker: Speaker, heard: HeardInChannel): Promise<Answer> => {
    // A client that draws the card anew asks by itself: everybody's card is true already.
    if (heard.kind === 'refresh') return { nothing: true }
    const escalation = await store.byCard(deps.db, heard.cardId)
    if (!escalation) return { refused: 403, why: 'This works in your own chat only.' }
    const roles = await rolesOf(deps, speaker.employeeId)
    if (roles === undefined) return note('cannot-see')
    if (!isAgent(roles)) return note('not-yours')
    // The post that carries it, as we know it: a copy elsewhere does nothing (security.md C3).
    const elsewhere = escalation.cardAt !== undefined && heard.onActivityId !== escalation.cardAt
    if (elsewhere && !(await store.isCopy(deps.db, escalation.id, heard.onActivityId)))
      return { refused: 403, why: 'This card stands somewhere else.' }
    if (heard.verb === 'escalation.look') return openInChat(deps, speaker, escalation, 'opened')
    if (heard.verb === 'escalation.claim') return take(deps, speaker, escalation)
    return { refused: 400, why: 'This card has no such button.' }
  }

const note = (which: Parameters<typeof channelNote>[1], agent?: string): Answer => ({
  card: channelNote({ cardId: '', locale: 'en' }, which, agent).json,
})

/** Claimed by the very handler of the agent's own chat, so that it can be done in one way only. */
async function take(deps: Deps, speaker: Speaker, escalation: Escalation): Promise<Answer> {
  if (escalation.state !== 'open') return openInChat(deps, speaker, escalation, 'opened')
  const about = aboutCase(escalation)
  const said = await tell(deps, speaker.employeeId, (person) => claim(deps)({ person, client: speaker.client, about }))
  if (said !== 'said') return note('no-chat')
  const after = await store.load(deps.db, escalation.id)
  return note(after?.claimedBy === speaker.employeeId ? 'mine-now' : 'opened')
}

async function openInChat(deps: Deps, { employeeId }: Speaker, escalation: Escalation, done: 'opened'): Promise<Answer> {
  const said = await tell(deps, employeeId, () => caseReply(deps, escalation, employeeId))
  return note(said === 'said' ? done : 'no-chat')
}
