// The two buttons in the helpdesk channel. What is worked on is worked on in the agent's own chat: others read along here.
import { channelNote } from '../../cards/desk/desk.ts'
import * as messages from '../conversation/message-store.ts'
import { openChat } from '../conversation/open-chat.ts'
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
    if (roles === undefined) return note(heard, 'cannot-see', escalation)
    if (!isAgent(roles)) return note(heard, 'not-yours')
    // The post that carries it, as we know it: a copy elsewhere does nothing (security.md C3).
    const elsewhere = escalation.cardAt !== undefined && heard.onActivityId !== escalation.cardAt
    if (elsewhere && !(await store.isCopy(deps.db, escalation.id, heard.onActivityId)))
      return { refused: 403, why: 'This card stands somewhere else.' }
    if (heard.verb === 'escalation.look') return openInChat(deps, speaker, heard, escalation)
    if (heard.verb === 'escalation.claim') return take(deps, speaker, heard, escalation)
    return { refused: 400, why: 'This card has no such button.' }
  }

/** `again`: nothing came of it, so the buttons stay. What they see takes the place of the card until the channel is opened anew. */
const note = ({ cardId }: HeardInChannel, which: Parameters<typeof channelNote>[1], again?: Escalation): Answer => ({
  card: channelNote({ cardId, locale: 'en' }, which, again).json,
})

/** Claimed by the very handler of the agent's own chat, so that it can be done in one way only. */
async function take(deps: Deps, speaker: Speaker, heard: HeardInChannel, escalation: Escalation): Promise<Answer> {
  if (escalation.state !== 'open') return openInChat(deps, speaker, heard, escalation)
  const about = aboutCase(escalation)
  const said = await tellAgent(deps, speaker, (person) => claim(deps)({ person, client: speaker.client, about }))
  const after = await store.load(deps.db, escalation.id)
  if (after?.claimedBy !== speaker.employeeId) return note(heard, said ? 'opened' : 'no-chat', said ? undefined : after)
  return note(heard, said ? 'mine-now' : 'mine-unread')
}

async function openInChat(deps: Deps, speaker: Speaker, heard: HeardInChannel, escalation: Escalation): Promise<Answer> {
  const said = await tellAgent(deps, speaker, () => caseReply(deps, escalation, speaker.employeeId))
  return said ? note(heard, 'opened') : note(heard, 'no-chat', escalation)
}

/** False: they cannot read it, because they have no chat with us and we could not open one, or because Teams turned us away there. */
async function tellAgent(deps: Deps, speaker: Speaker, replyFor: Parameters<typeof tell>[2]): Promise<boolean> {
  const { employeeId } = speaker
  let said = await tell(deps, employeeId, replyFor)
  if (said === 'no-chat' && (await openChat(deps, speaker))) said = await tell(deps, employeeId, replyFor)
  return said === 'said' && (await messages.newest(deps.db, employeeId))?.state !== 'failed'
}
