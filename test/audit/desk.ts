// Where the commands of the audit are given, and what they say.
import { Writable } from 'node:stream'
import type { Desk } from '../../bot/audit/commands.ts'
import type { Heads } from '../../bot/audit/heads.ts'
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
  return { at: { db, heads, operator: 'auditor', out: into('out'), err: into('err') }, said }
}
