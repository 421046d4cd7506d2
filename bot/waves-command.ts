// `npm run waves`, as a process: lists waves, or writes one of them as a file.
import { accountHere, openExisting } from './beside-the-bot.ts'
import { BadConfig, readStored } from './config.ts'
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
  const { settings: _, ...stored } = readStored(process.env)
  const db = await openExisting(stored)
  try {
    if (command === 'list') {
      for (const wave of await waves.list(db, undefined, 100)) process.stdout.write(`${wave.id}  ${wave.state.padEnd(9)}  ${wave.name}\n`)
      return 0
    }
    if (command === 'export' && (await exportWave(db, id, accountHere(), file ?? process.stdout))) return 0
    process.stderr.write(usage)
    return 2
  } finally {
    await db.close()
  }
}
