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

/** Takes in a turn. Undefined: the same one is here already, because Teams or a finger repeated it. */
export async function takeIn(
  db: Queryable,
  key: string,
  employeeId: EmployeeId,
  said: StoredTurn['said'],
): Promise<StoredTurn | undefined> {
  const [turn] = await db.query<StoredTurn>(
    `insert into turns (id, key, employee_id, said, leased_until) values ($1, $2, $3, $4, now() + interval '60 seconds')
     on conflict (key) do nothing returning ${columns}`,
    [randomUUID(), key, employeeId, JSON.stringify(said)],
  )
  return turn
}

/** Turns that a process took in and did not live to answer. */
export function takeAbandoned(db: Queryable): Promise<StoredTurn[]> {
  return db.query<StoredTurn>(
    `update turns set attempts = attempts + 1, leased_until = now() + interval '60 seconds'
      where id in (select id from turns where state = 'open' and leased_until < now() order by received_at limit 50 for update skip locked)
     returning ${columns}`,
  )
}

/** Embedded database, one process: whoever held a lease is dead, so nobody needs to wait for its end. */
export async function dropLeases(db: Queryable): Promise<void> {
  await db.query(`update turns set leased_until = now() - interval '1 second' where state = 'open'`)
  await db.query(`update messages set leased_until = now() - interval '1 second' where state = 'sending'`)
}

export async function close(tx: Queryable, id: string, state: 'answered' | 'given-up'): Promise<void> {
  await tx.query('update turns set state = $2 where id = $1', [id, state])
}
