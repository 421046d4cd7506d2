// `npm run migrate`: brings the tables up to date as their owner, and gives the bot and the auditors their rights.
import { parseArgs } from 'node:util'
import { bringUpToDate, type Roles } from './bring-up-to-date.ts'
import { BadConfig, readStored } from './config.ts'
import { openDatabase } from './open-database.ts'

const usage = `npm run migrate -- --bot <role> [--auditors <role>]
  DATABASE_URL  names the owner of the tables, who is not the bot
  --bot         the role that the bot signs in with
  --auditors    the role of those who may export the audit and see who is in it
Exit codes: 0 done, 1 the database refused, 64 wrong arguments, 78 wrong settings.
`

class WrongArguments extends Error {}

async function main(args: string[]): Promise<void> {
  const roles = options(args)
  const { settings: _, ...stored } = readStored(process.env)
  if (!stored.databaseUrl) throw new BadConfig('DATABASE_URL is missing: an embedded database has one user, and nobody to keep apart')
  const db = await openDatabase(stored)
  try {
    const [me] = await db.query<{ role: string }>('select current_user as role')
    if (me?.role === roles.bot)
      throw new WrongArguments(`DATABASE_URL signs in as ${roles.bot}: the owner of the tables and the bot are two\n`)
    await bringUpToDate(db, roles)
  } finally {
    await db.close()
  }
  process.stdout.write(`The tables are up to date. ${roles.bot} works with them, and can read the audit and add to it, nothing else.\n`)
  if (roles.auditors) process.stdout.write(`${roles.auditors} can read the audit, see who is in it, and erase that.\n`)
}

function options(args: string[]): Roles {
  const role = { type: 'string' } as const
  try {
    const { bot, auditors } = parseArgs({ args, options: { bot: role, auditors: role } }).values
    if (bot) return { bot, auditors }
  } catch (error) {
    throw new WrongArguments(`${(error as Error).message}\n${usage}`)
  }
  throw new WrongArguments(usage)
}

try {
  await main(process.argv.slice(2))
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exitCode = error instanceof BadConfig ? 78 : error instanceof WrongArguments ? 64 : 1
}
