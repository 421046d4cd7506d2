// What leaves the house: whole, harmless in a spreadsheet, checkable by others, and entered.
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Writable } from 'node:stream'
import canonicalize from 'canonicalize'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { runAudit } from '../../bot/audit/commands.ts'
import type { Entry } from '../../bot/audit/entry.ts'
import { type Format, writeEntries, writeFileOf } from '../../bot/audit/export.ts'
import ocsf from '../../bot/audit/ocsf.json' with { type: 'json' }
import { ocsfOf } from '../../bot/audit/ocsf.ts'
import { add, all, ines, placeForHeads, useChain } from './chain.ts'
import { desk, enteredBy } from './desk.ts'

const db = await useChain()
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'unlock-export-'))
})
afterAll(() => {
  rmSync(folder, { recursive: true })
})

const entry = (changes: Partial<Entry>): Entry => ({
  seq: 1,
  id: 'id',
  at: '2026-01-02T03:04:05.000006Z',
  actor: 'unlock',
  actorKind: 'unlock',
  subject: null,
  verb: 'passkey-seen',
  decision: null,
  reason: null,
  detail: {},
  prevHash: 'p',
  hash: 'h',
  ...changes,
})

async function textOf(rows: Entry[], format: Format): Promise<string> {
  const { at, said } = desk(db)
  await writeEntries(
    (async function* () {
      yield* rows
    })(),
    format,
    at.out as Writable,
  )
  return said.out
}

test.each(['=cmd()', '+1+1', '-2+3', '@SUM(A1)', '\tx', '\rx', '＝1'])('D5 %j is no formula in the CSV', async (formula) => {
  const [, row = ''] = (await textOf([entry({ actor: formula, detail: { step: formula } })], 'csv')).split('\r\n')
  expect(row).toMatch(new RegExp(`,"?'${formula.replace(/[+()]/g, '\\$&')}"?,`))
})

test('the CSV is RFC 4180: a line each, quotes doubled, empty where there is nothing', async () => {
  const rows = [entry({ detail: { step: 'create-passkey' } }), entry({ seq: 2, actor: 'a "b", c\nd', reason: 'late' })]
  expect(await textOf(rows, 'csv')).toBe(
    [
      'seq,id,at,actor,actorKind,subject,verb,decision,reason,detail,prevHash,hash',
      '1,id,2026-01-02T03:04:05.000006Z,unlock,unlock,,passkey-seen,,,"{""step"":""create-passkey""}",p,h',
      '2,id,2026-01-02T03:04:05.000006Z,"a ""b"", c\nd",unlock,,passkey-seen,,late,{},p,h',
      '',
    ].join('\r\n'),
  )
})

test('the JSONL is enough for a third party to check the chain, and holds the entry of its own making', async () => {
  await add(db, 3)
  await add(db, 1, { actor: { kind: 'employee', id: ines }, verb: 'asked-for-a-person', detail: { step: 'create-passkey' } })
  const file = join(folder, 'audit.jsonl')
  const { at, said } = desk(db)
  expect(await runAudit(['export', '--format', 'jsonl', '--out', file], at)).toBe(0)
  expect(said.err).toBe(`Exported up to entry 5 to ${file}.\n`)
  const lines = readFileSync(file, 'utf8').trim().split('\n')
  let before = '0'.repeat(64)
  for (const line of lines) {
    const { prevHash, hash, ...said } = JSON.parse(line) as Entry
    const bare = Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null))
    expect(prevHash).toBe(before)
    expect(
      createHash('sha256')
        .update(`unlock-audit-v1${prevHash}${canonicalize(bare)}`)
        .digest('hex'),
    ).toBe(hash)
    before = hash
  }
  expect(lines.map((line) => (JSON.parse(line) as Entry).verb).at(-1)).toBe('audit-exported')
  expect((await all(db)).at(-1)).toMatchObject({ seq: 5, ...enteredBy(db, { format: 'jsonl' }) })
})

