// When the helpdesk works next, for an honest word about how long it takes.
import type { Queryable } from '../database/database.ts'
import type { Settings } from '../settings.ts'

type Hours = Settings['escalation']['workingHours']

/** Undefined: they work now, or their hours are not known. */
export async function opensAt(db: Queryable, hours: Hours): Promise<Date | undefined> {
  if (!hours) return undefined
  // SQL knows the zones and their summer times, as it does for "Not now".
  const [row] = await db.query<{ at: Date | null }>(
    `with clock as (select now() at time zone $1 as now),
          days as (select (now::date + ahead) as day, now from clock, generate_series(0, 7) as ahead)
     select case when exists (select 1 from days where day = now::date and extract(isodow from day) = any($2::int[])
                               and now::time >= $3::time and now::time < $4::time) then null
            else (select min(day + $3::time) at time zone $1 from days
                   where extract(isodow from day) = any($2::int[]) and day + $3::time > now) end as at`,
    [hours.timeZone, hours.days, hours.from, hours.to],
  )
  return row?.at ?? undefined
}
