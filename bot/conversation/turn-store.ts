import { randomUUID } from 'node:crypto'
import type { Queryable } from '../database/database.ts'
import type { EmployeeId, TeamsClient } from '../people.ts'
import type { Said } from './turn.ts'

export interface StoredTurn {
  id: string
  employeeId: EmployeeId
  said: Said & { client: TeamsClient }
  attempts: number
}

const columns = 'id, employee_id as "employeeId", said, attempts'

/** Nobody types or presses faster; the sample company's quickest walk has 12 turns in ten seconds. */
const mostTurns = 20
const withinSeconds = 10
/** Longer than an answer takes; what a dead process held is free after that. */
export const leaseSeconds = 20
const lease = `now() + interval '${leaseSeconds} seconds'`

/** One deed can ask for a sign-in twice: the client's own is tried first, then that of the person. */
const mostAsks = 2
/** What was said lately, less what asked for the sign-in that the press of key `key` may bring: those are one deed with it. */
const latelySql = (employeeId: string, key: string) =>
  `select count(*) - least(count(*) filter (where said ->> 'waits' = ${key}), ${mostAsks}) as turns from turns
    where employee_id = ${employeeId} and received_at > now() - interval '${withinSeconds} seconds'`

/**
 * Takes in a turn. Undefined: the same one is here already, because Teams or a finger repeated it, or there are too many
 * (security.md P14). One that was taken in and never answered is taken up again. The first that is too many is kept as such, so that it
 * is answered once; the rest leave no trace.
 */
export async function takeIn(
  db: Queryable,
  key: string,
  employeeId: EmployeeId,
  said: StoredTurn['said'],
): Promise<StoredTurn | undefined> {
  const [turn] = await db.query<StoredTurn>(
    `insert into turns (id, key, employee_id, said, leased_until)
     select $1, $2, $3::uuid, case when lately.turns < ${mostTurns} then $4::jsonb else $5::jsonb end, ${lease}
       from (${latelySql('$3::uuid', '$2')}) lately
      where lately.turns <= ${mostTurns}
     on conflict (key) do update set attempts = turns.attempts + 1, leased_until = ${lease}
      where turns.state = 'open' and turns.leased_until < now()
     returning ${columns}`,
    [randomUUID(), key, employeeId, JSON.stringify(said), JSON.stringify({ kind: 'flood', client: said.client })],
  )
  return turn
}

/**
 * Counts what is answered beside the turns as if it were one. False: there were too many, and it left no trace. `alone`: measured by its own
 * kind only. `key`: of the press. Of whom we have no row there is no chat to flood, and nothing is counted.
 */
export async function countBeside(
  db: Queryable,
  id: string,
  employeeId: EmployeeId,
  { key, alone }: { key?: string; alone?: string },
): Promise<boolean> {
  const [row] = await db.query<{ fits: boolean }>(
    `with lately as (${latelySql('$3', '$6')} and ($4::text is null or said ->> 'alone' = $4)),
     counted as (
       insert into turns (id, key, employee_id, said, state, leased_until)
       select $1, $2, employee_id, $5::jsonb, 'answered', now() from people, lately where turns < ${mostTurns} and employee_id = $3)
     select turns < ${mostTurns} as fits from lately`,
    [id, `b:${id}`, employeeId, alone ?? null, JSON.stringify({ kind: 'beside', alone }), key ?? null],
  )
  return row?.fits ?? false
}

/** It was answered by asking for a sign-in: the press of `key` will come again. */
export async function waitsFor(db: Queryable, id: string, key: string): Promise<void> {
  await db.query(`update turns set said = said || jsonb_build_object('waits', $2::text) where id = $1`, [id, key])
}

/** The press came with a sign-in that was used, and is counted itself: what asked for it is counted no more. */
export async function isOneWith(db: Queryable, employeeId: EmployeeId, key: string): Promise<void> {
  await db.query(
    `delete from turns where id in
       (select id from turns where employee_id = $1 and said ->> 'waits' = $2 order by received_at desc limit ${mostAsks})`,
    [employeeId, key],
  )
}

export async function uncount(db: Queryable, id: string): Promise<void> {
  await db.query('delete from turns where id = $1', [id])
}

/** Turns that a process took in and did not live to answer. */
export function takeAbandoned(db: Queryable): Promise<StoredTurn[]> {
  return db.query<StoredTurn>(
    `update turns set attempts = attempts + 1, leased_until = ${lease}
      where id in (select id from turns where state = 'open' and leased_until < now() order by received_at limit 50 for update skip locked)
     returning ${columns}`,
  )
}

/** Embedded database, one process: whoever held a lease is dead, so nobody needs to wait for its end. */
export async function dropLeases(db: Queryable): Promise<void> {
  await db.query(`update turns set leased_until = now() - interval '1 second' where state = 'open'`)
  await db.query(`update messages set leased_until = now() - interval '1 second' where state = 'sending'`)
}

/** False: it was closed before, by another process that took it up when this one was slow. What was filled in goes: whoever needed it has it now. */
export async function close(tx: Queryable, id: string, state: 'answered' | 'given-up'): Promise<boolean> {
  const closed = await tx.query(`update turns set state = $2, said = said - 'inputs' where id = $1 and state = 'open' returning 1`, [
    id,
    state,
  ])
  return closed.length > 0
}

export async function isOpen(db: Queryable, id: string): Promise<boolean> {
  return (await db.query(`select 1 from turns where id = $1 and state = 'open'`, [id])).length > 0
}
