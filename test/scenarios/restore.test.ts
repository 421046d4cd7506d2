// A backup is one when it was restored: the chain still verifies, and a conversation goes on where it was.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verify } from '../../bot/audit/verify.ts'
import { type SampleCompany, startSampleCompany } from '../sample-company/company.ts'
import { Actor } from '../support/actor.ts'
import { newDatabase, server } from '../support/databases.ts'
import { findPostgres } from '../support/postgres.ts'
import { main, program } from '../support/program.ts'

const bin = findPostgres()
const possible = server() !== '' && bin !== undefined && existsSync(join(bin, 'pg_dump')) && existsSync(join(bin, 'pg_restore'))
if (server() !== '' && !possible) console.log('Left out: backup and restore, because pg_dump and pg_restore are not installed here.')

describe.runIf(possible)('a backup of PostgreSQL, taken while the bot runs', () => {
  let company: SampleCompany
  const folder = mkdtempSync(join(tmpdir(), 'unlock-backup-'))
  beforeAll(async () => {
    company = await startSampleCompany()
  })
  afterAll(async () => {
    await company.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const run = (tool: string, args: string[]) => execFileSync(join(bin ?? '', tool), args, { stdio: 'pipe' })

  test('is restored into an empty database, verifies, and the bot goes on from it', { timeout: 90_000 }, async () => {
    const lost = await newDatabase()
    const before = program(main, company, lost.url)
    await before.start()
    const ines = new Actor(company, company.person('Ines Moreau'), 'iOS')
    await ines.says('hi')
    await ines.press('Yes, this iPhone')
    await ines.sees('Check the version')
    const kofi = new Actor(company, company.person('Kofi Mensah'), 'Android')
    await kofi.says('I want to talk to a human')
    await expect.poll(async () => (await lost.db.query('select 1 from audit_entries')).length).toBeGreaterThan(0)

    const file = join(folder, 'unlock.dump')
    run('pg_dump', ['--format=custom', `--file=${file}`, `--dbname=${lost.url}`])
    const entries = (await lost.db.query('select hash from audit_entries order by seq')).length
    await before.kill()
    await lost.drop()

    const restored = await newDatabase()
    run('pg_restore', ['--exit-on-error', '--no-owner', `--dbname=${restored.url}`, file])
    expect(await verify(restored.db)).toMatchObject({ ok: true, head: { seq: entries } })
    await expect(restored.db.query('delete from audit_entries')).rejects.toThrow(/never changed or deleted/)

    const after = program(main, company, restored.url)
    await after.start()
    await ines.press('iOS 18 or newer')
    await ines.sees('Lock your phone')
    await kofi.says('I want to talk to a human')
    await expect.poll(async () => (await verify(restored.db)).ok).toBe(true)
    await after.remove()
    await before.remove()
    await restored.drop()
  })
})
