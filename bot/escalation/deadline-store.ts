// What time alone does to requests, by the clock of the database: which are due, and which are too old or too new for a pass.
import type { Queryable } from '../database/database.ts'
import type { Settings } from '../settings.ts'
import type { Escalation } from './escalation.ts'

export type Due = 'unshown' | 'nobody-took-it' | 'proof-too-old' | 'approval-too-old' | 'pass-lost' | 'pass-live' | 'wait-over'

/** An answer from Entra takes seconds. A request that still waits for one lost its process, or the answer. */
const answerWithinSeconds = 60
/** The channel is told of a request that is over for this long; nobody waits for it any more. */
const showClosedForHours = 24
/** Of each kind, so that none of them keeps another waiting; what is left is due again at the next look. */
const mostOfAKind = 100

/** Requests that are due. Passes first: what must be gone by a time is never behind what can wait. */
export function due(db: Queryable, { escalation, pass }: Settings): Promise<{ id: string; due: Due }[]> {
  const kinds: [Due, string][] = [
    ['pass-live', 'pass_id is not null and pass_gone_at is null order by pass_made_at'],
    [
      'pass-lost',
      `state = 'issue-unknown' or ((state = 'issuing' or lost_pass) and since < now() - make_interval(secs => $4)) order by since`,
    ],
    ['approval-too-old', `state = 'approved' and since < now() - make_interval(mins => $3) order by since`],
    ['proof-too-old', `state in ('verifying', 'verified') and since < now() - make_interval(hours => $2) order by since`],
    [
      'wait-over',
      `state = 'verified' and wait_until <= now() and not exists (select 1 from escalation_told t
         where t.escalation_id = escalations.id and t.what = 'agent wait-over ' || version) order by wait_until`,
    ],
    ['nobody-took-it', `state = 'open' and since < now() - make_interval(hours => $1) order by since`],
    [
      'unshown',
      `shown_version < version and (showing_until is null or showing_until < now())
         and (state <> 'closed' or closed_at > now() - make_interval(hours => $5)) order by since desc`,
    ],
  ]
  const of = ([kind, where]: [Due, string]) => `(select id, '${kind}' as due from escalations where ${where} limit ${mostOfAKind})`
  const values = [escalation.openForHours, escalation.provedForHours, pass.approvedForMinutes, answerWithinSeconds, showClosedForHours]
  return db.query<{ id: string; due: Due }>(kinds.map(of).join(' union all '), values)
}

/** Of our clock and that of the database, which decides. Further apart, what is signed and what is fresh cannot be told (security.md §5). */
const clocksDifferSeconds = 60

const clocksDifferSql = (ours: string) => `abs(extract(epoch from ${ours}::timestamptz - now())) > ${clocksDifferSeconds}`

/** Then how fresh a sign-in is cannot be told. */
export async function clocksDiffer(db: Queryable): Promise<boolean> {
  const [row] = await db.query<{ differ: boolean }>(`select ${clocksDifferSql('$1')} as differ`, [new Date()])
  return row?.differ ?? true
}

export type AgainstPass = 'clocks' | 'waiting' | 'proof-too-old' | 'approval-too-old'

/** What time says against a pass at this moment, as a code. The sweep may be late, and a state that was left and entered anew is no new proof. */
export async function tooEarlyOrLate(db: Queryable, { id }: Escalation, { escalation, pass }: Settings): Promise<AgainstPass | undefined> {
  const [row] = await db.query<{ clocks: boolean; waits: boolean; oldProof: boolean; oldApproval: boolean }>(
    `select ${clocksDifferSql('$4')} as clocks,
            case when wait_until is null then coalesce(wait_minutes, 0) > 0 else wait_until > now() end as waits,
            state = 'approved' and since < now() - make_interval(mins => $3) as "oldApproval",
            coalesce(least(case when state = 'verified' then since end,
                           (select max(recorded_at) from evidence where escalation_id = $1 and held)) < now() - make_interval(hours => $2), true)
              as "oldProof"
       from escalations where id = $1`,
    [id, escalation.provedForHours, pass.approvedForMinutes, new Date()],
  )
  if (row?.clocks) return 'clocks'
  if (!row || row.oldProof) return 'proof-too-old'
  if (row.oldApproval) return 'approval-too-old'
  return row.waits ? 'waiting' : undefined
}
