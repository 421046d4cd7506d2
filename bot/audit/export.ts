// The chain as a file: complete under its name, or not there under it.
import { createWriteStream } from 'node:fs'
import { rename } from 'node:fs/promises'
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { stringify } from 'csv-stringify'
import { canonical, type Entry } from './entry.ts'
import { ocsfOf } from './ocsf.ts'

export const formats = ['csv', 'jsonl', 'ocsf'] as const
export type Format = (typeof formats)[number]

const columns = ['seq', 'id', 'at', 'actor', 'actorKind', 'subject', 'verb', 'decision', 'reason', 'detail', 'prevHash', 'hash']

/** `csv` for people, `jsonl` with all that a third party needs to check the hashes, `ocsf` for security tools. */
async function* linesOf(rows: AsyncIterable<Entry>, as: (entry: Entry) => object): AsyncGenerator<string> {
  for await (const entry of rows) yield `${JSON.stringify(as(entry))}\n`
}

/** A spreadsheet would run what begins like a formula: csv-stringify puts a quote mark before it. */
export const csv = (columns: string[]) =>
  stringify({ header: true, columns, escape_formulas: true, record_delimiter: 'windows', cast: { object: canonical } })

/** As many as there are, in the memory of a few. Rejects when reading or writing fails; `to` is then not complete. */
export function writeEntries(rows: AsyncIterable<Entry>, format: Format, to: Writable): Promise<void> {
  if (format === 'csv') return pipeline(rows, csv(columns), to)
  return pipeline(Readable.from(linesOf(rows, format === 'ocsf' ? ocsfOf : (entry) => entry)), to)
}

/** Written beside its name and moved there when all of it is on the disk: a killed export leaves only `<file>.part`. */
export async function writeFileOf(rows: AsyncIterable<Entry>, format: Format, file: string): Promise<void> {
  const part = `${file}.part`
  await writeEntries(rows, format, createWriteStream(part, { flush: true, mode: 0o600 }))
  await rename(part, file)
}
