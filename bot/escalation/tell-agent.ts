// What others, or time, did to a request is told to the agent who holds it, in their own chat: nobody has to look.
import { besideCase } from '../../cards/desk/beside.ts'
import * as messages from '../conversation/message-store.ts'
import * as people from '../conversation/person-store.ts'
import { tell } from '../conversation/tell.ts'
import { Overtaken } from '../conversation/turn.ts'
import type { Deps } from '../deps.ts'
import type { EmployeeId } from '../people.ts'
import { isAgent, rolesOf } from './agents.ts'
import { aboutCase, caseReply, readAbout } from './case.ts'
import type { Lead } from './change.ts'
import type { Escalation } from './escalation.ts'
import * as store from './escalation-store.ts'

/** Only as long as it is so: whatever moved it since has been told, or is the agent's own deed. */
export const tellAgent = (deps: Deps) => async (data: object) => {
  const { id, version, lead } = data as { id: string; version: number; lead: Lead }
  const { db } = deps
  const escalation = await store.load(db, id)
  const agent = escalation?.claimedBy
  if (!agent || escalation.version !== version) return
  const key = `agent ${lead} ${version}`
  if (await store.wasTold(db, id, key)) return
  const roles = await rolesOf(deps, agent)
  if (!roles) throw new Error('the roles of an agent could not be read')
  // Who left the helpdesk with a request in hand reads no more of it.
  if (!isAgent(roles)) return void (await store.nowTold(db, id, key))
  const live = await messages.newest(db, agent)
  if (live && hasSeen(live, escalation, lead)) return void (await store.nowTold(db, id, key))
  if (live && isAtAnother(live, id)) return sayBeside(deps, agent, escalation, lead, key)
  const said = await tell(deps, agent, async () => {
    const now = await messages.newest(db, agent)
    if ((now && hasSeen(now, escalation, lead)) || (await store.wasTold(db, id, key))) return undefined
    const reply = await caseReply(deps, escalation, agent, { lead })
    return {
      ...reply,
      alongside: async (tx) => {
        if (!(await store.nowTold(tx, id, key))) throw new Overtaken()
      },
    }
  })
  // Nobody to tell: it is not tried each minute.
  if (said === 'no-chat') await store.nowTold(db, id, key)
}

/** They pressed "Look again" in the same moment. What time alone changed leaves the request at its version. */
function hasSeen({ about, writtenAt }: messages.Message, escalation: Escalation, lead: Lead): boolean {
  const since = lead === 'told-now' ? escalation.noticedAt : lead === 'wait-over' ? escalation.waitUntil : undefined
  return about === aboutCase(escalation) && (!since || writtenAt > since)
}

/** In the middle of helping somebody else: that card must not step aside. */
function isAtAnother({ about, offers }: messages.Message, id: string): boolean {
  const { id: other, version } = readAbout(about)
  return offers.length > 0 && Number.isInteger(version) && other !== id
}

/** One line below it, with what to write to see more. Twice, at most, when the process dies in between. */
async function sayBeside({ db, messenger }: Deps, agent: EmployeeId, escalation: Escalation, lead: Lead, key: string): Promise<void> {
  const place = await people.addressOf(db, agent)
  const sent = place && (await messenger.post(place, { type: 'message', text: besideCase(escalation, lead) }))
  if (sent && !sent.ok && sent.why === 'busy') throw new Error(`an agent was not told of request ${escalation.number}`)
  await store.nowTold(db, escalation.id, key)
}
