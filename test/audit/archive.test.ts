// Old entries leave the table for a file: what stays verifies, the file verifies, and nobody can pass a deletion off as that.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { runAudit } from '../../bot/audit/commands.ts'
import { cover } from '../../bot/audit/cover.ts'
import { type Entry, genesis, hashOf } from '../../bot/audit/entry.ts'
import { verify } from '../../bot/audit/verify.ts'
import { add, all, asOwner, placeForHeads, useChain, writtenAnew } from './chain.ts'
import { desk, enteredBy } from './desk.ts'

const db = await useChain()
let place: ReturnType<typeof placeForHeads>
beforeEach(() => {
  place = placeForHeads()
})
afterEach(() => place.remove())

const log = { info() {}, warn() {}, error() {} }
const coverNow = () => cover({ db, log }, place.heads, { entries: 1, minutes: 0 })
const file = (name = 'old.jsonl') => join(place.folder, name)
const read = (name?: string) =>
  readFileSync(file(name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Entry)

/** Entries of long ago, signed, and of today. */
async function oldAndNew(old = 4, young = 2) {
  await add(db, old)
  await writtenAnew(db, (entry) => ({ ...entry, at: entry.at.replace(/^\d{4}/, '2020') }))
  await coverNow()
  await add(db, young)
  await coverNow()
}

test('what is older than 400 days goes into a file; the file and what stays verify, and the one follows from the other', async () => {
  await oldAndNew()
  const before = await all(db)
  const { at, said } = desk(db, place.heads)
  expect(await runAudit(['archive', '--out', file()], at)).toBe(0)
  expect(said.err).toBe(`4 entries up to 4 are in ${file()}, and no longer in the table.\n`)

  expect(read()).toEqual(before.slice(0, 4))
  let prevHash = genesis
  for (const { hash, ...entry } of read()) {
    expect(entry.prevHash).toBe(prevHash)
    expect(hashOf(entry)).toBe(hash)
    prevHash = hash
  }
  const left = await all(db)
  expect(left[0]).toMatchObject({ seq: 5, prevHash })
  expect(left.at(-1)).toMatchObject({ seq: 7, verb: 'audit-archived', ...enteredBy(db, { upTo: 4, count: '4', seal: prevHash }) })

  await coverNow()
  for (const from of [undefined, 1, 3, 5])
    expect(await verify(db, { from, heads: place.heads })).toMatchObject({ ok: true, entries: 3, heads: 2, archived: { seq: 4 } })
  const auditor = desk(db, place.heads)
  expect(await runAudit(['verify'], auditor.at)).toBe(0)
  expect(auditor.said.out).toContain('Entries up to 4 were archived by')
  await expect(db.query('delete from audit_entries')).rejects.toThrow('never changed or deleted')
})

test('it can be done again later, and the newest deed is the one that counts', async () => {
  await oldAndNew()
  await runAudit(['archive', '--out', file()], desk(db, place.heads).at)
  await add(db, 1)
  await coverNow()
  const { at } = desk(db, place.heads)
  expect(await runAudit(['archive', '--out', file('next.jsonl')], { ...at, keepDays: 0 })).toBe(0)
  expect(read('next.jsonl').map(({ seq }) => seq)).toEqual([5, 6, 7, 8])
  expect(read('next.jsonl')[0]?.prevHash).toBe(read().at(-1)?.hash)
  expect(await verify(db, { heads: place.heads })).toMatchObject({ ok: true, entries: 1, archived: { seq: 8 } })
})

test('nothing goes that is young, that no head is signed over, or that is broken', async () => {
  await add(db, 2)
  const young = desk(db, place.heads)
  expect(await runAudit(['archive', '--out', file()], young.at)).toBe(0)
  expect(young.said.err).toContain('Nothing is older than 400 days')
  const unsigned = desk(db, place.heads)
  expect(await runAudit(['archive', '--out', file()], { ...unsigned.at, keepDays: 0 })).toBe(0)
  expect(unsigned.said.err).toContain('and has a signed head')
  await coverNow()
  await asOwner(db, `update audit_entries set verb = 'nothing' where seq = 2`)
  const broken = desk(db, place.heads)
  expect(await runAudit(['archive', '--out', file()], { ...broken.at, keepDays: 0 })).toBe(1)
  expect(broken.said.err).toBe('First bad entry: 2. It was changed.\nNothing was archived.\n')
  expect(existsSync(file())).toBe(false)
  expect(await all(db)).toHaveLength(2)
})

test('an archive is never written over', async () => {
  await oldAndNew()
  await runAudit(['archive', '--out', file()], desk(db, place.heads).at)
  const first = readFileSync(file(), 'utf8')
  await expect(runAudit(['archive', '--out', file()], desk(db, place.heads).at)).rejects.toThrow('never written over')
  expect(readFileSync(file(), 'utf8')).toBe(first)
})

test('D2 the first entries that are simply gone are missing, whatever else is there', async () => {
  await oldAndNew()
  await runAudit(['archive', '--out', file()], desk(db, place.heads).at)
  await coverNow()
  await asOwner(db, 'delete from audit_entries where seq = 5')
  expect(await verify(db, { heads: place.heads })).toEqual({ ok: false, firstBad: 5, why: 'is missing' })
})

test('who says of entries that are there that they were archived changes nothing', async () => {
  const [first] = await add(db, 3)
  await add(db, 1, { verb: 'audit-archived', subject: undefined, detail: { upTo: 1, count: '1', seal: first?.hash ?? '' } })
  expect(await verify(db)).toEqual({ ok: true, entries: 4, head: expect.anything(), heads: 0 })
})

test('D2 a deletion that is passed off as an archive, at a place where no head is, is named', async () => {
  await oldAndNew(4, 3)
  const seal = (await all(db))[4]?.hash ?? ''
  await add(db, 1, { verb: 'audit-archived', subject: undefined, detail: { upTo: 5, count: '5', seal } })
  await asOwner(db, 'delete from audit_entries where seq <= 5')
  expect(await verify(db, { heads: place.heads })).toMatchObject({ ok: false, firstBad: 5, why: expect.stringContaining('no signed head') })
})
