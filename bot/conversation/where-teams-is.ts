// Where Teams takes messages for this tenant, for those who never wrote to us.
import type { Queryable } from '../database/database.ts'

/** For a test that looks whether an index answers it. */
export const newestServiceUrlSql = 'select service_url as url from people where service_url is not null order by last_seen_at desc limit 1'

/** As Teams last told us; undefined while nobody has written. */
export async function newestServiceUrl(db: Queryable): Promise<string | undefined> {
  const [row] = await db.query<{ url: string }>(newestServiceUrlSql)
  return row?.url
}
