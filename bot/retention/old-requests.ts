// Requests to the helpdesk and alarms, when their time is over. What is open stays, however old: a pass that may be alive, a notice that
// is not sent, a review that is wanted. The audit keeps what was done, under a pseudonym.
import type { Queryable } from '../database/database.ts'
import { batch } from './batch.ts'

const unsent = `n.state in ('unresolved', 'queued', 'sending')`

/** With what was proved, said and told about them. Returns how many. */
export const oldRequests = async (tx: Queryable, days: number): Promise<number> =>
  (
    await tx.query(
      `delete from escalations where id in (
         select id from escalations e
          where state = 'closed' and closed_at < now() - make_interval(days => $1)
            and (pass_id is null or pass_gone_at is not null) and not lost_pass and review is distinct from 'wanted'
            and not exists (select 1 from notices n left join alarms a on a.id = n.alarm_id
                             where ${unsent} and (n.escalation_id = e.id or a.escalation_id = e.id))
          limit ${batch} for update skip locked)
       returning 1`,
      [days],
    )
  ).length

/** Those of a request go with it. */
export const oldAlarms = async (tx: Queryable, days: number): Promise<number> =>
  (
    await tx.query(
      `delete from alarms where id in (
         select id from alarms a
          where escalation_id is null and raised_at < now() - make_interval(days => $1)
            and not exists (select 1 from notices n where n.alarm_id = a.id and ${unsent})
          limit ${batch} for update skip locked)
       returning 1`,
      [days],
    )
  ).length
