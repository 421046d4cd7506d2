// Who this connection is to the database, and what it may do to the audit. The database holds it to that, whatever we check.
import type { Queryable } from '../database/database.ts'

export interface Rights {
  /** The role that signed in. */
  role: string
  /** Could change or delete what was entered, or switch off what stands against that. */
  rewrites: boolean
  /** May see who is behind a pseudonym: the mark of an auditor, and of the owner. */
  audits: boolean
}

export async function rightsOf(db: Queryable): Promise<Rights> {
  const [rights] = await db.query<Rights>(
    `select session_user::text as role, has_column_privilege('audit_subjects', 'key', 'select') as audits,
            has_table_privilege('audit_entries', 'update, delete, truncate, trigger') or pg_has_role(relowner, 'usage')
              or exists (select 1 from pg_namespace n where n.oid = c.relnamespace and pg_has_role(n.nspowner, 'usage')) as rewrites
       from pg_class c where c.oid = 'audit_entries'::regclass`,
  )
  if (!rights) throw new Error('there is no table audit_entries')
  return rights
}
