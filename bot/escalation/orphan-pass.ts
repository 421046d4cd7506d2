// Passes that were made past the bot: Entra writes down each, whoever made it, and one that no request led to is an alarm (security.md T14).
import type { Queryable } from '../database/database.ts'
import type { Deps } from '../deps.ts'
import type { NoAnswer } from '../entra/entra.ts'
import type { PassAudit } from '../entra/helping.ts'
import { raise } from './alarm.ts'
import * as store from './pass-audit-store.ts'

/** Entra writes down some of it late (graph.md §4.12): what was read is read again, and known by its id. */
const overlapMinutes = 120
/** Time for the request to say so itself: the agent who makes one by hand presses a button afterwards. */
const graceMinutes = { delegated: 2, appOnly: 2, manual: 7 } as const

export const readPassAudits = (deps: Deps) => {
  /** Said once for each reason, not each time: it does not change by itself. */
  let silentSince: NoAnswer | undefined
  return async () => {
    const { db, entra, log } = deps
    const reading = await store.begin(db)
    const since = new Date(reading.readUntil.getTime() - overlapMinutes * 60_000)
    const found = await entra.passAudits(since)
    if (!found.ok) {
      if (silentSince !== found.why) log.warn({ why: found.why }, 'Entra does not show its audit: passes made past the bot are not noticed')
      silentSince = found.why
      return
    }
    silentSince = undefined
    // What was made before anybody looked is not ours to judge.
    const fresh = await store.unseen(
      db,
      found.value.filter(({ at }) => at >= reading.since),
    )
    // Whatever is wrong with one, the others are looked at; it is read again for as long as records overlap.
    for (const audit of fresh)
      await judge(deps, audit, reading.now).catch((error) =>
        log.error({ audit: audit.id, error: String(error) }, 'a pass in Entra could not be judged'),
      )
    await store.readUntil(db, reading.now)
  }
}

async function judge(deps: Deps, audit: PassAudit, now: Date): Promise<void> {
  const { db, settings } = deps
  const isOurs = await hasRequest(db, audit, settings.pass.mode)
  if (!isOurs && now.getTime() - audit.at.getTime() < graceMinutes[settings.pass.mode] * 60_000) return
  await db.transaction(async (tx) => {
    await store.settle(tx, audit.id)
    const reason = audit.actorId === undefined ? 'by-an-app' : 'by-hand'
    if (!isOurs) await raise(deps, tx, { kind: 'orphan-pass', key: audit.id, subject: audit.targetId, agentId: audit.actorId, reason })
  })
}

/**
 * By the id of the pass, which the audit of every pass that we made or saw holds. Where Entra does not name it: by the person and the time. While
 * nobody knows whether a request led to one, it is that one.
 */
async function hasRequest(
  db: Queryable,
  { passId, targetId, actorId, at }: PassAudit,
  mode: Deps['settings']['pass']['mode'],
): Promise<boolean> {
  const [row] = await db.query<{ ours: boolean }>(
    `select exists (select 1 from audit_entries where verb in ('pass-made', 'pass-seen', 'pass-cleared', 'pass-deleted') and detail ->> 'pass' = $1)
         or exists (select 1 from escalations where employee_id = $2 and (
              ($1::text is null and pass_made_at between $3::timestamptz - interval '3 minutes' and $3::timestamptz + interval '3 minutes')
              or ((state in ('issuing', 'issue-unknown') or lost_pass) and since <= $3::timestamptz + interval '1 minute')
              or ($4 and state in ('verified', 'approved') and claimed_by = $5::uuid and since <= $3::timestamptz))) as ours`,
    [passId ?? null, targetId, at, mode === 'manual', actorId ?? null],
  )
  return row?.ours ?? false
}
