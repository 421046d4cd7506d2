// How far a security tool has what was exported to it: a file with the number of the last entry.
import { existsSync, readFileSync } from 'node:fs'
import { open, rename } from 'node:fs/promises'

/** 0 where there is no file yet. Throws for a file that holds something else: from the start again would be a guess. */
export function readCursor(file: string): number {
  if (!existsSync(file)) return 0
  const text = readFileSync(file, 'utf8').trim()
  if (!/^\d{1,15}$/.test(text)) throw new Error(`${file} does not hold the number of an entry`)
  return Number(text)
}

/** Whole or not at all: a crash leaves the number from before, and entries come twice rather than never. */
export async function writeCursor(file: string, seq: number): Promise<void> {
  const part = `${file}.part`
  const to = await open(part, 'w', 0o600)
  await to.writeFile(`${seq}\n`)
  await to.sync()
  await to.close()
  await rename(part, file)
}
