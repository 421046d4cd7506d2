import type { Queryable } from '../database/database.ts'
import type { EmployeeId } from '../people.ts'
import type { Audience, Content, Plan, Wave, WaveState } from './wave.ts'

const columns = `id, name, made_by as "madeBy", writers, state, why, version, content, audience, start_at as "startAt", follows, nth, zones, people,
  unknown, correction, corrected_by as "correctedBy", correction_writers as "correctionWriters", words, blind, previewed_at as "previewedAt", asked_at as "askedAt", approved_by as "approvedBy", content_hash as "contentHash",
  audience_hash as "audienceHash", seal, started_at as "startedAt", ended_at as "endedAt"`

/** Without nulls: what is not there is not there. */
const waveOf = (row: Wave): Wave => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as unknown as Wave

export async function load(db: Queryable, id: string): Promise<Wave | undefined> {
  const [row] = await db.query<Wave>(`select ${columns} from waves where id = $1`, [id])
  return row && waveOf(row)
}

/** Newest first. */
export async function list(db: Queryable, states?: WaveState[], limit = 10): Promise<Wave[]> {
  const rows = await db.query<Wave>(
    `select ${columns} from waves where $1::text[] is null or state = any($1) order by coalesce(started_at, made_at) desc, id limit $2`,
    [states ?? null, limit],
  )
  return rows.map(waveOf)
}

export interface Draft {
  id: string
  name: string
  content: Content & Partial<Plan>
  audience: Audience
  startAt?: Date
  follows?: string
  /** Whose words it was copied from, while nobody had approved them. */
  writers?: EmployeeId[]
}

export async function create(tx: Queryable, by: EmployeeId, draft: Draft): Promise<void> {
  const { id, name, content, audience, startAt, follows, writers = [] } = draft
  await tx.query(
    'insert into waves (id, name, made_by, content, audience, start_at, follows, writers) values ($1, $2, $3, $4, $5, $6, $7, $8)',
    [id, name, by, JSON.stringify(content), JSON.stringify(audience), startAt ?? null, follows ?? null, writers],
  )
}

/** SQL of a list of people with one more, who stands in it once. */
export const withSql = (list: string, one: string) => `array_append(array_remove(${list}, ${one}::uuid), ${one}::uuid)`

const open = `state in ('draft', 'gathering', 'previewed')`

/** A change of the draft: whoever previewed or asked for approval before did so for something else. */
export async function edit(tx: Queryable, wave: Wave, by: EmployeeId, { name, content, audience, startAt }: Draft): Promise<boolean> {
  const rows = await tx.query(
    `update waves set name = $3, content = $4, audience = $5, start_at = $6, version = version + 1, state = 'draft', why = null,
            writers = ${withSql('writers', '$7')}, people = null, previewed_at = null, asked_at = null, content_hash = null, audience_hash = null
      where id = $1 and version = $2 and ${open} returning 1`,
    [wave.id, wave.version, name, JSON.stringify(content), JSON.stringify(audience), startAt ?? null, by],
  )
  return rows.length > 0
}

export async function remove(tx: Queryable, { id, version }: Wave): Promise<boolean> {
  return (await tx.query(`delete from waves where id = $1 and version = $2 and ${open} returning 1`, [id, version])).length > 0
}

/** One guarded step from one of `from` to `to`. False: somebody else was first. */
export async function step(tx: Queryable, id: string, from: WaveState[], to: WaveState, why?: string): Promise<boolean> {
  const rows = await tx.query(
    `update waves set state = $3, why = $4, shown_at = 'epoch',
            going_since = case when $3 = 'running' then now() else going_since end,
            started_at = case when $3 = 'running' then coalesce(started_at, now()) else started_at end,
            ended_at = case when $3 in ('finished', 'cancelled', 'recalled') then now() else ended_at end
      where id = $1 and state = any($2) returning 1`,
    [id, from, to, why ?? null],
  )
  return rows.length > 0
}

/** A new preview begins: what an older one found is gone. Returns its version; undefined: the draft is another one by now. */
export async function gather(tx: Queryable, { id, version }: Pick<Wave, 'id' | 'version'>): Promise<number | undefined> {
  const [row] = await tx.query<{ version: number }>(
    `update waves set state = 'gathering', why = null, version = version + 1, people = null, unknown = 0, blind = '{}', previewed_at = null, asked_at = null
      where id = $1 and version = $2 and ${open} returning version`,
    [id, version],
  )
  if (!row) return undefined
  await tx.query('delete from deliveries where wave_id = $1', [id])
  await tx.query('delete from wave_marks where wave_id = $1', [id])
  return row.version
}

export interface Found {
  contentHash: string
  audienceHash: string
  unknown: number
  blind: string[]
}

