// One pace for all processes, in SQL: when the next message may leave, and how long nobody sends at all.
import type { Queryable } from '../database/database.ts'

const longestStormSeconds = 60

/**
 * Reserves `count` places in the row, `1/perSecond` apart. Returns milliseconds from now to the first of them, by the clock of
 * the database. A pause for everybody moves the row behind it.
 */
export async function reserve(db: Queryable, count: number, perSecond: number): Promise<number> {
  const [row] = await db.query<{ wait: number }>(
    `update send_pace set next_at = greatest(next_at, paused_until, clock_timestamp()) + make_interval(secs => $1::float8 / $2)
     returning extract(epoch from next_at - make_interval(secs => $1::float8 / $2) - clock_timestamp())::float8 * 1000 as wait`,
    [count, perSecond],
  )
  return Math.max(0, row?.wait ?? 0)
}

/** Messages to single people do not wait, waves do: each of the former moves the row by one place. */
export async function giveWay(db: Queryable, perSecond: number): Promise<void> {
  await db.query('update send_pace set next_at = greatest(next_at, clock_timestamp()) + make_interval(secs => 1 / $1::float8)', [perSecond])
}

/** Most of a batch was turned away: nobody sends for as long as Teams asked, and longer each time it happens in a row. */
export async function storm(db: Queryable, retryAfterSeconds: number): Promise<void> {
  await db.query(
    `update send_pace set storms = storms + (paused_until < clock_timestamp())::int,
       paused_until = greatest(paused_until, clock_timestamp() + make_interval(secs => least($2, greatest($1::float8, 2 ^ least(storms, 10)))))`,
    [retryAfterSeconds, longestStormSeconds],
  )
}

export async function calm(db: Queryable): Promise<void> {
  await db.query('update send_pace set storms = 0 where storms > 0')
}
