// Giving a request to a colleague by name. Whoever gets it is looked at as if they had taken it themselves.
import * as cards from '../../cards/desk/desk.ts'
import * as people from '../conversation/person-store.ts'
import type { Deps } from '../deps.ts'
import type { EmployeeId } from '../people.ts'
import { barred, isAgent, isForOwnHelpdesk, rolesOf } from './agents.ts'
import { nameOf } from './ask.ts'
import { mine } from './desk.ts'
import { isOneOf } from './second-person.ts'

const mostOnCard = 12

export const handOver = (deps: Deps) =>
  mine(deps, async (at) => {
    const colleagues = await colleaguesOf(deps, at.agent.id)
    if (!colleagues) return at.show({ unread: 'unavailable' })
    const agents = await Promise.all(colleagues.map(async (id) => ({ id, name: await nameOf(deps, id) })))
    return { card: 'handOver', about: at.turn.about, draw: (reader) => cards.handOver(reader, { agents }) }
  })

/** Those of the helpdesk who have a chat with us, who was here last first. Undefined: Entra gave no answer. */
async function colleaguesOf({ db, entra, settings }: Deps, agentId: EmployeeId): Promise<EmployeeId[] | undefined> {
  const groups = [settings.groups.helpdesk, settings.groups.privilegedHelpdesk].filter((group) => group !== undefined)
  const members = await Promise.all(groups.map((group) => entra.members(group)))
  if (members.some(({ ok }) => !ok)) return undefined
  const ids = new Set(members.flatMap((answer) => (answer.ok ? answer.value : [])))
  ids.delete(agentId)
  return people.reachableOf(db, [...ids], mostOnCard)
}

export const handTo = (deps: Deps) =>
  mine(deps, async (at) => {
    const { escalation } = at
    const to = at.turn.choice ?? ''
    if (!(await colleaguesOf(deps, at.agent.id))?.includes(to)) return at.show({ refused: 'not-a-colleague' })
    const roles = await rolesOf(deps, to)
    if (!isAgent(roles)) return at.show({ refused: 'not-a-colleague' })
    if (isForOwnHelpdesk(roles, escalation.tier)) return at.refuse('supplier')
    // Who approved does not make the pass as well (security.md T3).
    const part = await isOneOf(deps, to, [escalation.approvedBy])
    if (part !== undefined) return part === 'unread' ? at.show({ unread: 'unavailable' }) : at.refuse(part)
    const bar = await barred(deps, to, escalation.employeeId)
    // Why it is nobody else's business: it is about the colleague's own account.
    if (bar === 'agent-risk') return at.show({ refused: 'not-a-colleague' })
    if (bar !== undefined) return bar === 'unread' ? at.show({ unread: 'unavailable' }) : at.refuse(bar)
    // The one who gets it sees it in their own chat; if that fails, their list has it.
    return at.move('request-handed-over', { changes: { claimedBy: to }, tells: 'taken' })
  })
