// The owner of the tables gives the bot and the auditors what each needs, and no more (security.md §3, §4.18).
import { readFileSync } from 'node:fs'
import type { Queryable } from './database.ts'

const sqlOf = (kind: Kind) => readFileSync(new URL(`./rights/${kind}.sql`, import.meta.url), 'utf8')

export type Kind = 'bot' | 'auditors'

/** Gives a role of the database its rights, as the owner of the tables. Again after each migration: new tables come without any. */
export async function giveRights(db: Queryable, kind: Kind, role: string): Promise<void> {
  await db.script(
    sqlOf(kind)
      .replaceAll(':"role"', quoted(role))
      .replaceAll(`:'role'`, `'${role.replaceAll("'", "''")}'`),
  )
}

/** Where the bot owns the database or made its tables itself, the owner takes both over; their role has to be a member of the bot's for that. */
export async function takeOver(db: Queryable, role: string): Promise<void> {
  const [owned] = await db.query(
    `select 1 from pg_class where oid = to_regclass('audit_entries') and pg_get_userbyid(relowner) = $1
     union all select 1 from pg_database where datname = current_database() and pg_get_userbyid(datdba) = $1`,
    [role],
  )
  if (owned) await db.script(`reassign owned by ${quoted(role)} to current_user`)
}

const quoted = (role: string) => `"${role.replaceAll('"', '""')}"`
