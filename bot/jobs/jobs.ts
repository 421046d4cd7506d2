// Work for later, kept in the same database as the facts it is about. The only file that knows pg-boss.
import { type ConstructorOptions, type Db, PgBoss } from 'pg-boss'
import type { Database, Queryable } from '../database/database.ts'

const names = [
  'journey.watch',
  'journey.look-again',
  'conversation.remind',
  'conversation.sweep',
  'escalation.show',
  'escalation.tell',
  'escalation.tell-agent',
  'escalation.renew-card',
  'escalation.sweep',
  'escalation.watch-pass',
  'escalation.sign-out',
  'escalation.notify',
  'escalation.end-sessions',
  'escalation.account-in-danger',
  'escalation.read-pass-audits',
  'escalation.learn-managers',
  'escalation.look-after',
  'audit.head',
  'trouble.tell-owner',
  'retention.delete',
  'waves.gather',
  'waves.ask',
  'waves.recall',
  'waves.correct',
  'waves.week',
] as const

export type JobName = (typeof names)[number]
export type JobHandlers = Record<JobName, (data: object) => Promise<void>>

export interface Jobs {
  /** Enqueues inside the caller's transaction: no commit, no job. Only after `start`. One with a `key` waits at most once. */
  send(tx: Queryable, name: JobName, data: object, afterSeconds: number, key?: string): Promise<void>
  /** `first` may send jobs, and is done before any handler runs. */
  start(handlers: JobHandlers, first?: () => Promise<void>): Promise<void>
  /** How long the oldest job that should have run has waited. */
  lagSeconds(): Promise<number>
  /** Waits for running handlers. The database stays open: its opener closes it, afterwards. */
  stop(): Promise<void>
}

interface JobLog {
  warn(what: object, text: string): void
  error(what: object, text: string): void
}

/** A job whose process died is taken up again when it has expired. */
const retries = { retryLimit: 8, retryDelay: 1, retryBackoff: true, retryDelayMax: 300, expireInSeconds: 60 }
/** One waiting job of the kind is enough, or one for each key: what nobody could run must not pile up. */
const single = new Set<JobName>([
  'conversation.sweep',
  'journey.watch',
  'escalation.show',
  'escalation.sweep',
  'escalation.watch-pass',
  'escalation.notify',
  'escalation.end-sessions',
  'escalation.account-in-danger',
  'escalation.read-pass-audits',
  'escalation.learn-managers',
  'escalation.look-after',
  'audit.head',
  'retention.delete',
  'waves.week',
])
const eachMinute = '* * * * *'
const schedules: Partial<Record<JobName, string>> = {
  'conversation.sweep': eachMinute,
  'escalation.sweep': eachMinute,
  'escalation.look-after': eachMinute,
  'escalation.read-pass-audits': '*/3 * * * *',
  'escalation.learn-managers': '17 * * * *',
  'audit.head': eachMinute,
  // When hardly anybody writes, in UTC.
  'retention.delete': '23 1 * * *',
  // When the week begins in Europe, in UTC.
  'waves.week': '0 7 * * 1',
}
const stopWithinMs = 10_000

export function createJobs(db: Database, log: JobLog): Jobs {
  const boss = new PgBoss(optionsFor(db))
  boss.on('error', (error) => log.error({ err: error }, 'job queue failed'))
  boss.on('warning', (warning) => log.warn({ warning }, 'job queue warns'))
  let ready = false

  return {
    async send(tx, name, data, afterSeconds, key) {
      // With a queue it has not cached, pg-boss would ask the one PGlite connection that this transaction holds, for ever.
      if (!ready) throw new Error('Jobs are sent only after start')
      const id = await boss.send(name, data, { db: adapterOver(tx), startAfter: Math.ceil(afterSeconds), singletonKey: key })
      // Where at most one may wait, a second is rightly dropped.
      if (id === null && key === undefined && !single.has(name)) throw new Error(`Job ${name} was not accepted`)
    },
    async start(handlers, first) {
      await boss.start()
      for (const name of names) await openQueue(boss, name)
      ready = true
      await first?.()
      for (const name of names) await listen(boss, db, name, handlers[name], log)
      for (const [name, cron] of Object.entries(schedules)) await boss.schedule(name, cron)
    },
    async lagSeconds() {
      const [row] = await db.query<{ lag: number }>(
        `select coalesce(extract(epoch from now() - min(start_after)), 0)::float8 as lag
           from jobs.job where state in ('created', 'retry') and start_after < now()`,
      )
      return row?.lag ?? 0
    },
    async stop() {
      ready = false
      await boss.stop({ graceful: true, close: false, timeout: stopWithinMs })
    },
  }
}

/** The queue's own tables, made by the owner of the database for a bot that may make none. */
export async function makeQueue(db: Database): Promise<void> {
  const boss = new PgBoss({ ...optionsFor(db), supervise: false, schedule: false })
  await boss.start()
  await boss.stop({ close: false })
}

function optionsFor(db: Database): ConstructorOptions {
  return { db: adapterOver(db), backend: db.kind, schema: 'jobs' }
}

/** pg-boss sends several statements at once when it has no values; the port keeps those apart. */
function adapterOver(db: Queryable): Db {
  return {
    executeSql: async (text, values) => ({ rows: values?.length ? await db.query(text, values) : await db.script(text) }),
  }
}

async function openQueue(boss: PgBoss, name: JobName): Promise<void> {
  const policy = single.has(name) ? 'short' : 'standard'
  await boss.createQueue(name, { ...retries, policy })
  // An existing queue keeps its old settings otherwise.
  await boss.updateQueue(name, retries)
  // update drops a queue from pg-boss's cache and only a queue lookup by a send puts it back; see `touch`.
  await touch(boss, name)
}

/** Any call that needs the queue's table caches it; completing no job changes nothing. */
async function touch(boss: PgBoss, name: JobName): Promise<void> {
  await boss.complete(name, '00000000-0000-0000-0000-000000000000')
}

async function listen(boss: PgBoss, db: Database, name: JobName, handler: (data: object) => Promise<void>, log: JobLog) {
  // More listeners mean more polling; on PGlite they would only queue for the one connection.
  const localConcurrency = schedules[name] ? 1 : db.kind === 'pglite' ? 2 : 4
  await boss.work<object>(name, { pollingIntervalSeconds: 0.5, localConcurrency }, async (jobs) => {
    for (const job of jobs) await run(name, job.data, handler, log)
  })
}

async function run(name: JobName, data: object, handler: (data: object) => Promise<void>, log: JobLog): Promise<void> {
  try {
    await handler(data ?? {})
  } catch (error) {
    log.warn({ job: name, err: error }, 'job failed; it is tried again')
    // Thrown on: that is how pg-boss learns that the job must run again. It keeps the text only, not our log.
    throw error
  }
}
