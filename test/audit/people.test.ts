// Nobody's name or id stands in the chain, a person can be found in it, and erased from it without breaking it.
import { expect, test } from 'vitest'
import { runAudit } from '../../bot/audit/commands.ts'
import * as subjects from '../../bot/audit/subject-store.ts'
import { verify } from '../../bot/audit/verify.ts'
import { tablesWith } from '../security/attack.ts'
import { add, all, carlos, ines, useChain } from './chain.ts'
import { desk, enteredBy } from './desk.ts'

const db = await useChain()

test('an employee stands there under a pseudonym, whoever acts for the company under their own id', async () => {
  const [asked] = await add(db, 1, { actor: { kind: 'employee', id: ines }, subject: ines })
  const [given] = await add(db, 1, { actor: { kind: 'helpdesk', id: carlos }, subject: ines })
  expect(asked?.actor).toBe(asked?.subject)
  expect(given).toMatchObject({ actor: carlos, actorKind: 'helpdesk', subject: asked?.subject })
  expect(await tablesWith(db, ines)).toEqual([])
  expect(await subjects.name(db, asked?.subject ?? '')).toBe(ines)
})

test('an access request lists what was done by a person and to them, and is itself entered', async () => {
  await add(db, 1, { actor: { kind: 'employee', id: ines }, subject: ines })
  await add(db, 2, { subject: carlos })
  await add(db, 1, { subject: ines })
  const { at, said } = desk(db)
  expect(await runAudit(['subject', ines.toUpperCase()], at)).toBe(0)
  const lines = said.out.trim().split('\n')
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { seq: 1 },
    { seq: 4 },
    { seq: 5, verb: 'audit-person-listed', ...enteredBy(db) },
  ])
})

test('who is behind a pseudonym is told, and that it was told is entered first', async () => {
  const [entry] = await add(db, 1)
  const { at, said } = desk(db)
  expect(await runAudit(['who', entry?.subject ?? ''], at)).toBe(0)
  expect(said.out).toBe(`${ines}\n`)
  expect((await all(db)).at(-1)).toMatchObject({ verb: 'audit-person-named', subject: entry?.subject })
  expect(await runAudit(['who', 'nobody'], at)).toBe(1)
})

test('erasing destroys the key: the chain still verifies, and nothing in the database leads to the person', async () => {
  const [mine] = await add(db, 2, { actor: { kind: 'employee', id: ines }, subject: ines })
  const [others] = await add(db, 1, { subject: carlos })
  const finders = await db.query<{ finder: string }>('select finder from audit_subjects where pseudonym = $1', [mine?.subject])
  const { at, said } = desk(db)
  expect(await runAudit(['erase', ines], at)).toBe(0)

  expect(await verify(db)).toMatchObject({ ok: true, entries: 4 })
  expect((await all(db)).at(-1)).toMatchObject({ verb: 'audit-person-erased', subject: mine?.subject })
  expect(await subjects.name(db, mine?.subject ?? '')).toBeUndefined()
  expect(await subjects.find(db, ines)).toBeUndefined()
  expect(await tablesWith(db, finders[0]?.finder ?? 'none')).toEqual([])
  expect(await subjects.name(db, others?.subject ?? '')).toBe(carlos)

  for (const command of ['subject', 'erase']) expect(await runAudit([command, ines], at)).toBe(1)
  expect(said.err).toContain('knows nobody by that, or not any more')
  expect(await all(db)).toHaveLength(4)
})

test('who comes again after that is somebody new', async () => {
  const [before] = await add(db, 1)
  await runAudit(['erase', ines], desk(db).at)
  const [after] = await add(db, 1)
  expect(after?.subject).not.toBe(before?.subject)
  expect(await verify(db)).toMatchObject({ ok: true, entries: 3 })
})

test('nobody can be put behind the pseudonym of another', async () => {
  const [mine] = await add(db, 1)
  const [other] = await add(db, 1, { subject: carlos })
  await db.query(
    `update audit_subjects a set sealed = b.sealed, key = b.key from audit_subjects b where a.pseudonym = $1 and b.pseudonym = $2`,
    [mine?.subject, other?.subject],
  )
  await expect(subjects.name(db, mine?.subject ?? '')).rejects.toThrow('Somebody else was put behind')
  await db.query(`update audit_subjects set sealed = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' where pseudonym = $1`, [mine?.subject])
  await expect(subjects.name(db, mine?.subject ?? '')).rejects.toThrow('Somebody else was put behind')
})
