import { Overtaken } from '../conversation/turn.ts'
import type { Queryable } from '../database/database.ts'
import type { EmployeeId } from '../people.ts'
import { type Changes, type Escalation, type Move, moves } from './escalation.ts'

/** Column of each field, where it has another name. */
const columnOf = {
  employeeId: 'employee_id',
  claimedBy: 'claimed_by',
  verifiedBy: 'verified_by',
  waitUntil: 'wait_until',
  waitMinutes: 'wait_minutes',
  noticedAt: 'noticed_at',
  approvedBy: 'approved_by',
  passId: 'pass_id',
  passMadeBy: 'pass_made_by',
  passMadeAt: 'pass_made_at',
  passUsedAt: 'pass_used_at',
  passGoneAt: 'pass_gone_at',
  openedAt: 'opened_at',
  closedAt: 'closed_at',
  cardId: 'card_id',
  cardAt: 'card_at',
} as const

const same = ['id', 'number', 'phrase', 'kind', 'state', 'outcome', 'facts', 'tier', 'passes', 'review', 'version', 'since'] as const
const columns = [...same, ...Object.entries(columnOf).map(([field, column]) => `${column} as "${field}"`)].join(', ')

const fieldsToColumns: Record<string, string> = columnOf

/** SQL says null where nothing is; the request just lacks it. */
const filled = (row: Escalation): Escalation =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as unknown as Escalation

/** The next number, taken before the card that says it is drawn; one that is not used leaves a gap and nothing else. */
export async function nextNumber(db: Queryable): Promise<number> {
  const [row] = await db.query<{ number: number }>(`select nextval('escalation_numbers')::int as number`)
  if (!row) throw new Error('a sequence always has a next number')
  return row.number
}

export type Opening = Pick<Escalation, 'id' | 'number' | 'phrase' | 'employeeId' | 'kind' | 'facts' | 'cardId'>

/** Throws `Overtaken` when they have one open already. */
export async function open(tx: Queryable, { id, number, phrase, employeeId, kind, facts, cardId }: Opening): Promise<void> {
  const made = await tx.query(
    `insert into escalations (id, number, phrase, employee_id, kind, state, facts, card_id) values ($1, $2, $3, $4, $5, 'open', $6, $7)
     on conflict (employee_id) where state <> 'closed' do nothing returning 1`,
    [id, number, phrase, employeeId, kind, JSON.stringify(facts), cardId],
  )
  if (made.length === 0) throw new Overtaken()
}

async function one(db: Queryable, where: string, values: unknown[]): Promise<Escalation | undefined> {
  const [found] = await db.query<Escalation>(`select ${columns} from escalations where ${where}`, values)
  return found && filled(found)
}

export const load = (db: Queryable, id: string) => one(db, 'id = $1', [id])
export const byNumber = (db: Queryable, number: number) => one(db, 'number = $1', [number])
export const byCard = (db: Queryable, cardId: string) => one(db, 'card_id = $1', [cardId])
export const openOf = (db: Queryable, employeeId: EmployeeId) => one(db, `employee_id = $1 and state <> 'closed'`, [employeeId])

export const lastOpened = (db: Queryable, employeeId: EmployeeId) =>
  one(db, 'employee_id = $1 order by opened_at desc limit 1', [employeeId])

/** Oldest first: who has waited longest is read first. */
export async function listOpen(db: Queryable, claimedBy?: EmployeeId): Promise<Escalation[]> {
  const mine = claimedBy === undefined ? '' : ' and claimed_by = $1'
  const values = claimedBy === undefined ? [] : [claimedBy]
  const rows = await db.query<Escalation>(
    `select ${columns} from escalations where state <> 'closed'${mine} order by (kind = 'security') desc, opened_at limit 20`,
    values,
  )
  return rows.map(filled)
}

/** After a crash two posts may stand in the channel. The one that is pressed is the one that is kept true from then on. */
export async function isCopy(db: Queryable, id: string, activityId: string | undefined): Promise<boolean> {
  const pressed = `update escalations set card_at = $2, shown_version = 0 where id = $1 and card_copies > 1 and $2::text is not null returning 1`
  return (await db.query(pressed, [id, activityId ?? null])).length > 0
}

/** Those for which a pass was begun, and no answer came yet. */
export async function waitingForEntra(db: Queryable): Promise<Escalation[]> {
  const rows = await db.query<Escalation>(`select ${columns} from escalations where state = 'issuing'`)
  return rows.map(filled)
}

/** For a process that is alone: whoever was about to send a card is dead. */
export async function dropLeases(db: Queryable): Promise<void> {
  await db.query('update escalations set showing_until = null where showing_until is not null')
}

