// What an audit entry is, and the one text of it that its hash is taken over.
import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import type { EmployeeId } from '../people.ts'
import type ocsf from './ocsf.json'

/** What was done. A new one needs its line in ocsf.json first. */
export type Verb = keyof (typeof ocsf)['verbs']

/**
 * Who did it. An employee stands in the chain under a pseudonym. Who acts for the company answers for it under their own
 * id: Entra object id, or for an operator the role that signed in to the database, or else the account on the machine.
 */
export type Actor = { kind: 'unlock' } | { kind: 'employee' | 'helpdesk' | 'organiser'; id: EmployeeId } | { kind: 'operator'; id: string }

/** What may stand beside a verb. Codes and numbers; never words that somebody typed, never a secret. */
export interface Detail {
  step?: string
  format?: string
  /** Of an operator: the account on their machine, as it calls itself. */
  account?: string
  /** What a deletion was of. */
  what?: string
  /** How many, in digits. */
  count?: string
  /** Number of a request to the helpdesk. */
  request?: string
  kind?: string
  tier?: string
  evidence?: string
  outcome?: string
  /** Of a notice: who, and by what. */
  channel?: string
  /** Id of a pass in Entra; never its code. */
  pass?: string
  /** Authentication contexts that the agent's sign-in met, and when it was, in milliseconds since 1970. */
  contexts?: string
  signedIn?: number
  wave?: string
  /** The last entry that was archived; `seal` is its hash. */
  upTo?: number
  /** Hash over what was approved: content, recipients and their number. */
  seal?: string
  people?: number
}

/** An entry as it is stored. `seq` counts from 1 without a gap; `at` is UTC with six digits of a second. */
export interface Entry {
  seq: number
  id: string
  at: string
  actor: string
  actorKind: Actor['kind']
  subject: string | null
  verb: string
  decision: 'allowed' | 'denied' | null
  reason: string | null
  detail: Detail
  prevHash: string
  hash: string
}

export type Unhashed = Omit<Entry, 'hash'>

/** What the first entry follows. */
export const genesis = '0'.repeat(64)

/**
 * The entry without its hashes as RFC 8785 has it: one text, whatever the order of keys. What is null is left out, so a
 * column that is added one day changes no hash of before.
 */
export function canonicalOf(entry: Unhashed): string {
  const { prevHash: _, hash: __, ...said } = entry as Entry
  return canonical(Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null)))
}

/** SHA-256 over the name of this scheme, the hash before and the canonical text, in hex. */
export const hashOf = (entry: Unhashed): string =>
  createHash('sha256')
    .update(`unlock-audit-v1${entry.prevHash}${canonicalOf(entry)}`)
    .digest('hex')

/** Throws on what JSON cannot say. */
export function canonical(value: object): string {
  const text = canonicalize(value)
  if (text === undefined) throw new Error('An audit entry must be JSON')
  return text
}
