// `npm run audit`: what can be asked of the chain, and what is said.
import type { Writable } from 'node:stream'
import { parseArgs } from 'node:util'
import type { Database, Queryable } from '../database/database.ts'
import * as audit from './audit.ts'
import type { Actor, Verb } from './entry.ts'
import { type Format, formats, writeEntries, writeFileOf } from './export.ts'
import type { Heads } from './heads.ts'
import * as subjects from './subject-store.ts'
import { verify } from './verify.ts'

export interface Desk {
  db: Database
  /** Absent: verify compares no signed heads, and says so. */
  heads?: Heads
  /** The account on this machine; what is looked at and taken away is entered under it. */
  operator: string
  out: Writable
  /** What is said about an export stands apart from it. */
  err: Writable
}

export const usage = `npm run audit -- verify [--from n] [--to n]                    exits with 1 and the first bad entry
npm run audit -- export --format ${formats.join('|')} [--out file]   an entry of the audit is made of it
npm run audit -- subject <employee id>                         everything about a person, or by them
npm run audit -- who <pseudonym>                               who a person of the chain is
npm run audit -- erase <employee id>                           nothing leads from the chain to them any more
`

class WrongArguments extends Error {}

/** The exit code: 0 good, 1 bad or not found, 2 wrong arguments. Throws when the database or a file fails. */
export async function runAudit(args: string[], desk: Desk): Promise<number> {
  try {
    const { positionals, values } = parse(args)
    const [command = '', whom, ...more] = positionals
    const known = Object.hasOwn(commands, command) ? commands[command] : undefined
    if (!known || more.length > 0)
      throw new WrongArguments(command === '' ? 'What should be done?' : `"${positionals.join(' ')}" is not known`)
    return await known(desk, values, whom)
  } catch (error) {
    if (!(error instanceof WrongArguments)) throw error
    desk.err.write(`${error.message}\n${usage}`)
    return 2
  }
}

type Values = { from?: string; to?: string; format?: string; out?: string }
type Command = (desk: Desk, values: Values, whom: string | undefined) => Promise<number>

const string = { type: 'string' } as const

function parse(args: string[]) {
  try {
    return parseArgs({ args, allowPositionals: true, options: { from: string, to: string, format: string, out: string } })
  } catch (error) {
    throw new WrongArguments((error as Error).message)
  }
}

const commands: Record<string, Command> = {
  async verify({ db, heads, out }, { from, to }) {
    const verdict = await verify(db, { from: numberIn('from', from), to: numberIn('to', to), heads })
    if (!verdict.ok) {
      out.write(`First bad entry: ${verdict.firstBad}. It ${verdict.why}.\n`)
      return 1
    }
    out.write(
      `The chain is whole: ${verdict.entries} entries${verdict.head ? `, the last is ${verdict.head.seq} ${verdict.head.hash}` : ''}.\n`,
    )
    out.write(heads ? `Signed heads that agree: ${verdict.heads}.\n` : 'No signed heads were compared: UNLOCK_CONFIG names none.\n')
    return 0
  },

  async export(desk, { format, out }) {
    const as = formats.find((each) => each === format)
    if (!as) throw new WrongArguments(`--format is one of ${formats.join(', ')}`)
    const { seq } = await desk.db.transaction((tx) => enter(tx, desk, 'audit-exported', undefined, as))
    const rows = audit.entries(desk.db, { to: seq })
    await (out === undefined ? writeEntries(rows, as, desk.out) : writeFileOf(rows, as, out))
    desk.err.write(`Exported up to entry ${seq}${out === undefined ? '' : ` to ${out}`}.\n`)
    return 0
  },

  async subject(desk, _values, whom) {
    const id = idIn(whom)
    const pseudonym = await desk.db.transaction(async (tx) => {
      if (await subjects.find(tx, id)) await enter(tx, desk, 'audit-person-listed', id)
      return subjects.find(tx, id)
    })
    if (!pseudonym) return notFound(desk)
    for (const entry of await audit.entriesOf(desk.db, pseudonym)) desk.out.write(`${JSON.stringify(entry)}\n`)
    return 0
  },

  async who(desk, _values, pseudonym = '') {
    const id = await subjects.name(desk.db, pseudonym)
    if (!id) return notFound(desk)
    await desk.db.transaction((tx) => enter(tx, desk, 'audit-person-named', id))
    desk.out.write(`${id}\n`)
    return 0
  },

  async erase(desk, _values, whom) {
    const id = idIn(whom)
    const erased = await desk.db.transaction(async (tx) => {
      if (!(await subjects.find(tx, id))) return false
      await enter(tx, desk, 'audit-person-erased', id)
      return subjects.erase(tx, id)
    })
    if (!erased) return notFound(desk)
    // Until then the table's file still holds the row as it was.
    await desk.db.query('vacuum full audit_subjects')
    desk.out.write('Erased from the audit: the chain stays whole, and nothing in it leads to them. Backups from before still know them.\n')
    return 0
  },
}

function enter(tx: Queryable, { operator }: Desk, verb: Verb, subject?: string, format?: Format) {
  const actor: Actor = { kind: 'operator', id: operator }
  return audit.append(tx, { actor, verb, subject, detail: { format } })
}

function notFound({ err }: Desk): number {
  err.write('The audit knows nobody by that, or not any more.\n')
  return 1
}

function numberIn(name: string, value: string | undefined): number | undefined {
  if (value !== undefined && !/^[1-9]\d{0,14}$/.test(value)) throw new WrongArguments(`--${name} is the number of an entry, for example 17`)
  return value === undefined ? undefined : Number(value)
}

function idIn(value = ''): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)) throw new WrongArguments('An employee id is an Entra object id, a GUID')
  return value
}
