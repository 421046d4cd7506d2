import { randomUUID } from 'node:crypto'
import type { Queryable } from '../database/database.ts'
import type { EmployeeId } from '../people.ts'

export interface Case {
  id: string
  question?: string
  hints: string[]
  row?: string
  rung: number
  failures: number
  step?: string
}

const columns = `id, question, hints, row_id as "row", rung, failures, step`

/** The trouble that somebody has now: the newest. */
export async function newest(db: Queryable, employeeId: EmployeeId): Promise<Case | undefined> {
  const [found] = await db.query<Case>(`select ${columns} from trouble_cases where employee_id = $1 order by opened_at desc limit 1`, [
    employeeId,
  ])
  return found
}

export async function open(
  tx: Queryable,
  employeeId: EmployeeId,
  { question, hints, row, rung = 0, step }: Partial<Case> & { hints: string[] },
) {
  await tx.query(
    `insert into trouble_cases (id, employee_id, question, hints, row_id, rung, step, opened_at, confirmed_at)
     values ($1, $2, $3, $4, $5, $6, $7, clock_timestamp(), case when $5::text is not null then now() end)`,
    [randomUUID(), employeeId, question ?? null, hints, row ?? null, rung, step ?? null],
  )
}

export async function confirm(tx: Queryable, id: string, row: string): Promise<void> {
  await tx.query('update trouble_cases set row_id = $2, confirmed_at = now() where id = $1 and row_id is null', [id, row])
}

export async function failed(tx: Queryable, id: string, rung: number): Promise<void> {
  await tx.query('update trouble_cases set failures = failures + 1, rung = $2 where id = $1', [id, rung])
}

/** How often this trouble was not over after what we said, today. */
export async function failuresOf(db: Queryable, employeeId: EmployeeId, row: string): Promise<number> {
  const [sum] = await db.query<{ times: number }>(
    `select coalesce(sum(failures), 0)::int as times from trouble_cases
      where employee_id = $1 and row_id = $2 and opened_at > now() - interval '1 day'`,
    [employeeId, row],
  )
  return sum?.times ?? 0
}

/** People who had this trouble within the last minutes. */
export async function peopleWith(db: Queryable, row: string, withinMinutes: number): Promise<number> {
  const [count] = await db.query<{ people: number }>(
    `select count(distinct employee_id)::int as people from trouble_cases
      where row_id = $1 and confirmed_at > now() - make_interval(mins => $2)`,
    [row, withinMinutes],
  )
  return count?.people ?? 0
}

/** True for the first who asks within that time: once is enough to be told. */
export async function tellNow(tx: Queryable, row: string, withinMinutes: number): Promise<boolean> {
  const told = await tx.query(
    `insert into trouble_told (row_id, told_at) values ($1, now())
     on conflict (row_id) do update set told_at = now() where trouble_told.told_at < now() - make_interval(mins => $2) returning 1`,
    [row, withinMinutes],
  )
  return told.length > 0
}
