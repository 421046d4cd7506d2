// `npm run waves`, as a process: lists waves, or writes one of them as a file.
import { existsSync } from 'node:fs'
import { userInfo } from 'node:os'
import { BadConfig, readStored } from './config.ts'
import { openDatabase } from './open-database.ts'
import { exportWave } from './waves/export.ts'
import * as waves from './waves/wave-store.ts'

const usage = 'npm run waves -- list\nnpm run waves -- export <wave id> [file]\n'

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exitCode = error instanceof BadConfig ? 78 : 1
}

async function main([command, id = '', file]: string[]): Promise<number> {
  const { settings: _, ...database } = readStored(process.env)
  // Opening would make one.
  if (!database.databaseUrl && !existsSync(database.dataDir)) throw new BadConfig(`DATA_DIR: there is no database in ${database.dataDir}`)
  const db = await openDatabase(database)
  try {
    if (command === 'list') {
      for (const wave of await waves.list(db, undefined, 100)) process.stdout.write(`${wave.id}  ${wave.state.padEnd(9)}  ${wave.name}\n`)
      return 0
    }
    const operator = userInfo().username.replace(/[^\w.@-]/g, '_')
    if (command === 'export' && (await exportWave(db, id, operator, file ?? process.stdout))) return 0
    process.stderr.write(usage)
    return 2
  } finally {
    await db.close()
  }
}
