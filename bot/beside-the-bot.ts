// What the commands that run beside the bot have in common.
import { existsSync } from 'node:fs'
import { userInfo } from 'node:os'
import { BadConfig, type Stored } from './config.ts'
import type { Database } from './database/database.ts'
import { openDatabase } from './open-database.ts'

/** The bot's database, for the caller to close. Throws `BadConfig` where there is no embedded one: opening would make it, and empty. */
export async function openExisting(stored: Stored): Promise<Database> {
  if (!stored.databaseUrl && !existsSync(stored.dataDir)) throw new BadConfig(`DATA_DIR: there is no database in ${stored.dataDir}`)
  return openDatabase(stored)
}

/** Who runs the command, as this machine calls them. In a container an account need not have a name. */
export function accountHere(): string {
  try {
    return userInfo().username.replace(/[^\w.@-]/g, '_')
  } catch {
    return `uid-${process.getuid?.() ?? 'unknown'}`
  }
}
