// Takes back what was sent: every activity id was kept, so every announcement can be removed from the chat it stands in.
import type { Deps } from '../deps.ts'
import type { BulkSent } from '../teams/bulk.ts'
import { createPace, type Pace } from './pace.ts'

interface Standing {
  id: string
  activityId: string
  conversationId: string
  serviceUrl: string
}

const atOnce = 20
/** A job may run for a minute; the next one goes on. */
const workForMs = 30_000

export const recall = (deps: Deps) => async (data: object) => {
  const { waveId } = data as { waveId: string }
  const { db, jobs } = deps
  const pace = createPace(db, deps.settings.waves.perSecond)
  const endsAt = performance.now() + workForMs
  while (performance.now() < endsAt) {
    const standing = await db.query<Standing>(
      `select d.id, d.activity_id as "activityId", p.conversation_id as "conversationId", p.service_url as "serviceUrl"
         from deliveries d join people p on p.employee_id = d.employee_id
        where d.wave_id = $1 and d.activity_id is not null and d.recalled_at is null and d.due_at <= now()
          and p.conversation_id is not null and p.service_url is not null
        order by d.due_at limit ${atOnce}`,
      [waveId],
    )
    if (standing.length === 0) break
    await removeAll(deps, pace, standing)
  }
  const [left] = await db.query<{ seconds: number }>(
    `select greatest(1, extract(epoch from min(due_at) - now()))::float8 as seconds from deliveries
      where wave_id = $1 and activity_id is not null and recalled_at is null having count(*) > 0`,
    [waveId],
  )
  if (left) await jobs.send(db, 'waves.recall', { waveId }, left.seconds)
  else await db.query(`update waves set shown_at = 'epoch' where id = $1`, [waveId])
}

async function removeAll({ db, bulk }: Deps, pace: Pace, standing: Standing[]): Promise<void> {
  const waitMs = await pace.reserve(standing.length)
  await Promise.all(
    standing.map(async (each, index) => {
      const answered = await pace.turn(waitMs, index)
      const removed = await bulk.remove(each, each.activityId).finally(answered)
      if (isOver(removed)) await db.query('update deliveries set recalled_at = now() where id = $1', [each.id])
      else await db.query(`update deliveries set due_at = now() + make_interval(secs => $2) where id = $1`, [each.id, waitAfter(removed)])
    }),
  )
}

/** Gone already, or in a chat that we may not touch any more: nothing is left that we could do. Asking twice does no harm. */
const isOver = (removed: BulkSent) => removed.ok || !['throttled', 'busy', 'unclear', 'not-us'].includes(removed.why)
const waitAfter = (removed: BulkSent) => (removed.ok ? 0 : (removed.retryAfterSeconds ?? 30))
