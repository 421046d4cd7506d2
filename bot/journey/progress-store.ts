import type { Queryable } from '../database/database.ts'
import type { EmployeeId, Phone, SystemVersion } from '../people.ts'

export interface Progress {
  phone?: Phone
  systemVersion?: SystemVersion
  told: string[]
  createShownAt?: Date
  troubles: Record<string, number>
  watch: number
  watchUntil?: Date
  finishedAt?: Date
  /** Why they are not led on: told by them, or `risk` when Entra says so. */
  stopped?: Stopped
  /** A new phone takes over: passkeys from before are on the old one. */
  replacingSince?: Date
  oldPhone?: 'here' | 'gone'
}

export type Stopped = 'lost' | 'tricked' | 'blocked' | 'risk'

const columns = `phone, system_version as "systemVersion", told, create_shown_at as "createShownAt",
  troubles, watch, watch_until as "watchUntil", finished_at as "finishedAt", stopped, replacing_since as "replacingSince", old_phone as "oldPhone"`

export async function load(db: Queryable, employeeId: EmployeeId): Promise<Progress> {
  const [row] = await db.query<Progress>(`select ${columns} from progress where employee_id = $1`, [employeeId])
  if (!row) return { told: [], troubles: {}, watch: 0 }
  // What is null in SQL is absent here.
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null && value !== '')) as unknown as Progress
}

/** Writes it whole. Safe because the turn that does it holds the person's row at the version it read. */
export async function save(tx: Queryable, employeeId: EmployeeId, progress: Progress): Promise<void> {
  const { phone, systemVersion, told, createShownAt, troubles, watch, watchUntil, finishedAt, stopped, replacingSince, oldPhone } = progress
  await tx.query(
    `insert into progress (employee_id, phone, system_version, told, create_shown_at, troubles, watch, watch_until, finished_at,
       stopped, replacing_since, old_phone)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
     on conflict (employee_id) do update set phone = $2, system_version = $3, told = $4, create_shown_at = $5, troubles = $6,
       watch = $7, watch_until = $8, finished_at = $9, stopped = $10, replacing_since = $11, old_phone = $12`,
    [
      employeeId,
      phone ?? null,
      systemVersion ?? null,
      told,
      createShownAt ?? null,
      JSON.stringify(troubles),
      watch,
      watchUntil ?? null,
      finishedAt ?? null,
      stopped ?? null,
      replacingSince ?? null,
      oldPhone ?? null,
    ],
  )
}
