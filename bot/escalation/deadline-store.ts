// What time alone does to requests: which are due, by the clock of the database.
import type { Queryable } from '../database/database.ts'
import type { Settings } from '../settings.ts'

export type Due = 'unshown' | 'nobody-took-it' | 'proof-too-old' | 'approval-too-old' | 'pass-lost' | 'pass-live'

/** An answer from Entra takes seconds. A request that still waits for one lost its process, or the answer. */
const answerWithinSeconds = 60

/** Requests that are due, 200 at most; what is left is due again at the next look. */
export function due(db: Queryable, { escalation, pass }: Settings): Promise<{ id: string; due: Due }[]> {
  return db.query<{ id: string; due: Due }>(
    `select id, 'unshown' as due from escalations where shown_version < version and (showing_until is null or showing_until < now())
     union all select id, 'nobody-took-it' from escalations where state = 'open' and since < now() - make_interval(hours => $1)
     union all select id, 'proof-too-old' from escalations where state in ('verifying', 'verified') and since < now() - make_interval(hours => $2)
     union all select id, 'approval-too-old' from escalations where state = 'approved' and since < now() - make_interval(mins => $3)
     union all select id, 'pass-lost' from escalations
       where state = 'issue-unknown' or ((state = 'issuing' or lost_pass) and since < now() - make_interval(secs => $4))
     union all select id, 'pass-live' from escalations where pass_id is not null and pass_gone_at is null
     limit 200`,
    [escalation.openForHours, escalation.provedForHours, pass.approvedForMinutes, answerWithinSeconds],
  )
}
