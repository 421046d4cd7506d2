// Who may do what in the database: the wall that stands even when the bot is taken over.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { append } from '../../bot/audit/audit.ts'
import { rightsOf } from '../../bot/audit/rights-store.ts'
import { verify } from '../../bot/audit/verify.ts'
import type { Database } from '../../bot/database/database.ts'
import { migrate } from '../../bot/database/migrate.ts'
import { openPostgres } from '../../bot/database/postgres.ts'
import { databaseChecks } from '../../bot/readiness/database-checks.ts'
import { startSampleCompany } from '../sample-company/company.ts'
import { Actor } from '../support/actor.ts'
import { server } from '../support/databases.ts'
import { main, program } from '../support/program.ts'
import { databaseWithRoles, runCommand } from '../support/roles.ts'

const ines = '0a11ce00-0000-4000-8000-000000000001'

describe.runIf(server() !== '')('D2 where the owner of the tables, the bot and the auditors are three roles', () => {
  let at: Awaited<ReturnType<typeof databaseWithRoles>>
  let bot: Database
  let owner: Database
  let auditor: Database
  beforeAll(async () => {
    at = await databaseWithRoles()
    ;[bot, owner, auditor] = [openPostgres(at.urlOf('bot')), openPostgres(at.urlOf('owner')), openPostgres(at.urlOf('auditor'))]
  })
  afterAll(async () => {
    for (const db of [bot, owner, auditor]) await db.close()
    await at.drop()
  })
  const entered = (db: Database) => db.transaction((tx) => append(tx, { actor: { kind: 'unlock' }, verb: 'passkey-seen', subject: ines }))

  test('a bot that may make no table says who has to, and makes none', async () => {
    await expect(migrate(bot)).rejects.toThrow('their owner runs npm run migrate first')
    expect(await runCommand('migrate', ['--bot', at.nameOf('bot')], { DATABASE_URL: at.urlOf('bot') })).toMatchObject({
      code: 64,
      said: expect.stringContaining('are two'),
    })
    expect(await bot.query(`select 1 from pg_tables where schemaname = 'public'`)).toEqual([])
  })

  test('the owner makes them and gives the rights, as often as it is asked to', async () => {
    const roles = ['--bot', at.nameOf('bot'), '--auditors', at.nameOf('auditor')]
    expect(await runCommand('migrate', roles, { DATABASE_URL: at.urlOf('owner') })).toMatchObject({
      code: 0,
      said: expect.stringContaining('nothing else'),
    })
    await at.bringUpToDate()
    await migrate(bot)
    expect(await rightsOf(bot)).toEqual({ role: at.nameOf('bot'), rewrites: false, audits: false })
    expect(await rightsOf(auditor)).toEqual({ role: at.nameOf('auditor'), rewrites: false, audits: true })
    expect(await rightsOf(owner)).toEqual({ role: at.nameOf('owner'), rewrites: true, audits: true })
    expect(await databaseChecks(() => rightsOf(bot))).toMatchObject([{ verdict: 'present' }])
    expect(await databaseChecks(() => rightsOf(owner))).toMatchObject([{ verdict: 'too-much' }])
  })

  test('the bot does all its work with what it was given', { timeout: 60_000 }, async () => {
    const company = await startSampleCompany()
    const running = program(main, company, at.urlOf('bot'))
    await running.start()
    const person = new Actor(company, company.person('Ines Moreau'), 'iOS')
    await person.says('hi')
    await person.press('Yes, this iPhone')
    await person.press('Talk to a person')
    await expect.poll(async () => (await verify(bot)).ok && (await bot.query('select 1 from audit_entries')).length).toBeGreaterThan(0)
    await expect.poll(() => bot.query(`select 1 from messages where state in ('queued', 'sending')`)).toEqual([])
    expect(await running.stop()).toBe(0)
    expect(
      running
        .written()
        .split('\n')
        .filter((line) => /"level":(50|60)/.test(line)),
    ).toEqual([])
    await running.remove()
    await company.close()
  })

  test.each([
    `update audit_entries set verb = 'nothing'`,
    'delete from audit_entries',
    'truncate audit_entries',
    'drop table audit_entries cascade',
    'alter table audit_entries disable trigger audit_entries_stay',
    'drop function audit_entries_stay cascade',
    'create or replace function audit_entries_stay() returns trigger language plpgsql as $$ begin return null; end $$',
    'create rule nothing as on insert to audit_entries do instead nothing',
    'alter table audit_entries rename to old_entries',
    'drop schema public cascade',
    `set session_replication_role = 'replica'`,
    `update audit_subjects set key = null, sealed = null, finder = null, erased_at = now()`,
    'select key from audit_subjects',
    'delete from audit_salt',
    'delete from migrations',
  ])('the bot cannot: %s', async (sql) => {
    await entered(bot)
    const before = await bot.query('select hash from audit_entries order by seq')
    await expect(bot.script(sql)).rejects.toThrow(/permission denied|must be (able to|owner)/)
    expect(await bot.query('select hash from audit_entries order by seq')).toEqual(before)
  })

  test.each(['select 1 from people', `update audit_entries set verb = 'nothing'`, 'delete from audit_subjects', 'select 1 from jobs.job'])(
    'an auditor cannot: %s',
    (sql) => expect(auditor.script(sql)).rejects.toThrow('permission denied'),
  )

  test('even the owner is stopped by the table itself, until they switch that off on purpose', async () => {
    await expect(owner.query('delete from audit_entries')).rejects.toThrow('never changed or deleted')
  })
})

describe.runIf(server() !== '')('a bot that made its tables itself, before there was an owner', () => {
  test('hands them over: the owner takes all of them, and the bot works on', async () => {
    const at = await databaseWithRoles()
    const database = new URL(at.urlOf('bot')).pathname.slice(1)
    // As infra/database.sql leaves it: nobody connects but the owner, who is the bot.
    await at.superuser.script(`alter database ${database} owner to "${at.nameOf('bot')}"; revoke connect on database ${database} from public;
      grant "${at.nameOf('bot')}" to "${at.nameOf('owner')}"`)
    const bot = openPostgres(at.urlOf('bot'))
    await migrate(bot)
    await bot.transaction((tx) => append(tx, { actor: { kind: 'unlock' }, verb: 'passkey-seen', subject: ines }))
    expect((await rightsOf(bot)).rewrites).toBe(true)
    await at.bringUpToDate()
    expect(await rightsOf(bot)).toMatchObject({ rewrites: false, audits: false })
    await bot.transaction((tx) => append(tx, { actor: { kind: 'unlock' }, verb: 'passkey-seen', subject: ines }))
    await bot.close()
    for (const role of ['bot', 'auditor'] as const) {
      const again = openPostgres(at.urlOf(role))
      expect(await verify(again)).toMatchObject({ ok: true, entries: 2 })
      await again.close()
    }
    await at.drop()
  })
})
