// The nightly deletion of what is no longer needed. Audit entries stay: they name nobody, and `npm run audit -- erase` is for the rest.
import { append } from '../audit/audit.ts'
import type { Queryable } from '../database/database.ts'
import type { Deps } from '../deps.ts'
import { batch } from './batch.ts'
import { oldAlarms, oldRequests } from './old-requests.ts'
import { oldPreviews, oldRecipients, oldWaves, unnamed } from './old-waves.ts'

/** PostgreSQL's code for a row that others point to. */
const pointedTo = '23503'

type Tools = Pick<Deps, 'db' | 'settings' | 'log'>

/** Each step is one transaction with its audit entry, so a process that dies in the middle has deleted what the audit says. */
export async function deleteOld({ db, settings: { retention }, log }: Tools): Promise<void> {
  const { turnsDays, messagesDays, requestsDays, wavesDays, leaversDays } = retention
  const deleted = {
    turns: await inSteps(db, 'turns', (tx) => oldTurns(tx, turnsDays)),
    messages: await inSteps(db, 'messages', (tx) => oldMessages(tx, messagesDays)),
    requests: await inSteps(db, 'requests', (tx) => oldRequests(tx, requestsDays)),
    alarms: await inSteps(db, 'alarms', (tx) => oldAlarms(tx, requestsDays)),
    previews: await inSteps(db, 'previews', (tx) => oldPreviews(tx, wavesDays)),
    recipients: await inSteps(db, 'recipients', (tx) => oldRecipients(tx, wavesDays)),
    waves: await inSteps(db, 'waves', (tx) => oldWaves(tx, wavesDays)),
    leavers: await leavers(db, leaversDays),
  }
  log.info(deleted, 'what is no longer needed was deleted')
}

async function inSteps(db: Deps['db'], what: string, step: (tx: Queryable) => Promise<number>): Promise<number> {
  for (let all = 0; ; ) {
    const count = await db.transaction(async (tx) => {
      const gone = await step(tx)
      if (gone > 0) await entered(tx, what, gone)
      return gone
    })
    all += count
    if (count === 0) return all
  }
}

const entered = (tx: Queryable, what: string, count: number, subject?: string) =>
  append(tx, { actor: { kind: 'unlock' }, verb: 'data-deleted', subject, reason: 'retention', detail: { what, count: String(count) } })

const oldTurns = async (tx: Queryable, days: number) =>
  (
    await tx.query(
      `delete from turns where id in (
         select id from turns where state <> 'open' and received_at < now() - make_interval(days => $1) limit ${batch} for update skip locked)
       returning 1`,
      [days],
    )
  ).length

/** The live card stays, however old: its buttons must work on the day that somebody comes back. */
const oldMessages = async (tx: Queryable, days: number) =>
  (
    await tx.query(
      `delete from messages where id in (
         select id from messages m where state in ('sent', 'failed', 'unknown') and written_at < now() - make_interval(days => $1)
            and exists (select 1 from messages newer where newer.employee_id = m.employee_id and newer.written_at > m.written_at)
          limit ${batch} for update skip locked)
       returning 1`,
      [days],
    )
  ).length

/** What of somebody's row is theirs and not only a trace of them: what else they told us, or Teams did. */
const known = `name <> '' or num_nonnulls(language, screen, read_up_to) > 0 or needs <> '{}'`

/** SQL over `p`: they took the app away, or an admin did and they never came back. */
const away = 'not p.installed and p.last_seen_at < now() - make_interval(days => $1)'

/** Nobody whose request is open. */
async function leavers(db: Deps['db'], days: number): Promise<number> {
  const gone = await db.query<{ id: string; named: boolean }>(
    `select employee_id as id, (${known}) as named from people p
      where ${away} and not exists (select 1 from escalations e where e.employee_id = p.employee_id and e.state <> 'closed')`,
    [days],
  )
  let forgotten = 0
  for (const { id, named } of gone) {
    const done = await db
      .transaction((tx) => forget(tx, days, id))
      .catch((error: { code?: string }) => {
        if (error.code !== pointedTo) throw error
        return named && db.transaction((tx) => nameless(tx, days, id))
      })
    if (done) forgotten += 1
  }
  return forgotten
}

/** Where many left at once, going through them takes a while: one of them may have come again, or another run may have been here first. */
const isStillAway = async (tx: Queryable, days: number, id: string) =>
  (await tx.query(`select 1 from people p where ${away} and employee_id = $2 for update`, [days, id])).length > 0

const theirs = ['turns', 'messages', 'progress', 'trouble_cases', 'managers_seen', 'people']

async function forget(tx: Queryable, days: number, id: string): Promise<boolean> {
  if (!(await isStillAway(tx, days, id))) return false
  await unnamed(tx, id)
  for (const table of theirs) await tx.query(`delete from ${table} where employee_id = $1`, [id])
  await entered(tx, 'person', 1, id)
  return true
}

/** Something that is kept longer points to them: a row without a name, a wish or a way to reach them is all that stays until then. */
async function nameless(tx: Queryable, days: number, id: string): Promise<boolean> {
  if (!(await isStillAway(tx, days, id))) return false
  await unnamed(tx, id)
  await tx.query(
    `update people set name = '', locale = null, time_zone = null, conversation_id = null, service_url = null, teams_user_id = null, bot_id = null,
            language = null, screen = null, needs = '{}', read_up_to = null
      where employee_id = $1`,
    [id],
  )
  await entered(tx, 'address', 1, id)
  return true
}
