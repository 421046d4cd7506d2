// Activities written by hand, and a look at all that is stored.
import { randomUUID } from 'node:crypto'
import type { Database } from '../../bot/database/database.ts'
import type { SampleCompany } from '../sample-company/company.ts'
import { botTeamsId, helpdeskChannel } from '../sample-company/ids.ts'
import type { Actor } from '../support/actor.ts'

export type Wire = Record<string, unknown>

/** What Teams would send for this person, with anything in it replaced; `undefined` takes a field away. */
export function activity({ company, person, on }: Actor, changed: Wire): Wire {
  const { conversationId, teamsId } = company.addressOf(person.id)
  return {
    id: randomUUID(),
    channelId: 'msteams',
    serviceUrl: company.connectorUrl,
    from: { id: teamsId, name: person.name, aadObjectId: person.id },
    recipient: { id: botTeamsId, name: 'Unlock' },
    conversation: { id: conversationId, conversationType: 'personal', tenantId: company.tenantId },
    channelData: { tenant: { id: company.tenantId } },
    locale: 'en-GB',
    entities: [{ type: 'clientInfo', locale: 'en-GB', platform: on }],
    ...changed,
  }
}

export const message = (actor: Actor, text: string, changed: Wire = {}): Wire => activity(actor, { type: 'message', text, ...changed })

/** The invoke that pressing the button with this title becomes. */
export function pressOf(actor: Actor, title: string, changed: Wire = {}): Wire & { value: { action: { data: Wire } } } {
  const { action, activityId } = actor.button(title)
  const value = { action: { ...action, data: { ...action.data } }, trigger: 'manual' }
  return { ...activity(actor, { type: 'invoke', name: 'adaptiveCard/action', replyToId: activityId, ...changed }), value }
}

export const inChannel = (tenantId: string, thread = '1'): Wire => ({
  conversation: { id: `${helpdeskChannel.channelId};messageid=${thread}`, conversationType: 'channel', isGroup: true, tenantId },
})

/** HTTP status of the bot's answer to each. */
export const statuses = (company: SampleCompany, activities: unknown[]): Promise<number[]> =>
  Promise.all(activities.map(async (each) => (await company.raw(each)).status))

/** The status inside the answer to an invoke: what Teams goes by. */
export async function pressed(company: SampleCompany, invoke: Wire): Promise<number> {
  const { status, body } = await company.raw(invoke)
  if (status !== 200) throw new Error(`an invoke was answered ${status}`)
  return (body as { statusCode: number }).statusCode
}

const tables = ['people', 'turns', 'messages', 'progress', 'audit_entries']

/** Every row of ours as text, by table; without what is drawn (long), how far its sending is (goes on by itself), and the count of presses. */
export async function stored(db: Database): Promise<Record<string, string[]>> {
  const left = `'{activity, state, attempts, copies, due_at, leased_until, sent_at}'::text[]`
  const read = (table: string) => db.query<{ row: string }>(`select (to_jsonb(t) - ${left})::text as row from ${table} t order by 1`)
  const rows = await Promise.all(tables.map(read))
  const told = ({ row }: { row: string }) => !row.includes('{"kind": "beside"}')
  return Object.fromEntries(tables.map((table, index) => [table, (rows[index] ?? []).filter(told).map(({ row }) => row)]))
}

/** Tables of any schema with a row that holds these words, the job queue's included. */
export async function tablesWith(db: Database, words: string): Promise<string[]> {
  const all = await db.query<{ name: string }>(
    `select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
      where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  )
  const held = await Promise.all(
    all.map(async ({ name }) => {
      const found = await db.query(`select 1 from ${name} t where strpos(lower(t::text), lower($1)) > 0 limit 1`, [words])
      return found.length > 0 ? name : undefined
    }),
  )
  return held.filter((name) => name !== undefined)
}
