// Who of a group was told what, so that nobody is told twice.
import type { Queryable } from '../database/database.ts'
import type { EmployeeId } from '../people.ts'

export async function isTold(db: Queryable, what: string, id: EmployeeId): Promise<boolean> {
  return (await db.query('select 1 from waves_told where what = $1 and employee_id = $2', [what, id])).length > 0
}

/** False: another run was first. */
export async function note(tx: Queryable, what: string, id: EmployeeId): Promise<boolean> {
  const rows = await tx.query('insert into waves_told (what, employee_id) values ($1, $2) on conflict do nothing returning 1', [what, id])
  return rows.length > 0
}

/** A job is not run again after a month. */
export async function forget(db: Queryable): Promise<void> {
  await db.query(`delete from waves_told where told_at < now() - interval '30 days'`)
}

/** This week in words that name it: `week 2026-47`. */
export async function thisWeek(db: Queryable): Promise<string> {
  const [row] = await db.query<{ week: string }>(`select to_char(now(), '"week "IYYY-IW') as week`)
  return row?.week ?? 'week'
}
