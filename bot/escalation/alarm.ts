// The one way to wake security: on record, to the company's own system, and to those of the security group who have a chat with us.
import { randomUUID } from 'node:crypto'
import * as audit from '../audit/audit.ts'
import type { Queryable } from '../database/database.ts'
import type { Deps } from '../deps.ts'
import type { EmployeeId } from '../people.ts'
import { toNotify } from './change.ts'
import * as notices from './notice-store.ts'
import { everySecurity } from './recipients.ts'

export type AlarmKind =
  | 'account-in-danger'
  | 'break-glass'
  | 'high-risk'
  | 'agent-risk'
  | 'wrong-passkey'
  | 'not-me'
  | 'fraud'
  | 'limit'
  | 'breaker'
  | 'many-requests'
  | 'made-by-app'
  | 'many-passes'
  | 'many-people'
  | 'pass-not-deleted'
  | 'sessions-not-ended'
  | 'orphan-pass'

export interface Alarm {
  kind: AlarmKind
  /** The same key rings once. */
  key: string
  request?: { id: string; number: number }
  subject?: EmployeeId
  /** Whose deed it is about. */
  agentId?: EmployeeId
  /** A code. */
  reason?: string
}

type Tools = Pick<Deps, 'jobs' | 'settings'>

/** False: it rang before, or it is a breaker and one is open. */
export async function raise({ jobs, settings }: Tools, tx: Queryable, { kind, key, request, subject, agentId, reason }: Alarm) {
  const id = randomUUID()
  const made = await tx.query(
    `insert into alarms (id, kind, key, escalation_id, subject_id, agent_id, reason) values ($1, $2, $3, $4, $5, $6, $7)
     on conflict do nothing returning 1`,
    [id, kind, `${kind} ${key}`, request?.id ?? null, subject ?? null, agentId ?? null, reason ?? null],
  )
  if (made.length === 0) return false
  await notices.write(tx, { alarmId: id, event: 'alarm' }, everySecurity(settings))
  await toNotify({ jobs }, tx, id)
  const detail = { kind, ...(request ? { request: String(request.number) } : {}) }
  await audit.append(tx, { actor: { kind: 'unlock' }, verb: 'alarm-raised', subject, reason: reason ?? kind, detail })
  return true
}

/** Coaching stopped because an account may be in danger; `day` is that of the stop. */
export const accountInDanger = (deps: Tools & Pick<Deps, 'db'>) => async (data: object) => {
  const { employeeId: subject, why: reason, day } = data as { employeeId: EmployeeId; why: string; day: string }
  await deps.db.transaction((tx) => raise(deps, tx, { kind: 'account-in-danger', key: `${subject} ${reason} ${day}`, subject, reason }))
}

export interface StoredAlarm {
  id: string
  kind: AlarmKind
  number?: number
  subjectId?: EmployeeId
  agentId?: EmployeeId
  reason?: string
  raisedAt: Date
}

export async function load(db: Queryable, id: string): Promise<StoredAlarm | undefined> {
  const [row] = await db.query<StoredAlarm>(
    `select a.id, a.kind, e.number, a.subject_id as "subjectId", a.agent_id as "agentId", a.reason, a.raised_at as "raisedAt"
       from alarms a left join escalations e on e.id = a.escalation_id where a.id = $1`,
    [id],
  )
  return row && (Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as unknown as StoredAlarm)
}

/** What a refused press says about the one who pressed, and what a request asked for that nobody may have. */
export const alarmOf: Record<string, AlarmKind> = {
  'break-glass': 'break-glass',
  'high-risk': 'high-risk',
  'agent-risk': 'agent-risk',
  'agent-hour': 'limit',
  'agent-day': 'limit',
  'everybody-hour': 'breaker',
}
