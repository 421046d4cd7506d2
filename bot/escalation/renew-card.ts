// The dialog that makes a pass stands beside the card that opened it, which would go on asking whether to make one. In its place the agent
// reads the request as it is by now.
import * as messages from '../conversation/message-store.ts'
import { tell } from '../conversation/tell.ts'
import type { Deps } from '../deps.ts'
import { isAgent, rolesOf } from './agents.ts'
import { aboutCase, caseReply, readAbout } from './case.ts'
import * as store from './escalation-store.ts'

interface Moved {
  id: string
  version: number
}

/** Safe to run twice. Only as long as it is so: whatever moved it since tells the agent, renews the card itself, or is their own deed. */
export const renewCard = (deps: Deps) => async (data: object) => {
  const to = data as Moved
  const holder = (await behind(deps, to))?.agent
  if (!holder) return
  const roles = await rolesOf(deps, holder)
  if (!roles) throw new Error('the roles of an agent could not be read')
  // Who left the helpdesk with a request in hand reads no more of it.
  if (!isAgent(roles)) return
  await tell(deps, holder, async () => {
    const now = await behind(deps, to)
    return now?.agent === holder ? { ...(await caseReply(deps, now.escalation, holder)), onto: now.card } : undefined
  })
}

/** The newest card of the agent who holds the request, when it asks whether to make the pass of a request that has moved on since. */
async function behind({ db }: Deps, { id, version }: Moved) {
  const escalation = await store.load(db, id)
  const agent = escalation?.claimedBy
  if (!agent || escalation.version !== version) return undefined
  const card = await messages.newest(db, agent)
  if (card?.card !== 'beforePass' || !card.activityId) return undefined
  return readAbout(card.about).id === id && card.about !== aboutCase(escalation) ? { escalation, agent, card } : undefined
}
