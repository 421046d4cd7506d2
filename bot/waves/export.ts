// A wave as a file, one line a recipient. It says who has no passkey yet, so making one is entered in the audit (security.md B7).
import { createWriteStream } from 'node:fs'
import { rename } from 'node:fs/promises'
import type { Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import * as audit from '../audit/audit.ts'
import { csv } from '../audit/export.ts'
import type { Database, Queryable } from '../database/database.ts'
import { isUuid } from '../uuid.ts'
import { receipt } from './outcome-store.ts'
import * as waves from './wave-store.ts'

const columns = ['employeeId', 'name', 'locale', 'zone', 'state', 'why', 'attempts', 'settledAt', 'recalledAt', 'read', 'started', 'done']
const page = 1000
/** Empty where Teams has never told what they read. */
const hasRead = `case when p.read_up_to is not null and d.activity_id is not null then (${receipt})::text end`

/** In the memory of one page. */
async function* recipients(db: Queryable, waveId: string): AsyncGenerator<Record<string, unknown>> {
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const rows = await db.query<{ employeeId: string }>(
      `select d.employee_id as "employeeId", d.name, d.locale, d.zone, d.state, d.why, d.attempts, d.settled_at as "settledAt",
              d.recalled_at as "recalledAt", ${hasRead} as read, exists (select 1 from messages m where m.id = d.id)::text as started,
              exists (select 1 from progress g where g.employee_id = d.employee_id and g.finished_at is not null)::text as done
         from deliveries d left join people p on p.employee_id = d.employee_id
        where d.wave_id = $1 and d.employee_id > $2::uuid order by d.employee_id limit ${page}`,
      [waveId, after],
    )
    yield* rows
    const last = rows.at(-1)
    if (!last || rows.length < page) return
    after = last.employeeId
  }
}

/** Entered first: an export that nobody can be asked about must not exist. False: there is no such wave. */
export async function exportWave(db: Database, waveId: string, operator: string, to: Writable | string): Promise<boolean> {
  if (!isUuid(waveId) || !(await waves.load(db, waveId))) return false
  await db.transaction((tx) =>
    audit.append(tx, { actor: { kind: 'operator', id: operator }, verb: 'wave-exported', detail: { wave: waveId, format: 'csv' } }),
  )
  if (typeof to !== 'string') return pipeline(recipients(db, waveId), csv(columns), to).then(() => true)
  const part = `${to}.part`
  await pipeline(recipients(db, waveId), csv(columns), createWriteStream(part, { flush: true, mode: 0o600 }))
  await rename(part, to)
  return true
}
