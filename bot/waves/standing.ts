// Announcements that stand in chats, one after the other at the pace of all waves: to take them back, or to put other words there.
import type { Queryable } from '../database/database.ts'
import type { Deps } from '../deps.ts'
import type { EmployeeId } from '../people.ts'
import type { BulkSent } from '../teams/bulk.ts'
import { createPace, type Pace } from './pace.ts'
import { weather } from './weather.ts'

export interface Standing {
  id: string
  employeeId: EmployeeId
  name: string
  locale?: string
  teamsLocale?: string
  activityId: string
  conversationId: string
  serviceUrl: string
}

/** Retention may have forgotten where they are. */
type Taken = Omit<Standing, 'conversationId' | 'serviceUrl'> & { conversationId: string | null; serviceUrl: string | null }
const isReachable = (each: Taken): each is Standing => each.conversationId !== null && each.serviceUrl !== null

interface Deed {
  waveId: string
  /** SQL over `d` and its wave `w`: for whom it is still to be done. */
  which: string
  /** One request to Teams. To be asked again must do no harm: a process may die before it noted the answer. */
  ask(each: Standing): Promise<BulkSent>
  /** It is done, or will never be: `why` says which of these. */
  over(each: Pick<Standing, 'id' | 'employeeId' | 'activityId'>, why?: string): Promise<void>
}

const atOnce = 20
/** Longer than one try: nobody else asks for the same one meanwhile. What a dead process had is free after that. */
const claimSeconds = 30
/** Longer in the row than that, and somebody else could begin with them. */
const longestWaitMs = 15_000
/** A job may run for a minute; the next one goes on. */
const workForMs = 30_000

/** Pressed, it became a message of the conversation, and something else stands there now. */
export const isPressed = 'exists (select 1 from messages m where m.id = d.id)'
const from = `from deliveries d join waves w on w.id = d.wave_id left join people p on p.employee_id = d.employee_id
  where d.wave_id = $1 and d.activity_id is not null and d.recalled_at is null and not ${isPressed}`

/** Goes through them for as long as a job may. Returns seconds until something is left to do; undefined when nothing is. */
export async function throughStanding(deps: Deps, deed: Deed): Promise<number | undefined> {
  const pace = createPace(deps.db, deps.settings.waves.perSecond)
  const endsAt = performance.now() + workForMs
  while (performance.now() < endsAt) {
    const some = await take(deps.db, deed)
    if (some.length === 0) break
    for (const each of some) if (!isReachable(each)) await deed.over(each, 'no-chat')
    const reachable = some.filter(isReachable)
    if (reachable.length > 0 && !(await askAll(deps, pace, deed, reachable))) break
  }
  return secondsLeft(deps.db, deed)
}

const take = (db: Queryable, { waveId, which }: Deed) =>
  db.query<Taken>(
    `with due as (select d.id, p.locale, p.conversation_id, p.service_url ${from} and ${which} and d.due_at <= now() limit ${atOnce} for update of d skip locked)
     update deliveries d set due_at = now() + interval '${claimSeconds} seconds' from due where d.id = due.id
     returning d.id, d.employee_id as "employeeId", d.name, d.locale, due.locale as "teamsLocale", d.activity_id as "activityId",
            due.conversation_id as "conversationId", due.service_url as "serviceUrl"`,
    [waveId],
  )

async function secondsLeft(db: Queryable, { waveId, which }: Deed): Promise<number | undefined> {
  const [left] = await db.query<{ seconds: number }>(
    `select greatest(1, extract(epoch from min(d.due_at) - now()))::float8 as seconds ${from} and ${which} having count(*) > 0`,
    [waveId],
  )
  return left?.seconds
}

/** False: nobody sends for so long that it is better to come back. */
async function askAll(deps: Deps, pace: Pace, deed: Deed, some: Standing[]): Promise<boolean> {
  const waitMs = await pace.reserve(some.length)
  if (waitMs > longestWaitMs) return false
  const answers = await Promise.all(
    some.map(async (each, index) => {
      const answered = await pace.turn(waitMs, index)
      const answer = await deed.ask(each).finally(answered)
      if (answer.ok) await deed.over(each)
      else if (isFinal(answer)) await deed.over(each, answer.why)
      else await later(deps.db, each, answer.retryAfterSeconds ?? 30)
      return answer
    }),
  )
  await weather(deps, answers)
  return true
}

/** Gone already, or in a chat that we may not touch any more: nothing is left that we could do. */
const isFinal = ({ why }: Extract<BulkSent, { ok: false }>) => !['throttled', 'busy', 'unclear', 'not-us'].includes(why)

const later = (db: Queryable, { id }: Standing, seconds: number) =>
  db.query(`update deliveries set due_at = now() + make_interval(secs => $2) where id = $1`, [id, seconds])
