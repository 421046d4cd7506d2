// The job that signs the newest entry, so that everything up to it is covered.
import type { Deps } from '../deps.ts'
import { append } from './audit.ts'
import { type Heads, signedBy, signHead } from './heads.ts'
import { verify } from './verify.ts'

export interface Due {
  /** So many entries without a signed head are enough. */
  entries: number
  /** So long may one wait. */
  minutes: number
}

const documented: Due = { entries: 200, minutes: 5 }
/** After that somebody must know that no head can be written. */
const lateMinutes = 15

interface Uncovered {
  newest: number
  at: string
  waited: number | null
}

/**
 * Signs a head when one is due, over entries that follow from the last one: what was changed since is never signed, and an
 * entry that was added before a crash is covered by the next head. Throws when the head cannot be written; the job runs again.
 */
export async function cover({ db, log }: Pick<Deps, 'db' | 'log'>, heads: Heads, due: Due = documented): Promise<void> {
  const last = await heads.target.newest()
  const lastKey = last && (await signedBy(last, heads.key))
  if (last && lastKey === undefined) return log.error({ seq: last.seq }, 'the newest signed head is not by our key')
  const seq = last?.seq ?? 0
  const [row] = await db.query<Uncovered>(
    `select to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as at,
            (select coalesce(max(seq), 0)::float8 from audit_entries) as newest,
            (select (extract(epoch from now() - at) / 60)::float8 from audit_entries where seq > $1 order by seq limit 1) as waited`,
    [seq],
  )
  if (!row) throw new Error('the database does not know the time')
  if (row.newest < seq) return log.error({ seq, newest: row.newest }, 'the audit chain was cut off: run npm run audit -- verify')
  const waited = row.waited ?? -1
  if (waited < due.minutes && row.newest - seq < due.entries) return

  const to = lastKey ? await keyChanged(db, seq) : row.newest
  const verdict = await verify(db, { to, ...(last ? { following: last } : {}) })
  if (!verdict.ok) return log.error(verdict, 'the audit chain is broken: no head is signed over it')
  if (!verdict.head) return
  try {
    await heads.target.write(await signHead({ seq: verdict.head.seq, hash: verdict.head.hash, at: row.at }, heads.key))
  } catch (error) {
    if (waited >= lateMinutes) log.error({ minutes: waited, err: error }, 'audit entries wait for a signed head')
    throw error
  }
}

/** Entered under the first head of the new key, which says from when on it counts; once, however often that head cannot be written. */
async function keyChanged(db: Deps['db'], since: number): Promise<number> {
  return db.transaction(async (tx) => {
    const [entered] = await tx.query<{ newest: number }>(
      `select (select max(seq) from audit_entries)::float8 as newest from audit_entries where verb = 'audit-key-changed' and seq > $1 limit 1`,
      [since],
    )
    return entered?.newest ?? (await append(tx, { actor: { kind: 'unlock' }, verb: 'audit-key-changed' })).seq
  })
}
