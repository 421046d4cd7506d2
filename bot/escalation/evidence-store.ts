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

/** Whoever recorded any of it, also what is forgotten by now. */
export async function provedBefore(db: Queryable, escalationId: string): Promise<EmployeeId[]> {
  const rows = await db.query<{ id: EmployeeId }>(
    `select recorded_by as id from evidence where escalation_id = $1
     union select recorded_by from evidence_before where escalation_id = $1`,
    [escalationId],
  )
  return rows.map(({ id }) => id)
}

/**
 * What held says who was there then, not who is there now. The audit still says it, and who recorded it had a part in the request.
 * `failed` too: from the beginning. Otherwise that stays: who did not get past one agent must not be as new to the next.
 */
export async function forget(tx: Queryable, escalationId: string, { failed }: { failed: boolean }): Promise<void> {
  await tx.query(
    `with gone as (delete from evidence where escalation_id = $1 and (held or $2) returning escalation_id, recorded_by)
     insert into evidence_before select distinct escalation_id, recorded_by from gone on conflict do nothing`,
    [escalationId, failed],
  )
}
