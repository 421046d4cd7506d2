// What the one who asked is told about their request without asking: that somebody has it, what they are asked, that it is closed or open again.
import * as cards from '../../cards/request.ts'
import { tell } from '../conversation/tell.ts'
import { Overtaken } from '../conversation/turn.ts'
import type { Deps } from '../deps.ts'
import { nameOf } from './ask.ts'
import type { Told } from './change.ts'
import type { Escalation } from './escalation.ts'
import * as store from './escalation-store.ts'

/** `reopened`: only as long as nobody has taken it again, which is told as well. */
type Telling = Told | 'reopened'

/** What each telling is called on the card; `closed` is told by its outcome. */
const stateOf: Record<Exclude<Telling, 'closed'>, cards.RequestState> = {
  reopened: 'reopened',
  taken: 'taken',
  question: 'question',
  'get-ready': 'get-ready',
  'pass-made': 'pass-made',
  'pass-unused': 'pass-unused',
  stopped: 'stopped',
}

/** What nobody needs to read any more: an answer to it would lead nowhere. */
const isOver = (what: Telling, { state }: Escalation) =>
  (what === 'reopened' && state !== 'open') || (what === 'question' && state === 'closed')

/**
 * Several of these jobs may run at once, and one that failed runs late: what is older than what the person has read already is left out, save a
 * question, which nobody would ask again.
 */
export const tellOwner = (deps: Deps) => async (data: object) => {
  const { id, version, what } = data as { id: string; version: number; what: Telling }
  const { db, settings } = deps
  const escalation = await store.load(db, id)
  if (!escalation || isOver(what, escalation)) return
  const [agent, lines] = await Promise.all([nameOf(deps, escalation.claimedBy), store.linesOf(db, id)])
  const state = what === 'closed' ? cards.stateFor(escalation) : stateOf[what]
  const question = what === 'question' ? lines.findLast(({ saidBy }) => saidBy === 'helpdesk')?.words : undefined
  const key = `${what} ${version}`
  await tell(deps, escalation.employeeId, async (person) => {
    if ((await store.wasTold(db, id, key)) || (what !== 'question' && (await store.ownerTold(db, id)) > version)) return undefined
    const view = { ...escalation, state, helpdesk: settings.company.helpdesk, agent, question, timezone: person.timeZone }
    return {
      card: 'request',
      about: id,
      draw: (reader) => cards.request(reader, view),
      alongside: async (tx) => {
        // The job may run twice; the telling may not.
        if (!(await store.nowTold(tx, id, key))) throw new Overtaken()
      },
    }
  })
}
