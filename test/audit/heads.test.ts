// Signed heads outside the database: what even its owner cannot undo.
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { appendFileSync, copyFileSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { cover } from '../../bot/audit/cover.ts'
import { type Heads, makeKey, openHeads, type SignedHead, signHead } from '../../bot/audit/heads.ts'
import { verify } from '../../bot/audit/verify.ts'
import { BadConfig } from '../../bot/config.ts'
import { add, all, asOwner, placeForHeads, useChain, writtenAnew } from './chain.ts'

const db = await useChain()
let at: ReturnType<typeof placeForHeads>
let errors: string[]
beforeEach(() => {
  at = placeForHeads()
  errors = []
})
afterEach(() => at.remove())

const log = { info() {}, warn() {}, error: (_: object, text: string) => void errors.push(text) }
const atOnce = { entries: 1, minutes: 0 }
const coverNow = (heads: Heads = at.heads) => cover({ db, log }, heads, atOnce)

async function heads(): Promise<SignedHead[]> {
  const kept: SignedHead[] = []
  for await (const head of at.heads.target.all()) kept.push(head)
  return kept
}

describe('a head', () => {
  test('is signed when 200 entries wait or one has waited five minutes, and not before', async () => {
    await add(db, 3)
    await cover({ db, log }, at.heads)
    expect(await heads()).toEqual([])
    await cover({ db, log }, at.heads, { entries: 3, minutes: 5 })
    expect(await heads()).toMatchObject([{ seq: 3, hash: (await all(db))[2]?.hash }])
    await cover({ db, log }, at.heads, { entries: 1, minutes: 5 })
    expect(await heads()).toHaveLength(1)
    await add(db, 1)
    await cover({ db, log }, at.heads, { entries: 200, minutes: 0 })
    expect(await heads()).toMatchObject([{ seq: 3 }, { seq: 4 }])
    expect(await verify(db, { heads: at.heads })).toMatchObject({ ok: true, entries: 4, heads: 2 })
    expect(errors).toEqual([])
  })

  test('K10 killed between an entry and its head: the chain verifies, and the next head covers the gap', async () => {
    await add(db, 2)
    await coverNow()
    await add(db, 3)
    const afterTheCrash = openHeads(at.places)
    expect(await verify(db, { heads: afterTheCrash })).toMatchObject({ ok: true, entries: 5, heads: 1 })
    await coverNow(afterTheCrash)
    expect(await heads()).toMatchObject([{ seq: 2 }, { seq: 5 }])
    expect(await verify(db, { heads: afterTheCrash })).toMatchObject({ ok: true, entries: 5, heads: 2 })
  })

  test('K10 killed while it is written: the torn line is no head, and the next stands on a line of its own', async () => {
    await add(db, 1)
    await coverNow()
    appendFileSync(at.places.file, '{"seq":2,"hash":"ab')
    expect(await at.heads.target.newest()).toMatchObject({ seq: 1 })
    await add(db, 1)
    await coverNow()
    expect(await heads()).toMatchObject([{ seq: 1 }, { seq: 2 }])
    expect(await verify(db, { heads: at.heads })).toMatchObject({ ok: true, heads: 2 })
  })

  test('is not signed over a chain that was changed since the last one; somebody is told', async () => {
    await add(db, 2)
    await coverNow()
    await add(db, 2)
    await asOwner(db, `update audit_entries set verb = 'nothing' where seq = 3`)
    await coverNow()
    expect(await heads()).toHaveLength(1)
    expect(errors).toEqual(['the audit chain is broken: no head is signed over it'])
  })

  test('that cannot be written fails the job, and somebody is told after a quarter of an hour', async () => {
    await add(db, 1)
    const broken = { ...at.heads, target: { ...at.heads.target, write: async () => Promise.reject(new Error('disk full')) } }
    await expect(coverNow(broken)).rejects.toThrow('disk full')
    expect(errors).toEqual([])
    await asOwner(db, `update audit_entries set at = at - interval '16 minutes'`)
    await writtenAnew(db)
    await expect(coverNow(broken)).rejects.toThrow('disk full')
    expect(errors).toEqual(['audit entries wait for a signed head'])
  })
})

describe('D2 with heads the verifier also finds', () => {
  test('the newest entries cut off, and the job notices too', async () => {
    await add(db, 6)
    await coverNow()
    await asOwner(db, 'delete from audit_entries where seq > 4')
    expect(await verify(db)).toMatchObject({ ok: true, entries: 4 })
    expect(await verify(db, { heads: at.heads })).toMatchObject({ ok: false, firstBad: 5, why: expect.stringContaining('cut off') })
    await coverNow()
    expect(errors).toEqual(['the audit chain was cut off: run npm run audit -- verify'])
  })

  test('a truncation', async () => {
    await add(db, 2)
    await coverNow()
    await asOwner(db, 'truncate audit_entries')
    expect(await verify(db, { heads: at.heads })).toMatchObject({ ok: false, firstBad: 1 })
  })

  test('a chain written anew from an entry on, at the first head after it', async () => {
    for (let times = 0; times < 3; times++) {
      await add(db, 2)
      await coverNow()
    }
    await writtenAnew(db, (entry) => (entry.seq >= 3 ? { ...entry, verb: 'audit-exported' } : entry))
    expect(await verify(db)).toMatchObject({ ok: true, entries: 6 })
    expect(await verify(db, { heads: at.heads })).toMatchObject({ ok: false, firstBad: 4, why: expect.stringContaining('written anew') })
  })

  test('a chain cut off and grown again past its head', async () => {
    await add(db, 3)
    await coverNow()
    await asOwner(db, 'delete from audit_entries where seq > 1')
    await add(db, 5)
    expect(await verify(db, { heads: at.heads })).toMatchObject({ ok: false, firstBad: 3 })
    await coverNow()
    expect(await heads()).toHaveLength(1)
  })

  test('a head that was changed, or signed by another key', async () => {
    await add(db, 2)
    await coverNow()
    const [head] = await heads()
    writeFileSync(at.places.file, `${JSON.stringify({ ...head, seq: 1 })}\n`)
    expect(await verify(db, { heads: at.heads })).toMatchObject({ ok: false, firstBad: 1, why: 'has a head that our key did not sign' })
    await coverNow()
    expect(errors).toEqual(['the newest signed head is not by our key'])
  })
})

describe('the key', () => {
  test('is made once, for its owner only, and never again when heads are kept', async () => {
    expect(statSync(at.places.key).mode & 0o777).toBe(0o600)
    const first = readFileSync(at.places.key, 'utf8')
    makeKey(at.places)
    expect(readFileSync(at.places.key, 'utf8')).toBe(first)
    await add(db, 1)
    await coverNow()
    rmSync(at.places.key)
    makeKey(at.places)
    expect(() => openHeads(at.places)).toThrow(BadConfig)
  })

  test('of an auditor is the public half: it verifies and cannot sign', async () => {
    await add(db, 1)
    await coverNow()
    const publicHalf = createPublicKey(readFileSync(at.places.key))
    writeFileSync(at.places.key, publicHalf.export({ type: 'spki', format: 'pem' }))
    const auditor = openHeads(at.places)
    expect(await verify(db, { heads: auditor })).toMatchObject({ ok: true, heads: 1 })
    await expect(auditor.key.sign('anything')).rejects.toThrow(BadConfig)
  })

  test('of another kind, or in no folder, stops the start by name', () => {
    expect(() => makeKey({ file: at.places.file, key: '/nowhere/heads.pem' })).toThrow('audit.heads.key')
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
    writeFileSync(at.places.key, privateKey.export({ type: 'pkcs8', format: 'pem' }))
    expect(() => openHeads(at.places)).toThrow('audit.heads.key')
  })
})

describe('a new key', () => {
  /** As the runbook has it: the private half is replaced, the public half of the old one goes into the settings. */
  function rotated(formerKeys: string[] = []) {
    const old = createPublicKey(readFileSync(at.places.key)).export({ type: 'spki', format: 'der' }).toString('base64')
    const { privateKey } = generateKeyPairSync('ed25519')
    writeFileSync(at.places.key, privateKey.export({ type: 'pkcs8', format: 'pem' }))
    return { old, heads: openHeads({ ...at.places, formerKeys: [old, ...formerKeys] }) }
  }

  test('signs from then on, old heads still count, and the chain says when it came', async () => {
    await add(db, 2)
    await coverNow()
    const first = rotated()
    await add(db, 1)
    await coverNow(first.heads)
    const second = rotated([first.old])
    await add(db, 1)
    await coverNow(second.heads)
    await add(db, 1)
    await coverNow(second.heads)
    expect((await all(db)).map(({ verb }) => verb).filter((verb) => verb === 'audit-key-changed')).toHaveLength(2)
    expect(await heads()).toMatchObject([{ seq: 2 }, { seq: 4 }, { seq: 6 }, { seq: 7 }])
    expect(await verify(db, { heads: second.heads })).toMatchObject({ ok: true, entries: 7, heads: 4 })
    expect(errors).toEqual([])
  })

  test('K12 that cannot write its first head yet is entered once, and signs when it can', async () => {
    await add(db, 1)
    await coverNow()
    const { heads: changed } = rotated()
    await add(db, 1)
    const broken = { ...changed, target: { ...changed.target, write: async () => Promise.reject(new Error('disk full')) } }
    for (let times = 0; times < 3; times++) await expect(coverNow(broken)).rejects.toThrow('disk full')
    await coverNow(changed)
    expect((await all(db)).map(({ verb }) => verb)).toEqual(['passkey-seen', 'passkey-seen', 'audit-key-changed'])
    expect(await verify(db, { heads: changed })).toMatchObject({ ok: true, heads: 2 })
  })

  test('without the public half of the old one signs nothing, and says so', async () => {
    await add(db, 1)
    await coverNow()
    rotated()
    await add(db, 1)
    await coverNow(openHeads(at.places))
    expect(await heads()).toHaveLength(1)
    expect(errors).toEqual(['the newest signed head is not by our key'])
    expect(await verify(db, { heads: openHeads(at.places) })).toMatchObject({ ok: false, firstBad: 1 })
  })

  test('D2 makes the old one worthless to whoever has it: a later head of it is named', async () => {
    await add(db, 1)
    await coverNow()
    const stolen = join(at.folder, 'stolen.pem')
    copyFileSync(at.places.key, stolen)
    const { heads: changed } = rotated()
    await add(db, 1)
    await coverNow(changed)
    await add(db, 1)
    const forged = { seq: 4, hash: (await all(db))[3]?.hash ?? '', at: '2026-01-01T00:00:00Z' }
    await at.heads.target.write(await signHead(forged, openHeads({ ...at.places, key: stolen }).key))
    expect(await verify(db, { heads: changed })).toEqual({
      ok: false,
      firstBad: 4,
      why: 'has a head by a key that had been replaced by then',
    })
  })

  test.each(['', 'nonsense', 'MCowBQYDK2VwAyEA'])('%j is no former key: the start is stopped by the name of the setting', (formerKey) => {
    expect(() => openHeads({ ...at.places, formerKeys: [formerKey] })).toThrow('audit.heads.formerKeys.0')
  })
})
