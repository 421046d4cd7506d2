// `npm run audit`, as a process: opens what the bot has open, does one thing, and ends with an exit code.
import { runAudit } from './audit/commands.ts'
import { openHeads } from './audit/heads.ts'
import { accountHere, openExisting } from './beside-the-bot.ts'
import { BadConfig, readStored } from './config.ts'
import { azureToken, storageScope } from './entra/credential.ts'
import { auditDays } from './settings.ts'

try {
  process.exitCode = await main()
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exitCode = error instanceof BadConfig ? 78 : 1
}

async function main(): Promise<number> {
  const { settings, ...stored } = readStored(process.env)
  const heads = settings?.audit.heads && openHeads(settings.audit.heads, azureToken(stored.appId, storageScope))
  const db = await openExisting(stored)
  try {
    const keepDays = settings?.retention.auditDays ?? auditDays
    return await runAudit(process.argv.slice(2), { db, heads, account: accountHere(), keepDays, out: process.stdout, err: process.stderr })
  } finally {
    await db.close()
  }
}
