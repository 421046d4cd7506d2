// Two people of the same name: before anything is recorded the agent types the end of the number that the company has given to the one they
// speak with. It is never shown, so it cannot be read off the card (security.md T15). It proves nothing about who is there.
import { randomUUID } from 'node:crypto'
import * as cards from '../../cards/desk/desk.ts'
import * as audit from '../audit/audit.ts'
import type { Reply } from '../conversation/turn.ts'
import type { Queryable } from '../database/database.ts'
import type { Deps } from '../deps.ts'
import type { EmployeeId } from '../people.ts'
import type { Doing } from './change.ts'
import { type AtDesk, mine } from './desk.ts'

const letters = 3
const mostMisses = 3

type Outcome = 'matched' | 'missed' | 'not-held'

/** Undefined: they may go on. Otherwise what stands in the way. `rows` belong to what they go on with. */
export async function beforeProof(deps: Deps, at: AtDesk): Promise<{ stop?: Reply; rows?: Doing['rows'] }> {
  const { escalation, agent } = at
  const checks = await checksOf(deps.db, escalation.id, agent.id)
  if (checks.includes('matched') || checks.includes('not-held')) return {}
  if (isBlocked(checks)) return { stop: await at.refuse('number-blocked') }
  const standing = await deps.entra.standing(escalation.employeeId)
  if (!standing.ok) return { stop: await at.show({ unread: standing.why }) }
  if ((standing.value.employeeId ?? '').length >= letters) return { stop: form(at) }
  return { rows: (tx) => keep(tx, at, 'not-held') }
}

export const checkNumber = (deps: Deps) =>
  mine(deps, async (at) => {
    const { escalation, agent, turn } = at
    if (escalation.state !== 'verifying') return at.show()
    if (isBlocked(await checksOf(deps.db, escalation.id, agent.id))) return at.refuse('number-blocked')
    const standing = await deps.entra.standing(escalation.employeeId)
    if (!standing.ok) return at.show({ unread: standing.why })
    const typed = asTyped(turn.inputs?.number)
    const isRight = typed.length === letters && asTyped(standing.value.employeeId).endsWith(typed)
    if (!isRight) return at.refuse('number-missed', (tx) => keep(tx, at, 'missed'))
    return { ...(await at.show({ lead: 'right-person' })), alongside: (tx) => keep(tx, at, 'matched') }
  })

/** Japanese and Chinese keyboards write wide digits. */
const asTyped = (number = '') => number.normalize('NFKC').trim().toLowerCase()

const form = ({ turn }: AtDesk): Reply => ({ card: 'checkNumber', about: turn.about, draw: (reader) => cards.checkNumber(reader, {}) })

const isBlocked = (checks: Outcome[]) => checks.filter((outcome) => outcome === 'missed').length >= mostMisses

async function checksOf(db: Queryable, id: string, agentId: EmployeeId): Promise<Outcome[]> {
  const rows = await db.query<{ outcome: Outcome }>('select outcome from number_checks where escalation_id = $1 and agent_id = $2', [
    id,
    agentId,
  ])
  return rows.map(({ outcome }) => outcome)
}

async function keep(tx: Queryable, { escalation, agent }: AtDesk, outcome: Outcome): Promise<void> {
  await tx.query('insert into number_checks (id, escalation_id, agent_id, outcome) values ($1, $2, $3, $4)', [
    randomUUID(),
    escalation.id,
    agent.id,
    outcome,
  ])
  const detail = { request: String(escalation.number), outcome }
  await audit.append(tx, { actor: agent, verb: 'number-checked', subject: escalation.employeeId, detail })
}
