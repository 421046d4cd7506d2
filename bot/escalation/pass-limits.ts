// How many passes are made: counted in SQL, where every process counts, and by pass, for one request can lead to several (security.md §2.8, T11).
import type { Queryable } from '../database/database.ts'
import type { Deps } from '../deps.ts'
import type { EmployeeId } from '../people.ts'
import type { Settings } from '../settings.ts'
import { raise } from './alarm.ts'
import type { Escalation } from './escalation.ts'

export type Over = 'agent-hour' | 'agent-day' | 'everybody-hour'

/** A planned wave may need more for some days; on the day after it is as before. By Unlock's own right there are fewer, wave or not. */
export function limitsNow({ pass: { mode, limits, appOnly } }: Settings, today = new Date()) {
  const { raised } = limits
  if (mode === 'appOnly' && appOnly) return { ...limits, ...appOnly.limits }
  return raised && today.toISOString().slice(0, 10) <= raised.until ? { ...limits, ...raised } : limits
}

interface Made {
  agentHour: number
  agentDay: number
  /** Since security let them go on, when that was within the hour. */
  everybodyHour: number
  stopped: boolean
}

/** Those that Entra has not answered yet count as made. */
async function madeLately(db: Queryable, agentId: EmployeeId): Promise<Made> {
  const [made] = await db.query<Made>(
    `with made as (
       select made_by, made_at from passes_made where made_at > now() - interval '1 day'
       union all select claimed_by, now() from escalations where state in ('issuing', 'issue-unknown'))
     select count(*) filter (where made_by = $1 and made_at > now() - interval '1 hour')::int as "agentHour",
            count(*) filter (where made_by = $1)::int as "agentDay",
            count(*) filter (where made_at > greatest(now() - interval '1 hour', (select max(settled_at) from alarms where kind = 'breaker')))::int
              as "everybodyHour",
            exists (select 1 from alarms where kind = 'breaker' and settled_at is null) as stopped
       from made`,
    [agentId],
  )
  if (!made) throw new Error('a count always has a row')
  return made
}

/** Why this agent makes no pass now, as a code. */
export async function overLimit(db: Queryable, settings: Settings, agentId: EmployeeId): Promise<Over | undefined> {
  const [made, limits] = [await madeLately(db, agentId), limitsNow(settings)]
  if (made.stopped || made.everybodyHour >= limits.everybodyAnHour) return 'everybody-hour'
  if (made.agentHour >= limits.perAgentAnHour) return 'agent-hour'
  return made.agentDay >= limits.perAgentADay ? 'agent-day' : undefined
}

/** Asked again in the transaction that begins a pass, one after the other: two at once must not both be the last one allowed. */
export async function overLimitAtLast(tx: Queryable, settings: Settings, agentId: EmployeeId): Promise<Over | undefined> {
  await tx.query(`select pg_advisory_xact_lock(hashtext('unlock passes made'))`)
  return overLimit(tx, settings, agentId)
}

const minutesTogether = 15
const peopleTogether = 3

/** With the move that says that a pass is there: it counts from now on, and too many wake security. */
export async function count(
  deps: Pick<Deps, 'jobs' | 'settings'>,
  tx: Queryable,
  { id, employeeId }: Pick<Escalation, 'id' | 'employeeId'>,
  agentId: EmployeeId,
): Promise<void> {
  await tx.query('insert into passes_made (escalation_id, employee_id, made_by) values ($1, $2, $3)', [id, employeeId, agentId])
  const [made] = await tx.query<{ hour: number; people: number; at: string }>(
    `select count(*)::int as hour,
            count(distinct employee_id) filter (where made_by = $1 and made_at > now() - make_interval(mins => $2))::int as people,
            to_char(now() at time zone 'utc', 'YYYY-MM-DD HH24') as at
       from passes_made where made_at > now() - interval '1 hour'`,
    [agentId, minutesTogether],
  )
  if (!made) throw new Error('a count always has a row')
  if (made.hour >= limitsNow(deps.settings).alarmAnHour) await raise(deps, tx, { kind: 'many-passes', key: made.at, reason: 'hour' })
  if (made.people >= peopleTogether) await raise(deps, tx, { kind: 'many-people', key: `${agentId} ${made.at}`, agentId })
}

const rememberedDays = 7

/** Passes for one account in the last seven days. */
export async function hadPasses(db: Queryable, id: EmployeeId): Promise<number> {
  const [row] = await db.query<{ passes: number }>(
    `select count(*)::int as passes from passes_made where employee_id = $1 and made_at > now() - make_interval(days => $2)`,
    [id, rememberedDays],
  )
  return row?.passes ?? 0
}

/** What no limit looks back to any more. */
export async function forgetOld(db: Queryable): Promise<void> {
  await db.query(`delete from passes_made where made_at < now() - make_interval(days => $1)`, [rememberedDays + 1])
}