describe('a security tool', () => {
  const cursor = () => join(folder, 'cursor')
  beforeEach(() => rmSync(cursor(), { force: true }))
  const fetches = async (...args: string[]) => {
    const { at, said } = desk(db)
    const code = await runAudit(['export', '--format', 'ocsf', ...args], at)
    const events = said.out === '' ? [] : said.out.trim().split('\n')
    return { code, said: said.err, seqs: events.map((line) => JSON.parse(line).metadata.sequence) }
  }

  test('gets each time what came since, once, with the entry of its own export; nothing new is not entered', async () => {
    await add(db, 2)
    expect(await fetches('--cursor', cursor())).toMatchObject({ code: 0, seqs: [1, 2, 3] })
    expect(await fetches('--cursor', cursor())).toEqual({ code: 0, seqs: [], said: 'Nothing came after entry 3.\n' })
    expect(await all(db)).toHaveLength(3)
    await add(db, 1)
    expect(await fetches('--cursor', cursor())).toMatchObject({ seqs: [4, 5] })
    expect(readFileSync(cursor(), 'utf8')).toBe('5\n')
    expect(await fetches('--after', '3')).toMatchObject({ seqs: [4, 5, 6] })
    expect(await fetches('--after', '0')).toMatchObject({ seqs: [1, 2, 3, 4, 5, 6, 7] })
  })

  test('K12 gets again what did not arrive: the cursor moves when all of it is written', async () => {
    await add(db, 2)
    await expect(fetches('--cursor', cursor(), '--out', join(folder, 'no', 'where.jsonl'))).rejects.toThrow('ENOENT')
    expect(existsSync(cursor())).toBe(false)
    expect(await fetches('--cursor', cursor())).toMatchObject({ seqs: [1, 2, 3, 4] })
  })

  test('D2 is told when the chain ends before what it has', async () => {
    await add(db, 2)
    expect(await fetches('--after', '9')).toMatchObject({ code: 1, seqs: [], said: expect.stringContaining('cut off') })
  })

  test('does not begin anew by itself when its cursor is not one', async () => {
    writeFileSync(cursor(), 'x')
    await expect(fetches('--cursor', cursor())).rejects.toThrow('does not hold the number')
    expect(await all(db)).toEqual([])
  })
})

test('every verb has a class and an activity of the Open Cybersecurity Schema Framework', () => {
  for (const verb of Object.keys(ocsf.verbs)) {
    const event = ocsfOf(entry({ verb, subject: 'pseudonym' })) as Record<string, number>
    expect(event.type_uid).toBe((event.class_uid ?? 0) * 100 + (event.activity_id ?? 0))
    expect(event).toMatchObject({
      activity_name: expect.any(String),
      time: Date.UTC(2026, 0, 2, 3, 4, 5),
      metadata: { uid: 'id', sequence: 1 },
    })
  }
  expect(() => ocsfOf(entry({ verb: 'unheard-of' }))).toThrow('ocsf.json does not say what "unheard-of" is')
})

test('an export that fails in the middle leaves nothing under its name, and the one before as it was', async () => {
  const file = join(folder, 'audit.csv')
  async function* breaking() {
    yield entry({})
    throw new Error('the database went away')
  }
  await expect(writeFileOf(breaking(), 'csv', file)).rejects.toThrow('went away')
  expect(existsSync(file)).toBe(false)
  await add(db, 1)
  expect(await runAudit(['export', '--format', 'csv', '--out', file], desk(db).at)).toBe(0)
  const whole = readFileSync(file, 'utf8')
  await expect(writeFileOf(breaking(), 'csv', file)).rejects.toThrow('went away')
  expect(readFileSync(file, 'utf8')).toBe(whole)
})

test('verify says what it compared, and exits with 1 when the chain is cut off', async () => {
  const place = placeForHeads()
  await add(db, 2)
  const alone = desk(db)
  expect(await runAudit(['verify'], alone.at)).toBe(0)
  expect(alone.said.out).toMatch(/^The chain is whole: 2 entries, the last is 2 [0-9a-f]{64}\.\nNo signed heads were compared/)
  expect(await runAudit(['verify', '--from', '2', '--to', '2'], desk(db, place.heads).at)).toBe(0)
  const signature = (await place.heads.key.sign('another head')).toString('base64')
  await place.heads.target.write({ seq: 7, hash: 'h', at: 'a', signature })
  const { at, said } = desk(db, place.heads)
  expect(await runAudit(['verify'], at)).toBe(1)
  expect(said.out).toBe('First bad entry: 7. It has a head that our key did not sign.\n')
  place.remove()
})

test.each([
  [[]],
  [['drop']],
  [['export']],
  [['export', '--format', 'xls']],
  [['verify', '--from', '0']],
  [['verify', '--form', '1']],
  [['export', '--format', 'ocsf', '--after', 'x']],
  [['export', '--format', 'ocsf', '--after', '1', '--cursor', 'c']],
  [['erase', 'me']],
  [['subject']],
])('arguments %j are refused with how it is done', async (args) => {
  const { at, said } = desk(db)
  expect(await runAudit(args, at)).toBe(2)
  expect(said.err).toContain('npm run audit -- verify')
  expect(await all(db)).toEqual([])
})
