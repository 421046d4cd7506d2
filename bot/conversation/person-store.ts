import type { Need } from '../../cards/card.ts'
import type { Queryable } from '../database/database.ts'
import type { EmployeeId } from '../people.ts'
import type { Address, Speaker } from '../teams/teams.ts'
import type { Person } from './turn.ts'

// The language they chose wins over that of their Teams, which then still says how their country writes dates.
const columns = `employee_id as id, name, time_zone as "timeZone", version, snoozed_until as "snoozedUntil", misunderstood, screen, needs, welcomed_at is not null as welcomed,
  case when language is null or locale like language || '-%' then coalesce(locale, 'en') else language end as locale,
  coalesce(locale, 'en') as "teamsLocale"`

/** Keeps the newest address: Teams moves service URLs. Whoever speaks can be reached again. */
export async function meet(db: Queryable, { employeeId, tenantId, name, address, locale, timeZone }: Speaker): Promise<Person> {
  const [person] = await db.query<Person>(
    `insert into people (employee_id, tenant_id, name, locale, time_zone, conversation_id, service_url, teams_user_id, bot_id)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
     on conflict (employee_id) do update set name = $3, locale = coalesce($4, people.locale), time_zone = coalesce($5, people.time_zone),
       conversation_id = $6, service_url = $7, teams_user_id = $8, bot_id = $9, installed = true, unreachable_why = null, last_seen_at = now()
     returning ${columns}`,
    [
      employeeId,
      tenantId,
      name,
      locale ?? null,
      timeZone ?? null,
      address.conversationId,
      address.serviceUrl,
      address.teamsUserId,
      address.botId,
    ],
  )
  if (!person) throw new Error('a person who speaks must have a row')
  return person
}

export async function load(db: Queryable, employeeId: EmployeeId): Promise<Person | undefined> {
  const [person] = await db.query<Person>(`select ${columns} from people where employee_id = $1`, [employeeId])
  return person
}

/** The person, when this is the chat that is theirs: a card copied elsewhere must do nothing there (security.md C3). */
export async function inOwnChat(db: Queryable, { employeeId, address }: Speaker): Promise<Person | undefined> {
  const [person] = await db.query<Person>(`select ${columns} from people where employee_id = $1 and conversation_id = $2`, [
    employeeId,
    address.conversationId,
  ])
  return person
}

/** Where the person of a message can be written to, as JSON; null when they cannot. */
export const addressSql = `select json_build_object('conversationId', conversation_id, 'serviceUrl', service_url, 'botId', bot_id,
  'teamsUserId', teams_user_id) from people where people.employee_id = messages.employee_id and installed and conversation_id is not null`

/** They have a chat with us, as far as we know. */
export async function reachable(db: Queryable, employeeId: EmployeeId): Promise<boolean> {
  const rows = await db.query('select 1 from people where employee_id = $1 and installed and conversation_id is not null', [employeeId])
  return rows.length > 0
}

/** They are told who writes to them. */
export async function welcomed(tx: Queryable, employeeId: EmployeeId): Promise<void> {
  await tx.query('update people set welcomed_at = now() where employee_id = $1', [employeeId])
}

/** Who comes back later is greeted again. */
export async function left(db: Queryable, employeeId: EmployeeId): Promise<void> {
  await db.query('update people set installed = false, welcomed_at = null where employee_id = $1', [employeeId])
}

/** Is about to be written to for the first time: what is said then is their greeting. */
export async function expectFirst(db: Queryable, { employeeId, tenantId, name, locale, timeZone }: Speaker): Promise<void> {
  await db.query(
    `insert into people (employee_id, tenant_id, name, locale, time_zone, installed, welcomed_at) values ($1, $2, $3, $4, $5, false, now())
     on conflict (employee_id) do update set welcomed_at = coalesce(people.welcomed_at, now())`,
    [employeeId, tenantId, name, locale ?? null, timeZone ?? null],
  )
}

/** Nothing was said, so they are greeted when they come by themselves. */
export async function wasNotReached(db: Queryable, employeeId: EmployeeId): Promise<void> {
  await db.query('update people set welcomed_at = null where employee_id = $1 and not installed', [employeeId])
}

/** Receipts come in any order, and twice. Of somebody we do not know there is nothing they could have read. */
export async function hasRead(db: Queryable, employeeId: EmployeeId, upTo: number): Promise<void> {
  await db.query('update people set read_up_to = $2 where employee_id = $1 and coalesce(read_up_to, 0) < $2', [employeeId, upTo])
}

/** Takes the person's row for this change. False: something else was said to them since `version` was read. */
export async function take(tx: Queryable, { id, version }: Person): Promise<boolean> {
  const mine = await tx.query('update people set version = version + 1 where employee_id = $1 and version = $2 returning 1', [id, version])
  return mine.length > 0
}

export async function snooze(tx: Queryable, id: EmployeeId, until: Date | null): Promise<void> {
  await tx.query('update people set snoozed_until = $2 where employee_id = $1', [id, until])
}

/** Null: as their Teams again. */
export async function chooseLanguage(tx: Queryable, id: EmployeeId, language: string | null): Promise<void> {
  await tx.query('update people set language = $2 where employee_id = $1', [id, language])
}

/** What their phone shows; null: the language that they read here. */
export async function chooseScreen(tx: Queryable, id: EmployeeId, screen: string | null): Promise<void> {
  await tx.query('update people set screen = $2 where employee_id = $1', [id, screen])
}

export async function keepNeeds(tx: Queryable, id: EmployeeId, needs: readonly Need[]): Promise<void> {
  await tx.query('update people set needs = $2 where employee_id = $1', [id, needs])
}

export async function misunderstood(tx: Queryable, id: EmployeeId, times: number): Promise<void> {
  await tx.query('update people set misunderstood = $2 where employee_id = $1', [id, times])
}

export async function unreachable(db: Queryable, id: EmployeeId, why: string): Promise<void> {
  await db.query('update people set unreachable_why = $2 where employee_id = $1', [id, why])
}

const addressOfSql = `select conversation_id as "conversationId", service_url as "serviceUrl", bot_id as "botId", teams_user_id as "teamsUserId"
  from people where employee_id = $1 and conversation_id is not null`

/** Where somebody can be written to beside the conversation; undefined when they cannot. */
export async function addressOf(db: Queryable, employeeId: EmployeeId): Promise<Address | undefined> {
  return (await db.query<Address>(`${addressOfSql} and installed`, [employeeId]))[0]
}

/** Where they spoke to us last, though they may have taken the app away since: nobody is written to there. */
export async function lastAddressOf(db: Queryable, employeeId: EmployeeId): Promise<Address | undefined> {
  return (await db.query<Address>(addressOfSql, [employeeId]))[0]
}

/** Which of these have a chat with us, `most` at most: those first who were here last. */
export async function reachableOf(db: Queryable, ids: EmployeeId[], most: number): Promise<EmployeeId[]> {
  const rows = await db.query<{ id: EmployeeId }>(
    `select employee_id as id from people where employee_id = any($1::uuid[]) and installed and conversation_id is not null
      order by last_seen_at desc limit $2`,
    [ids, most],
  )
  return rows.map(({ id }) => id)
}
