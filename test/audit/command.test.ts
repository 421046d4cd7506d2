// The command as a process of its own, beside a bot or after one.
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Database } from '../../bot/database/database.ts'
import { migrate } from '../../bot/database/migrate.ts'
import { openPglite } from '../../bot/database/pglite.ts'
import { openPostgres } from '../../bot/database/postgres.ts'
import { migratedDatabase, server } from '../support/databases.ts'
import { add, asOwner } from './chain.ts'

const file = fileURLToPath(new URL('../../bot/audit-command.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'unlock-audit-'))
const dataDir = join(folder, 'data')
let url: string | undefined
let drop = async () => {}

beforeAll(async () => {
  if (server() === '') return
  const made = await migratedDatabase()
  url = made.url
  drop = made.drop
})
afterAll(async () => {
  await drop()
  rmSync(folder, { recursive: true, force: true })
})

async function withDatabase<Result>(work: (db: Database) => Promise<Result>): Promise<Result> {
  const db = url ? openPostgres(url) : await openPglite(dataDir)
  try {
    await migrate(db)
    return await work(db)
  } finally {
    await db.close()
  }
}

const begin = (env: Record<string, string>, ...args: string[]): ChildProcess =>
  spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'pipe'], env: { PATH: process.env.PATH, ...env } })

const here = (): Record<string, string> => (url ? { DATABASE_URL: url } : { DATA_DIR: dataDir })

function ended(child: ChildProcess): Promise<{ code: number | null; said: string }> {
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
  return new Promise((done) => child.once('close', (code) => done({ code, said })))
}

const run = (...args: string[]) => ended(begin(here(), ...args))

test('exits with 0 for a whole chain, 1 for a broken one with its first bad entry, 2 for wrong arguments', async () => {
  await withDatabase((db) => add(db, 4))
  expect(await run('verify')).toMatchObject({ code: 0, said: expect.stringContaining('The chain is whole: 4 entries') })
  expect(await run('verfy')).toMatchObject({ code: 2 })
  await withDatabase((db) => asOwner(db, `update audit_entries set verb = 'nothing' where seq = 3`))
  expect(await run('verify')).toMatchObject({ code: 1, said: expect.stringContaining('First bad entry: 3.') })
}, 60_000)

test('K12 an export that is killed in the middle leaves no file under its name, and the next one is whole', async () => {
  const many = 60_000
  await withDatabase((db) =>
    asOwner(
      db,
      `delete from audit_entries; insert into audit_entries (seq, id, at, actor, actor_kind, verb, prev_hash, hash)
         select n, gen_random_uuid(), now(), 'unlock', 'unlock', 'passkey-seen', 'before ' || n, 'hash ' || n from generate_series(1, ${many}) n`,
    ),
  )
  const out = join(folder, 'audit.csv')
  const exporting = begin(here(), 'export', '--format', 'csv', '--out', out)
  const death = ended(exporting)
  await expect.poll(() => existsSync(`${out}.part`) && statSync(`${out}.part`).size > 0, { timeout: 20_000, interval: 5 }).toBe(true)
  exporting.kill('SIGKILL')
  expect((await death).code).toBe(null)
  expect(existsSync(out)).toBe(false)

  expect(await run('export', '--format', 'csv', '--out', out)).toMatchObject({ code: 0 })
  // The head line, the entries, and the entries of both exports.
  expect(readFileSync(out, 'utf8').trim().split('\r\n')).toHaveLength(1 + many + 2)
  expect(existsSync(`${out}.part`)).toBe(false)
}, 90_000)

test('a second process is refused the folder of an embedded database, and nothing is harmed', async () => {
  const db = await openPglite(dataDir)
  expect(await ended(begin({ DATA_DIR: dataDir }, 'verify'))).toMatchObject({
    code: 1,
    said: expect.stringContaining('in use by another process'),
  })
  expect(await db.query('select 1 as one')).toEqual([{ one: 1 }])
  await db.close()
}, 60_000)

test('a folder without a database is not made into one', async () => {
  const nowhere = join(folder, 'nowhere')
  expect(await ended(begin({ DATA_DIR: nowhere }, 'verify'))).toMatchObject({
    code: 78,
    said: expect.stringContaining('there is no database'),
  })
  expect(existsSync(nowhere)).toBe(false)
}, 60_000)
