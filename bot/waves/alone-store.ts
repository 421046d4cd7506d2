// What somebody sent without anybody else's look (security.md B2).
import type { Queryable } from '../database/database.ts'
import type { EmployeeId } from '../people.ts'

/** To how many people somebody wrote within a day by approving words of their own, that wave left out. */
export async function wroteAlone(db: Queryable, id: EmployeeId, besides: string): Promise<number> {
  const [row] = await db.query<{ people: number }>(
    `select coalesce(sum(people), 0)::int as people from waves
      where approved_by = $1 and (made_by = $1 or $1 = any(writers)) and nth = 0 and id <> $2
        and (state = 'approved' or greatest(started_at, corrected_at) > now() - interval '1 day')`,
    [id, besides],
  )
  return row?.people ?? 0
}
