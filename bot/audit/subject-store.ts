// Who is behind a pseudonym: kept beside the chain, so that a person can be forgotten and the chain stays whole.
import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import type { Queryable } from '../database/database.ts'
import type { EmployeeId } from '../people.ts'

interface Row {
  pseudonym: string
  sealed: string
  key: string
}

/**
 * The pseudonym is made with the person's own key: who has the salt and a list of all employees still cannot tell, once
 * the key is destroyed, whose it was. And nobody can put another person behind it without being noticed.
 */
const pseudonymFrom = (key: Buffer, id: EmployeeId) => hmac(key, `unlock-audit-subject-v1 ${id.toLowerCase()}`).toString('hex')

/** Only within `append`, which lets one writer in at a time. */
export async function pseudonymFor(tx: Queryable, id: EmployeeId): Promise<string> {
  const known = await find(tx, id)
  if (known) return known
  const key = randomBytes(32)
  const pseudonym = pseudonymFrom(key, id)
  await tx.query('insert into audit_subjects (pseudonym, finder, sealed, key) values ($1, $2, $3, $4)', [
    pseudonym,
    await finderOf(tx, id),
    seal(key, id),
    key.toString('base64'),
  ])
  return pseudonym
}

/** Undefined: the chain holds nothing of them, or not any more. */
export async function find(db: Queryable, id: EmployeeId): Promise<string | undefined> {
  const [row] = await db.query<Row>('select pseudonym from audit_subjects where finder = $1', [await finderOf(db, id)])
  return row?.pseudonym
}

/** Undefined: never heard of, or erased. Throws when the row was tampered with. */
export async function name(db: Queryable, pseudonym: string): Promise<EmployeeId | undefined> {
  const [row] = await db.query<Row>('select pseudonym, sealed, key from audit_subjects where pseudonym = $1 and key is not null', [
    pseudonym,
  ])
  if (!row) return undefined
  const key = Buffer.from(row.key, 'base64')
  const id = open(key, row.sealed)
  if (id === undefined || pseudonymFrom(key, id) !== pseudonym) throw new Error(`Somebody else was put behind the pseudonym ${pseudonym}`)
  return id
}

/** Destroys the key. Should the person come again, they get another pseudonym. */
export async function erase(tx: Queryable, id: EmployeeId): Promise<boolean> {
  const erased = await tx.query(
    'update audit_subjects set key = null, sealed = null, finder = null, erased_at = now() where finder = $1 returning 1',
    [await finderOf(tx, id)],
  )
  return erased.length > 0
}

async function finderOf(db: Queryable, id: EmployeeId): Promise<string> {
  const [row] = await db.query<{ salt: string }>('select salt from audit_salt')
  if (!row) throw new Error('audit_salt is empty: restore it from a backup, nobody is found without it')
  return hmac(Buffer.from(row.salt, 'hex'), id.toLowerCase()).toString('hex')
}

const hmac = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest()

const cipher = 'aes-256-gcm'
const ivBytes = 12
const tagBytes = 16
const sealingKey = (key: Buffer) => hmac(key, 'unlock-audit-seal-v1')

function seal(key: Buffer, id: EmployeeId): string {
  const iv = randomBytes(ivBytes)
  const sealing = createCipheriv(cipher, sealingKey(key), iv)
  const hidden = Buffer.concat([sealing.update(id, 'utf8'), sealing.final()])
  return Buffer.concat([iv, sealing.getAuthTag(), hidden]).toString('base64')
}

/** Undefined: it was not sealed with this key, or was changed since. */
function open(key: Buffer, sealed: string): EmployeeId | undefined {
  const bytes = Buffer.from(sealed, 'base64')
  const opening = createDecipheriv(cipher, sealingKey(key), bytes.subarray(0, ivBytes), { authTagLength: tagBytes })
  opening.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
  try {
    return Buffer.concat([opening.update(bytes.subarray(ivBytes + tagBytes)), opening.final()]).toString('utf8')
  } catch {
    return undefined
  }
}
