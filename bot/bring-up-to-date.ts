// What the owner of the tables does for a bot that may make none.
import type { Database } from './database/database.ts'
import { migrate } from './database/migrate.ts'
import { giveRights, takeOver } from './database/rights.ts'
import { makeQueue } from './jobs/jobs.ts'

export interface Roles {
  bot: string
  /** Who may export the audit and see who is in it. */
  auditors?: string
}

/** Makes what is missing, as the role that `db` is signed in with, and gives the others their rights. May be repeated. */
export async function bringUpToDate(db: Database, { bot, auditors }: Roles): Promise<void> {
  await takeOver(db, bot)
  await migrate(db)
  await makeQueue(db)
  await giveRights(db, 'bot', bot)
  if (auditors !== undefined) await giveRights(db, 'auditors', auditors)
}
