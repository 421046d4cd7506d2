// What is entered stays, in one order, and whatever is done to it is found and named.
import { createHash, randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { append, type Event } from '../../bot/audit/audit.ts'
import { canonicalOf, hashOf } from '../../bot/audit/entry.ts'
import { verify } from '../../bot/audit/verify.ts'
import { server } from '../support/databases.ts'
import { add, all, asOwner, carlos, ines, useChain } from './chain.ts'

const db = await useChain()

describe('an entry', () => {
  test('follows the one before it, and the whole chain verifies', async () => {
    const [first, second, third] = await add(db, 3)
    expect(first).toMatchObject({ seq: 1, prevHash: '0'.repeat(64), actor: 'unlock', actorKind: 'unlock' })
    expect([second?.prevHash, third?.prevHash]).toEqual([first?.hash, second?.hash])
    expect(await all(db)).toEqual([first, second, third])
    expect(await verify(db)).toEqual({ ok: true, entries: 3, head: { seq: 3, hash: third?.hash }, heads: 0 })
  })

  test('can be checked by anybody with SHA-256 and sorted keys', async () => {
    const actor = { kind: 'helpdesk', id: carlos } as const
    const [entry] = await add(db, 1, { actor, decision: 'denied', reason: 'not-yours', detail: { step: 'create-passkey' } })
    const { id, at, subject } = entry ?? {}
    const text =
      `{"actor":"${carlos}","actorKind":"helpdesk","at":"${at}","decision":"denied","detail":{"step":"create-passkey"},` +
      `"id":"${id}","reason":"not-yours","seq":1,"subject":"${subject}","verb":"passkey-seen"}`
    const hash = createHash('sha256').update(`unlock-audit-v1${'0'.repeat(64)}${text}`)
    expect(entry?.hash).toBe(hash.digest('hex'))
    expect(at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/)
  })

  test('R4 is there with the change it belongs to, or neither is', async () => {
    const undone = db.transaction(async (tx) => {
      await append(tx, { actor: { kind: 'unlock' }, verb: 'passkey-seen', subject: ines })
      throw new Error('the change failed')
    })
    await expect(undone).rejects.toThrow('the change failed')
    expect(await all(db)).toEqual([])
    await add(db, 1)
    expect(await verify(db)).toMatchObject({ ok: true, entries: 1 })
  })

  test.each<[string, Partial<Event>]>([
    ['words in a detail', { detail: { step: 'my password is Sommer2024!' } }],
    ['a detail nobody declared', { detail: { code: 'X7KQ-22' } as Event['detail'] }],
    ['words in a reason', { reason: 'because I said so' }],
    ['an actor that is a sentence', { actor: { kind: 'operator', id: 'root\r\n{"fake":1}' } }],
  ])('D4 is refused, and the change with it, for %s', async (_, event) => {
    await expect(add(db, 1, event)).rejects.toThrow(/code|id or an account/)
    expect(await all(db)).toEqual([])
  })

  test.each(['update audit_entries set verb = $$x$$', 'delete from audit_entries', 'truncate audit_entries'])(
    'D2 stays: %s',
    async (sql) => {
      await add(db, 1)
      await expect(db.query(sql)).rejects.toThrow('never changed or deleted')
      expect(await verify(db)).toMatchObject({ ok: true, entries: 1 })
    },
  )
})

describe('D2 the verifier names the first bad entry after', () => {
  const hashed = (seq: number, verb: string) => async (): Promise<string> => {
    const entry = (await all(db)).find((each) => each.seq === seq)
    if (!entry) throw new Error(`there is no entry ${seq}`)
    return hashOf({ ...entry, verb })
  }

  test.each<[string, string | (() => Promise<string>), number, string]>([
    ['an edit', `update audit_entries set verb = 'nothing' where seq = 3`, 3, 'was changed'],
    ['an edit of the time', `update audit_entries set at = at - interval '1 microsecond' where seq = 4`, 4, 'was changed'],
    ['an edit of the detail', `update audit_entries set detail = '{"step":"other"}' where seq = 2`, 2, 'was changed'],
    ['a detail that is no object', `update audit_entries set detail = '"x"' where seq = 2`, 2, 'was changed'],
    [
      'an edit with a hash that fits',
      async () => `update audit_entries set verb = 'nothing', hash = '${await hashed(3, 'nothing')()}' where seq = 3`,
      4,
      'does not follow',
    ],
    ['a deletion', 'delete from audit_entries where seq = 3', 3, 'is missing'],
    ['the deletion of the first', 'delete from audit_entries where seq = 1', 1, 'is missing'],
    [
      'a swap',
      'update audit_entries set seq = -seq where seq in (3, 4); update audit_entries set seq = 7 + seq where seq < 0',
      3,
      'does not follow',
    ],
    [
      'an insertion',
      `update audit_entries set seq = seq + 1 where seq >= 4;
       insert into audit_entries select 4, gen_random_uuid(), at, actor, actor_kind, subject, verb, decision, reason, detail, hash, md5('x')
         from audit_entries where seq = 3`,
      4,
      'was changed',
    ],
    [
      'an insertion before the first',
      `insert into audit_entries select 0, gen_random_uuid(), at, actor, actor_kind, subject, verb, decision, reason, detail, 'x', 'y'
         from audit_entries where seq = 3`,
      0,
      'was put in',
    ],
    ['a second entry under one number', 'insert into audit_entries select * from audit_entries where seq = 3', 3, 'was put in'],
  ])('%s', async (_, tampering, firstBad, why) => {
    await add(db, 6, { detail: { step: 'create-passkey' } })
    const sql = typeof tampering === 'string' ? tampering : await tampering()
    await asOwner(db, sql)
    expect(await verify(db)).toEqual({ ok: false, firstBad, why: expect.stringContaining(why) })
  })

  test('nothing, when only a part before it is asked for', async () => {
    await add(db, 6)
    await asOwner(db, `update audit_entries set verb = 'nothing' where seq = 5`)
    expect(await verify(db, { to: 4 })).toMatchObject({ ok: true, entries: 4 })
    expect(await verify(db, { from: 2, to: 4 })).toMatchObject({ ok: true, entries: 3, head: { seq: 4 } })
    expect(await verify(db, { from: 4 })).toMatchObject({ ok: false, firstBad: 5 })
    expect(await verify(db, { from: 6 })).toMatchObject({ ok: true, entries: 1 })
    expect(await verify(db, { from: 9 })).toMatchObject({ ok: false, firstBad: 8, why: 'is missing' })
  })

  test('more than one page of them', async () => {
    await add(db, 3)
    await db.transaction(async (tx) => {
      for (let times = 0; times < 1100; times++) await append(tx, { actor: { kind: 'unlock' }, verb: 'passkey-seen', subject: carlos })
    })
    expect(await verify(db)).toMatchObject({ ok: true, entries: 1103 })
    await asOwner(db, 'delete from audit_entries where seq = 1050')
    expect(await verify(db)).toMatchObject({ ok: false, firstBad: 1050 })
  })
})

test(`50 entries at once make one chain${server() === '' ? '' : ', from connections that race'}`, async () => {
  const people = Array.from({ length: 50 }, (_, index) => (index % 5 === 0 ? ines : randomUUID()))
  await Promise.all(people.map((subject) => add(db, 1, { subject, actor: { kind: 'employee', id: subject } })))
  expect(await verify(db)).toMatchObject({ ok: true, entries: 50, head: { seq: 50 } })
  expect(await db.query('select 1 from audit_subjects')).toHaveLength(new Set(people).size)
})

describe('the canonical form', () => {
  const shuffled = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })).chain((detail) =>
    fc.record({
      detail: fc.constant(detail),
      other: fc.shuffledSubarray(Object.entries(detail), { minLength: Object.keys(detail).length }),
    }),
  )
  const entry = {
    seq: 1,
    id: 'i',
    at: 'a',
    actor: 'unlock',
    actorKind: 'unlock',
    subject: null,
    verb: 'v',
    decision: null,
    reason: null,
  } as const

  test('is the same whatever the order of keys', () => {
    fc.assert(
      fc.property(shuffled, ({ detail, other }) => {
        const one = { ...entry, detail, prevHash: 'p' }
        const two = {
          prevHash: 'p',
          detail: Object.fromEntries(other),
          ...Object.fromEntries(Object.entries(entry).reverse()),
        } as typeof one
        expect(canonicalOf(two)).toBe(canonicalOf(one))
        expect(hashOf(two)).toBe(hashOf(one))
      }),
    )
  })

  test('differs whenever anything differs', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (verb, other) => {
        fc.pre(verb !== other && verb.isWellFormed() && other.isWellFormed())
        const of = (said: string) => hashOf({ ...entry, verb: said, detail: {}, prevHash: 'p' })
        expect(of(verb)).not.toBe(of(other))
      }),
    )
  })
})
