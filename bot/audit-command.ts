// `npm run audit`, as a process: opens what the bot has open, does one thing, and ends with an exit code.
import { existsSync } from 'node:fs'
import { userInfo } from 'node:os'
import { runAudit } from './audit/commands.ts'
import { openHeads } from './audit/heads.ts'
import { BadConfig, readStored } from './config.ts'
import { azureToken, storageScope } from './entra/credential.ts'
import { openDatabase } from './open-database.ts'
import { auditDays } from './settings.ts'

try {
  process.exitCode = await main()
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exitCode = error instanceof BadConfig ? 78 : 1
}

async function main(): Promise<number> {
  const { settings, ...database } = readStored(process.env)
  // Opening would make one, and an empty chain is always whole.
  if (!database.databaseUrl && !existsSync(database.dataDir)) throw new BadConfig(`DATA_DIR: there is no database in ${database.dataDir}`)
  const heads = settings?.audit.heads && openHeads(settings.audit.heads, azureToken(database.appId, storageScope))
  const db = await openDatabase(database)
  try {
    const keepDays = settings?.retention.auditDays ?? auditDays
    return await runAudit(process.argv.slice(2), { db, heads, account: account(), keepDays, out: process.stdout, err: process.stderr })
  } finally {
    await db.close()
  }
}

/** In a container an account need not have a name. */
function account(): string {
  try {
    return userInfo().username.replace(/[^\w.@-]/g, '_')
  } catch {
    return `uid-${process.getuid?.() ?? 'unknown'}`
  }
}
