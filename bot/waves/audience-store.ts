// Who a wave is for, put together in SQL: page after page goes in, nobody is ever held in memory with everybody else.
import { whyQuietSql } from '../conversation/may-speak-first.ts'
import type { Queryable } from '../database/database.ts'
import type { Member } from '../entra/directory.ts'
import { cut } from '../from-outside.ts'
import type { Settings } from '../settings.ts'
import { isTimeZone } from '../time-zone.ts'

/** Where their day begins: as their Teams says, else by office, city or country, else the company's. */
function zoneOf({ waves }: Pick<Settings, 'waves'>, { places }: Member, teams: string | undefined): string {
  if (teams !== undefined && isTimeZone(teams)) return teams
  const place = places.find((one) => Object.hasOwn(waves.zones, one))
  return (place && waves.zones[place]) || waves.zone
}

/** Adds a page of people; who is there already stays. Whoever cannot be written to is there too, skipped and with the reason. */
export async function add(
  db: Queryable,
  settings: Pick<Settings, 'waves'>,
  waveId: string,
  chunk: number,
  members: Member[],
  via?: string,
): Promise<void> {
  if (members.length === 0) return
  // Node knows names that PostgreSQL does not, and one of them would stop every wave: a client says which it likes.
  const known = await db.query<{ id: string; zone: string | null }>(
    `select employee_id as id, case when lower(time_zone) in (select lower(name) from pg_timezone_names) then time_zone end as zone
       from people where employee_id = any($1::uuid[])`,
    [members.map(({ id }) => id)],
  )
  const teams = new Map(known.map(({ id, zone }) => [id, zone ?? undefined]))
  const rows = members.map((member) => ({
    id: member.id,
    name: cut(member.name, 200),
    locale: member.locale ?? null,
    zone: zoneOf(settings, member, teams.get(member.id)),
    why: member.guest ? 'guest' : member.enabled ? null : 'disabled',
  }))
  await db.query(
    `insert into deliveries (wave_id, employee_id, chunk, name, locale, zone, via, state, why)
     select $1, r.id, $2, r.name, r.locale, r.zone, $4, case when r.why is null then 'queued' else 'skipped' end, r.why
       from jsonb_to_recordset($3::jsonb) r(id uuid, name text, locale text, zone text, why text)
     on conflict (wave_id, employee_id) do nothing`,
    [waveId, chunk, JSON.stringify(rows), via ?? null],
  )
}

export async function leaveOut(db: Queryable, waveId: string, ids: string[]): Promise<void> {
  await db.query('delete from deliveries where wave_id = $1 and employee_id = any($2::uuid[])', [waveId, ids])
}

/** The recipients of another wave: those it did not reach, or those it reached who have not done it. */
export async function addFrom(db: Queryable, waveId: string, before: string, of: 'not-done' | 'not-reached'): Promise<void> {
  const who = of === 'not-reached' ? `d.state in ('failed', 'unknown')` : `d.state = 'sent'`
  await db.query(
    `insert into deliveries (wave_id, employee_id, chunk, name, locale, zone, via)
     select $1, d.employee_id, (row_number() over (order by d.employee_id) - 1) / 999, d.name, d.locale, d.zone, d.via
       from deliveries d where d.wave_id = $2 and ${who} on conflict do nothing`,
    [waveId, before],
  )
}

/** Notes what Entra said of those of them who are recipients. */
export async function mark(db: Queryable, waveId: string, name: string, ids: string[]): Promise<void> {
  await db.query(
    `insert into wave_marks (wave_id, employee_id, mark)
     select $1, d.employee_id, $2 from deliveries d where d.wave_id = $1 and d.employee_id = any($3::uuid[]) on conflict do nothing`,
    [waveId, name, ids],
  )
}

/** The same, of all recipients. */
export async function markAll(db: Queryable, waveId: string, name: string): Promise<void> {
  await db.query(
    `insert into wave_marks (wave_id, employee_id, mark)
     select wave_id, employee_id, $2 from deliveries where wave_id = $1 on conflict do nothing`,
    [waveId, name],
  )
}

/** From marks to what the preview counts, and to those who need no invitation. `scoped`: the marks of the policy are complete. */
export async function judge(
  tx: Queryable,
  waveId: string,
  { registered, scoped }: { registered: boolean; scoped: boolean },
): Promise<void> {
  const has = (name: string) =>
    `exists (select 1 from wave_marks m where m.wave_id = d.wave_id and m.employee_id = d.employee_id and m.mark = '${name}')`
  await tx.query(
    `update deliveries d set traits = array_remove(array[
        case when not exists (select 1 from people p where p.employee_id = d.employee_id and p.installed and p.conversation_id is not null)
             then 'no-chat' end,
        case when $2 and not ${has('way-in')} then 'no-way-in' end,
        case when $3 and (${has('excluded')} or not ${has('included')}) then 'not-in-scope' end,
        (select ${whyQuietSql} from people p where p.employee_id = d.employee_id)], null)
      where d.wave_id = $1 and d.state = 'queued'`,
    [waveId, registered, scoped],
  )
  await tx.query(
    `update deliveries d set state = 'skipped', why = 'done' where d.wave_id = $1 and d.state = 'queued'
        and (${has('passkey')} or exists (select 1 from progress g where g.employee_id = d.employee_id and g.finished_at is not null))`,
    [waveId],
  )
  await tx.query('delete from wave_marks where wave_id = $1', [waveId])
}

/** How many of those who would be written to have each trait. */
export async function traits(db: Queryable, waveId: string): Promise<Record<string, number>> {
  const rows = await db.query<{ trait: string; count: number }>(
    `select t.trait, count(*)::int as count from deliveries d cross join lateral unnest(d.traits) t(trait)
      where d.wave_id = $1 and d.state = 'queued' group by t.trait`,
    [waveId],
  )
  return Object.fromEntries(rows.map(({ trait, count }) => [trait, count]))
}
