import { afterEach, expect, test } from 'vitest'
import type { Database } from '../../bot/database/database.ts'
import { createJobs, type JobHandlers, type Jobs } from '../../bot/jobs/jobs.ts'
import { newDatabase } from '../support/databases.ts'

const silent = { warn() {}, error() {} }
const nothing = async () => {}
const quiet: JobHandlers = {
  'journey.watch': nothing,
  'escalation.sign-out': nothing,
  'journey.look-again': nothing,
  'conversation.remind': nothing,
  'conversation.sweep': nothing,
  'escalation.show': nothing,
  'escalation.tell': nothing,
  'escalation.tell-agent': nothing,
  'escalation.renew-card': nothing,
  'escalation.sweep': nothing,
  'escalation.watch-pass': nothing,
  'escalation.notify': nothing,
  'escalation.end-sessions': nothing,
  'escalation.account-in-danger': nothing,
  'escalation.read-pass-audits': nothing,
  'escalation.learn-managers': nothing,
  'escalation.look-after': nothing,
  'audit.head': nothing,
  'trouble.tell-owner': nothing,
  'retention.delete': nothing,
  'waves.gather': nothing,
  'waves.ask': nothing,
  'waves.correct': nothing,
  'waves.recall': nothing,
  'waves.week': nothing,
}

let db: Database
let drop: () => Promise<void>
let jobs: Jobs

async function open() {
  const made = await newDatabase()
  db = made.db
  drop = made.drop
}

afterEach(async () => {
  await jobs.stop()
  await drop()
})

async function startWith(handlers: Partial<JobHandlers>) {
  await open()
  jobs = createJobs(db, silent)
  await jobs.start({ ...quiet, ...handlers })
}

test('a committed job runs once and a rolled-back one never', async () => {
  const ran: object[] = []
  // Several take from the queue side by side: which of them ends first is not promised.
  const both = Promise.withResolvers<void>()
  await startWith({
    'conversation.remind': async (data) => {
      ran.push(data)
      if (ran.length === 2) both.resolve()
    },
  })
  await db.transaction((tx) => jobs.send(tx, 'conversation.remind', { kept: true }, 0))
  const undone = db.transaction(async (tx) => {
    await jobs.send(tx, 'conversation.remind', { undone: true }, 0)
    throw new Error('no')
  })
  await expect(undone).rejects.toThrow('no')
  await db.transaction((tx) => jobs.send(tx, 'conversation.remind', { last: true }, 0))
  await both.promise
  expect(ran).toHaveLength(2)
  expect(ran).toEqual(expect.arrayContaining([{ kept: true }, { last: true }]))
  // The table is the proof that nothing waits to run later.
  const rows = await db.query<{ data: object }>("select data from jobs.job where name = 'conversation.remind' order by created_on")
  expect(rows.map((row) => row.data)).toEqual([{ kept: true }, { last: true }])
})

test('every queue can be sent to inside a transaction, straight after start', async () => {
  await startWith({})
  for (const name of Object.keys(quiet) as (keyof JobHandlers)[]) await db.transaction((tx) => jobs.send(tx, name, {}, 3600))
  const rows = await db.query("select 1 from jobs.job where name like 'journey.%' and start_after > now() + interval '59 minutes'")
  expect(rows).toHaveLength(2)
})

test('a watch waits once, however often it is asked for', async () => {
  await startWith({})
  for (let times = 0; times < 3; times++) await jobs.send(db, 'journey.watch', {}, 3600, 'somebody 1')
  await jobs.send(db, 'journey.watch', {}, 3600, 'somebody 2')
  expect(await db.query("select 1 from jobs.job where name = 'journey.watch'")).toHaveLength(2)
})

test('a throwing handler is run again', async () => {
  let runs = 0
  const again = Promise.withResolvers<void>()
  await startWith({
    'conversation.remind': async () => {
      runs += 1
      if (runs === 1) throw new Error('first time')
      again.resolve()
    },
  })
  await jobs.send(db, 'conversation.remind', { who: 1 }, 0)
  await again.promise
  expect(runs).toBe(2)
})

test('sending before start is refused instead of hanging', async () => {
  await open()
  jobs = createJobs(db, silent)
  await expect(db.transaction((tx) => jobs.send(tx, 'journey.watch', {}, 0))).rejects.toThrow('after start')
})
