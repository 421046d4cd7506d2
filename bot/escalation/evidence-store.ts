import { randomUUID } from 'node:crypto'
import type { Queryable } from '../database/database.ts'
import type { EmployeeId } from '../people.ts'
import { type EvidenceClass, isEvidence } from './proof.ts'

export interface Evidence {
  evidence: EvidenceClass
  held: boolean
  recordedBy: EmployeeId
}

/** What an agent says they saw: the class and whether it held. Never a document, a number or an answer (security.md §2.10). */
export async function record(tx: Queryable, escalationId: string, { evidence, held, recordedBy }: Evidence): Promise<void> {
  await tx.query('insert into evidence (id, escalation_id, class, held, recorded_by) values ($1, $2, $3, $4, $5)', [
    randomUUID(),
    escalationId,
    evidence,
    held,
    recordedBy,
  ])
}

/** Of each class what was said of it last: who finds out later that it did not hold says so. */
export async function evidenceOf(db: Queryable, escalationId: string): Promise<Evidence[]> {
  const rows = await db.query<{ evidence: string; held: boolean; recordedBy: EmployeeId }>(
    `select distinct on (class) class as evidence, held, recorded_by as "recordedBy" from evidence
      where escalation_id = $1 order by class, recorded_at desc`,
    [escalationId],
  )
  return rows.filter((row): row is Evidence => isEvidence(row.evidence))
}

/** Whoever recorded any of it. */
export async function provedBefore(db: Queryable, escalationId: string): Promise<EmployeeId[]> {
  const rows = await db.query<{ id: EmployeeId }>('select distinct recorded_by as id from evidence where escalation_id = $1', [
    escalationId,
  ])
  return rows.map(({ id }) => id)
}

/** The audit still says what was recorded, and by whom. */
export async function forget(tx: Queryable, escalationId: string): Promise<void> {
  await tx.query('delete from evidence where escalation_id = $1', [escalationId])
}