/** Drawn for review and not looked at yet, oldest first. */
export async function listToReview(db: Queryable): Promise<Escalation[]> {
  const rows = await db.query<Escalation>(`select ${columns} from escalations where review = 'wanted' order by closed_at limit 20`)
  return rows.map(filled)
}

export async function openedLately(db: Queryable, employeeId: EmployeeId, hours: number): Promise<number> {
  const [row] = await db.query<{ times: number }>(
    `select count(*)::int as times from escalations where employee_id = $1 and opened_at > now() - make_interval(hours => $2)`,
    [employeeId, hours],
  )
  return row?.times ?? 0
}

/** Of PostgreSQL, and so of the embedded database. */
const uniqueViolation = '23505'

/**
 * One guarded update: from a state the move allows, at the version that was read. Throws `Overtaken` when somebody else was
 * first, so that a press that came late or twice changes nothing (security.md C2, T4).
 */
export async function move(tx: Queryable, { id, version }: Escalation, name: Move, changes: Changes = {}): Promise<Escalation> {
  const { from, to } = moves[name] as { from: readonly string[]; to?: string }
  const values: unknown[] = [id, version, from]
  const sets = Object.entries(changes).map(([field, value]) => {
    if (value === 'now') return `${fieldsToColumns[field] ?? field} = now()`
    values.push(field === 'facts' ? JSON.stringify(value) : value)
    return `${fieldsToColumns[field] ?? field} = $${values.length}`
  })
  if (to !== undefined) sets.push(`state = '${to}'`, 'since = now()', `closed_at = ${to === 'closed' ? 'now()' : 'null'}`)
  // Whoever closes it while a pass is being made does not know whether there will be one: it is looked for afterwards.
  if (to === 'closed') sets.push(`lost_pass = lost_pass or state in ('issuing', 'issue-unknown')`)
  const [moved] = await tx
    .query<Escalation>(
      `update escalations set version = version + 1${sets.map((set) => `, ${set}`).join('')}
        where id = $1 and version = $2 and state = any($3) returning ${columns}`,
      values,
    )
    .catch((error) => {
      // Opened again while another of the same person was being opened: one at a time.
      throw (error as { code?: string }).code === uniqueViolation ? new Overtaken() : error
    })
  if (!moved) throw new Overtaken()
  return filled(moved)
}

export interface Line {
  saidBy: 'employee' | 'helpdesk'
  words: string
  saidAt: Date
}

export async function addLine(
  tx: Queryable,
  line: { id: string; escalationId: string; saidBy: Line['saidBy']; authorId: EmployeeId; words: string },
): Promise<void> {
  const { id, escalationId, saidBy, authorId, words } = line
  await tx.query('insert into escalation_lines (id, escalation_id, said_by, author_id, words) values ($1, $2, $3, $4, $5)', [
    id,
    escalationId,
    saidBy,
    authorId,
    words,
  ])
}

/** How many lines the one who asked has passed on in the last minutes. */
export async function linesLately(db: Queryable, escalationId: string, minutes: number): Promise<number> {
  const [row] = await db.query<{ lines: number }>(
    `select count(*)::int as lines from escalation_lines
      where escalation_id = $1 and said_by = 'employee' and said_at > now() - make_interval(mins => $2)`,
    [escalationId, minutes],
  )
  return row?.lines ?? 0
}

/** Newest last; the last ten, for nobody reads more on a card. */
export async function linesOf(db: Queryable, escalationId: string): Promise<Line[]> {
  const lines = await db.query<Line>(
    `select said_by as "saidBy", words, said_at as "saidAt" from escalation_lines where escalation_id = $1 order by said_at desc limit 10`,
    [escalationId],
  )
  return lines.reverse()
}

export async function wasTold(db: Queryable, id: string, what: string): Promise<boolean> {
  return (await db.query('select 1 from escalation_told where escalation_id = $1 and what = $2', [id, what])).length > 0
}

/** The version of the request of which its owner was told last; 0: of none. What the agent is told is kept beside it. */
export async function ownerTold(db: Queryable, id: string): Promise<number> {
  const [row] = await db.query<{ version: number }>(
    `select coalesce(max(split_part(what, ' ', 2)::int), 0) as version from escalation_told where escalation_id = $1 and what not like 'agent %'`,
    [id],
  )
  return row?.version ?? 0
}

/** False: told before, by another run of the same job. */
export async function nowTold(tx: Queryable, id: string, what: string): Promise<boolean> {
  const values = [id, what]
  return (await tx.query('insert into escalation_told values ($1, $2) on conflict do nothing returning 1', values)).length > 0
}