/** The dry run is complete. */
export async function gathered(tx: Queryable, wave: Wave, found: Found): Promise<boolean> {
  const rows = await tx.query(
    `update waves set state = 'previewed', previewed_at = now(), content_hash = $3, audience_hash = $4, unknown = $5, blind = $6, shown_at = 'epoch',
            people = (select count(*) from deliveries d where d.wave_id = waves.id),
            zones = array(select distinct zone from deliveries d where d.wave_id = waves.id order by 1)
      where id = $1 and version = $2 and state = 'gathering' returning 1`,
    [wave.id, wave.version, found.contentHash, found.audienceHash, found.unknown, found.blind],
  )
  return rows.length > 0
}

export async function ask(tx: Queryable, { id, version }: Wave): Promise<boolean> {
  const rows = await tx.query(
    `update waves set asked_at = now() where id = $1 and version = $2 and (state = 'previewed' or correction is not null) returning 1`,
    [id, version],
  )
  return rows.length > 0
}

/** Freezes it. The version and the number are those that the approver saw. */
export async function approve(tx: Queryable, wave: Wave, by: EmployeeId, seal: string): Promise<boolean> {
  const rows = await tx.query(
    `update waves set state = 'approved', approved_by = $3, seal = $4, shown_at = 'epoch'
      where id = $1 and version = $2 and people = $5 and state = 'previewed' returning 1`,
    [wave.id, wave.version, by, seal, wave.people],
  )
  return rows.length > 0
}

/** True once for each `seconds`, whichever process asks. */
export async function dueToShow(db: Queryable, id: string, seconds: number): Promise<boolean> {
  const rows = await db.query(
    `update waves set shown_at = now() where id = $1 and shown_at < now() - make_interval(secs => $2) returning 1`,
    [id, seconds],
  )
  return rows.length > 0
}

export async function showSoon(db: Queryable, id: string): Promise<void> {
  await db.query(`update waves set shown_at = 'epoch' where id = $1`, [id])
}

/** Who made it, and everybody who was ever shown its card: it may still be what they look at. */
export async function viewers(db: Queryable, { id, madeBy }: Wave): Promise<EmployeeId[]> {
  const rows = await db.query<{ who: EmployeeId }>(`select distinct employee_id as who from messages where card = 'wave' and about = $1`, [
    id,
  ])
  return [...new Set([madeBy, ...rows.map(({ who }) => who)])]
}

const ids = (rows: { id: string }[]) => rows.map(({ id }) => id)

export const dueToStart = async (db: Queryable): Promise<string[]> =>
  ids(await db.query(`select id from waves where state = 'approved' and (start_at is null or start_at <= now()) limit 20`))

/** Those that changed since their card was drawn. */
export const unseen = async (db: Queryable): Promise<string[]> =>
  ids(
    await db.query(
      `select id from waves where shown_at = 'epoch' and state <> 'draft' or (shown_at = 'epoch' and why is not null) limit 20`,
    ),
  )

/** Whoever looks at it sees its card drawn anew. */
export async function showAgain(db: Queryable, id: string): Promise<void> {
  await db.query(`update waves set shown_at = 'epoch' where id = $1`, [id])
}

/** Those whose next reminder is due: sent, not stopped or taken back since, and no reminder of theirs under way. */
export const dueToRemind = async (db: Queryable): Promise<string[]> =>
  ids(
    await db.query(
      `select w.id from waves w cross join lateral (
         select count(*)::int as times, count(*) filter (where r.state in ('gathering', 'previewed', 'approved', 'running', 'paused')) as open
           from waves r where r.follows = w.id and r.nth > 0) sent
        where w.state = 'finished' and w.nth = 0 and sent.open = 0 and sent.times < (w.content -> 'reminders' ->> 'times')::int
          and w.started_at + make_interval(days => (w.content -> 'reminders' ->> 'afterDays')::int * (sent.times + 1)) <= now()
        limit 5`,
    ),
  )

/** How many reminders of a wave there are by now. */
export async function reminders(db: Queryable, id: string): Promise<number> {
  const [row] = await db.query<{ times: number }>('select count(*)::int as times from waves where follows = $1 and nth > 0', [id])
  return row?.times ?? 0
}

/** A reminder whose recipients are about to be found. False: another process was first. */
export async function remind(tx: Queryable, id: string, nth: number, wave: Omit<Draft, 'id'>, of: Wave): Promise<boolean> {
  const rows = await tx.query(
    `insert into waves (id, name, made_by, writers, content, audience, follows, nth, state, version)
     values ($1, $2, $3, $4, $5, $6, $7, $8, 'gathering', 1) on conflict do nothing returning 1`,
    [id, wave.name, of.madeBy, of.writers, JSON.stringify(wave.content), JSON.stringify(wave.audience), wave.follows, nth],
  )
  return rows.length > 0
}
