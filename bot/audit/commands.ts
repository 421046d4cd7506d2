// `npm run audit`: what can be asked of the chain, and what is said.
import { parseArgs } from 'node:util'
import { archive } from './archive.ts'
import * as audit from './audit.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { formats, writeEntries, writeFileOf } from './export.ts'
import { type Desk, enter, eventOf, mustAudit, NotAllowed, type Seat, sitDown } from './seat.ts'
import * as subjects from './subject-store.ts'
import { verify } from './verify.ts'

export const usage = `npm run audit -- verify [--from n] [--to n]                    exits with 1 and the first bad entry
npm run audit -- export --format ${formats.join('|')} [--out file]   an entry of the audit is made of it
             [--after n | --cursor file]                       only what came since, for security tools; the file remembers how far
npm run audit -- subject <employee id>                         everything about a person, or by them
npm run audit -- who <pseudonym>                               who a person of the chain is
npm run audit -- erase <employee id>                           nothing leads from the chain to them any more
npm run audit -- archive --out file                            what is older than retention.auditDays goes there, and out of the table
All but verify are for auditors, and for the owner of the tables; archive is for the owner.
`

class WrongArguments extends Error {}
/** EX_NOPERM of sysexits.h. */
const notAllowed = 77

/** The exit code: 0 good, 1 bad or not found, 2 wrong arguments, 77 not for this role. Throws when the database or a file fails. */
export async function runAudit(args: string[], desk: Desk): Promise<number> {
  try {
    const { positionals, values } = parse(args)
    const [command = '', whom, ...more] = positionals
    const known = Object.hasOwn(commands, command) ? commands[command] : undefined
    if (!known || more.length > 0)
      throw new WrongArguments(command === '' ? 'What should be done?' : `"${positionals.join(' ')}" is not known`)
    return await known(await sitDown(desk), values, whom)
  } catch (error) {
    if (error instanceof NotAllowed) {
      desk.err.write(`${error.message}\n`)
      return notAllowed
    }
    if (!(error instanceof WrongArguments)) throw error
    desk.err.write(`${error.message}\n${usage}`)
    return 2
  }
}

const string = { type: 'string' } as const
const options = { from: string, to: string, format: string, out: string, after: string, cursor: string } as const
type Values = { [Name in keyof typeof options]?: string }
type Command = (seat: Seat, values: Values, whom: string | undefined) => Promise<number>

function parse(args: string[]) {
  try {
    return parseArgs({ args, allowPositionals: true, options })
  } catch (error) {
    throw new WrongArguments((error as Error).message)
  }
}

const commands: Record<string, Command> = {
  async verify({ db, heads, out }, { from, to }) {
    const verdict = await verify(db, { from: numberIn('from', from), to: numberIn('to', to), heads })
    if (!verdict.ok) {
      out.write(badEntry(verdict))
      return 1
    }
    out.write(
      `The chain is whole: ${verdict.entries} entries${verdict.head ? `, the last is ${verdict.head.seq} ${verdict.head.hash}` : ''}.\n`,
    )
    if (verdict.archived)
      out.write(`Entries up to ${verdict.archived.seq} were archived by ${verdict.archived.by}, ${verdict.archived.at}.\n`)
    out.write(heads ? `Signed heads that agree: ${verdict.heads}.\n` : 'No signed heads were compared: UNLOCK_CONFIG names none.\n')
    return 0
  },

  async export(seat, { format, out, after, cursor }) {
    const as = formats.find((each) => each === format)
    if (!as) throw new WrongArguments(`--format is one of ${formats.join(', ')}`)
    if (after !== undefined && cursor !== undefined) throw new WrongArguments('--after or --cursor, not both')
    const from = (cursor === undefined ? (after === '0' ? 0 : numberIn('after', after)) : readCursor(cursor)) ?? 0
    await mustAudit(seat, 'audit-exported')
    const { first, last } = await audit.bounds(seat.db)
    if (last < from) {
      seat.err.write(`The newest entry is ${last}, and ${from} was exported: the chain was cut off. Run npm run audit -- verify.\n`)
      return 1
    }
    if (from > 0 && last === from) {
      seat.err.write(`Nothing came after entry ${from}.\n`)
      return 0
    }
    if (from > 0 && first > from + 1) seat.err.write(`Entries ${from + 1} to ${first - 1} were archived before they were exported.\n`)
    // Entered first: an export that nobody can be asked about must not exist.
    const { seq } = await enter(seat, 'audit-exported', { format: as })
    const rows = audit.entries(seat.db, { from: from === 0 ? undefined : from + 1, to: seq })
    await (out === undefined ? writeEntries(rows, as, seat.out) : writeFileOf(rows, as, out))
    if (cursor !== undefined) await writeCursor(cursor, seq)
    seat.err.write(`Exported up to entry ${seq}${out === undefined ? '' : ` to ${out}`}.\n`)
    return 0
  },

  async subject(seat, _values, whom) {
    const id = idIn(whom)
    await mustAudit(seat, 'audit-person-listed')
    const pseudonym = await subjects.find(seat.db, id)
    if (!pseudonym) return notFound(seat)
    await enter(seat, 'audit-person-listed', {}, id)
    for (const entry of await audit.entriesOf(seat.db, pseudonym)) seat.out.write(`${JSON.stringify(entry)}\n`)
    return 0
  },

  async who(seat, _values, pseudonym = '') {
    await mustAudit(seat, 'audit-person-named')
    const id = await subjects.name(seat.db, pseudonym)
    if (!id) return notFound(seat)
    await enter(seat, 'audit-person-named', {}, id)
    seat.out.write(`${id}\n`)
    return 0
  },

  async erase(seat, _values, whom) {
    const id = idIn(whom)
    await mustAudit(seat, 'audit-person-erased')
    const erased = await seat.db.transaction(async (tx) => {
      if (!(await subjects.find(tx, id))) return false
      await audit.append(tx, eventOf(seat, 'audit-person-erased', {}, id))
      return subjects.erase(tx, id)
    })
    if (!erased) return notFound(seat)
    // Until then the table's file still holds the row as it was. PostgreSQL lets only the owner do it.
    if (seat.rights.rewrites) await seat.db.query('vacuum full audit_subjects')
    else seat.err.write('The file of the table holds the row until the owner runs: vacuum full audit_subjects\n')
    seat.out.write('Erased from the audit: the chain stays whole, and nothing in it leads to them. Backups from before still know them.\n')
    return 0
  },

  async archive(seat, { out }) {
    if (out === undefined) throw new WrongArguments('--out is the file that the entries go to')
    const archived = await archive(seat, seat.keepDays, out)
    if (!archived.ok) {
      seat.err.write(`${badEntry(archived)}Nothing was archived.\n`)
      return 1
    }
    const none = `Nothing is older than ${seat.keepDays} days${seat.heads ? ' and has a signed head' : ''}.\n`
    seat.err.write(
      archived.upTo === undefined ? none : `${archived.count} entries up to ${archived.upTo} are in ${out}, and no longer in the table.\n`,
    )
    return 0
  },
}

const badEntry = ({ firstBad, why }: { firstBad: number; why: string }) => `First bad entry: ${firstBad}. It ${why}.\n`

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
