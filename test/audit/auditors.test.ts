// Who may take the audit away, open it and erase from it: whoever the database signed in as an auditor, and nobody else.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runAudit } from '../../bot/audit/commands.ts'
import * as subjects from '../../bot/audit/subject-store.ts'
import { verify } from '../../bot/audit/verify.ts'
import type { Database } from '../../bot/database/database.ts'
import { openPostgres } from '../../bot/database/postgres.ts'
import { server } from '../support/databases.ts'
import { databaseWithRoles } from '../support/roles.ts'
import { add, all, carlos, ines } from './chain.ts'
import { desk } from './desk.ts'

describe.runIf(server() !== '')('on a database with an owner, a bot and auditors', () => {
  let roles: Awaited<ReturnType<typeof databaseWithRoles>>
  let bot: Database
  let auditor: Database
  let pseudonym = ''
  beforeAll(async () => {
    roles = await databaseWithRoles()
    await roles.bringUpToDate()
    bot = openPostgres(roles.urlOf('bot'))
    auditor = openPostgres(roles.urlOf('auditor'))
    pseudonym = (await add(bot, 2, { actor: { kind: 'employee', id: ines }, subject: ines }))[0]?.subject ?? ''
    await add(bot, 1, { subject: carlos })
  })
  afterAll(async () => {
    await bot.close()
    await auditor.close()
    await roles.drop()
  })
  const newest = async () => (await all(bot)).at(-1)

  test.each<[string, string[], string]>([
    ['exports nothing', ['export', '--format', 'jsonl'], 'audit-exported'],
    ['lists nobody', ['subject', ines], 'audit-person-listed'],
    ['opens no pseudonym', ['who', 'nobody'], 'audit-person-named'],
    ['erases nobody', ['erase', ines], 'audit-person-erased'],
  ])('whoever holds the role of the bot %s, and that it was tried is entered', async (_, args, verb) => {
    const { at, said } = desk(bot)
    expect(await runAudit(args, at)).toBe(77)
    expect(said.out).toBe('')
    expect(said.err).toContain('is no auditor')
    expect(await newest()).toMatchObject({ verb, decision: 'denied', reason: 'not-an-auditor', actor: roles.nameOf('bot') })
  })

  test('the database holds them to it, whatever our commands check', async () => {
    await expect(subjects.name(bot, pseudonym)).rejects.toThrow('permission denied')
    await expect(bot.transaction((tx) => subjects.erase(tx, ines))).rejects.toThrow('permission denied')
  })

  test('an auditor exports, under the role that signed in and not under what a machine calls them', async () => {
    const { at, said } = desk(auditor)
    expect(await runAudit(['export', '--format', 'jsonl'], at)).toBe(0)
    expect(said.out.trim().split('\n')).toHaveLength((await all(bot)).length)
    expect(await newest()).toMatchObject({
      verb: 'audit-exported',
      actor: roles.nameOf('auditor'),
      actorKind: 'operator',
      decision: null,
      detail: { format: 'jsonl', account: 'auditor' },
    })
  })

  test('only the owner of the tables archives, and that somebody else tried is entered', async () => {
    for (const db of [bot, auditor]) {
      const { at, said } = desk(db)
      expect(await runAudit(['archive', '--out', '/nowhere/old.jsonl'], at)).toBe(77)
      expect(said.err).toContain('does not own the tables')
      expect(await newest()).toMatchObject({ verb: 'audit-archived', decision: 'denied', reason: 'not-the-owner' })
    }
  })

  test('an auditor opens a pseudonym and erases a person; the chain stays whole', async () => {
    const { at, said } = desk(auditor)
    expect(await runAudit(['who', pseudonym], at)).toBe(0)
    expect(said.out).toBe(`${ines}\n`)
    expect(await runAudit(['erase', ines], at)).toBe(0)
    expect(said.err).toContain('until the owner runs: vacuum full audit_subjects')
    expect(await runAudit(['who', pseudonym], at)).toBe(1)
    expect((await verify(bot)).ok).toBe(true)
  })
})
