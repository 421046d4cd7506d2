// Since when somebody is known to us as somebody's manager. Entra names a manager and not since when; who was named yesterday by a
// thief must not vouch today (security.md H4).
import type { Queryable } from '../database/database.ts'
import type { EmployeeId } from '../people.ts'

/** Another manager begins anew. */
export async function seenAsManager(db: Queryable, employeeId: EmployeeId, managerId: EmployeeId | undefined): Promise<void> {
  await db.query(
    `insert into managers_seen (employee_id, manager_id) values ($1, $2)
     on conflict (employee_id) do update set manager_id = $2, checked_at = now(),
       first_seen_at = case when managers_seen.manager_id is not distinct from $2 then managers_seen.first_seen_at else now() end`,
    [employeeId, managerId ?? null],
  )
}

/** Whether this very person has been seen as their manager for that long. */
export async function knownAsManager(db: Queryable, employeeId: EmployeeId, managerId: EmployeeId, days: number): Promise<boolean> {
  const found = await db.query(
    'select 1 from managers_seen where employee_id = $1 and manager_id = $2 and first_seen_at <= now() - make_interval(days => $3)',
    [employeeId, managerId, days],
  )
  return found.length > 0
}

/** People who talk with us and whose manager was not looked at for a week. In any order: the same few who cannot be read must not come first each time. */
export async function unlookedAt(db: Queryable, most: number): Promise<EmployeeId[]> {
  const rows = await db.query<{ id: EmployeeId }>(
    `select p.employee_id as id from people p left join managers_seen m using (employee_id)
      where m.checked_at is null or m.checked_at < now() - interval '7 days' order by m.checked_at is not null, random() limit $1`,
    [most],
  )
  return rows.map(({ id }) => id)
}
