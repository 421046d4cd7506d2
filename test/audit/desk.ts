// Where the commands of the audit are given, and what they say.
import { Writable } from 'node:stream'
import type { Heads } from '../../bot/audit/heads.ts'
import type { Desk } from '../../bot/audit/seat.ts'
import type { Database } from '../../bot/database/database.ts'

export function desk(db: Database, heads?: Heads): { at: Desk; said: { out: string; err: string } } {
  const said = { out: '', err: '' }
  const into = (name: keyof typeof said) =>
    new Writable({
      write(chunk, _encoding, done) {
        said[name] += String(chunk)
        done()
      },
    })
  return { at: { db, heads, account: 'auditor', keepDays: 400, out: into('out'), err: into('err') }, said }
}

/** Under whom that desk's deeds are entered: PostgreSQL knows who signed in, an embedded database only what the machine says. */
export const enteredBy = (db: Database, detail: object = {}) =>
  db.kind === 'postgres'
    ? { actor: 'unlock', actorKind: 'operator', detail: { ...detail, account: 'auditor' } }
    : { actor: 'auditor', actorKind: 'operator', detail }
