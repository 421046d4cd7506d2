// A request to the helpdesk: what it is, and the moves it can make. Data and shapes only; escalation-store.ts makes the moves.
import type { CardId } from '../../cards/card.ts'
import type { EmployeeId } from '../people.ts'
import type { Tier } from './proof.ts'

/** `pass`: no way to sign in. `security`: somebody else may be at the account. */
export type Kind = 'pass' | 'lost-phone' | 'blocked' | 'other-way' | 'question' | 'security'

export type State = 'open' | 'verifying' | 'verified' | 'approved' | 'issuing' | 'issued' | 'issue-unknown' | 'alarm' | 'closed'

export type Outcome = 'passkey' | 'resolved' | 'declined' | 'withdrawn' | 'expired' | 'not-me' | 'fraud'

/** What the one who helps is told: codes and the directory's own names. Words of the employee's are in escalation_lines. */
export interface Facts {
  name?: string
  account?: string
  department?: string
  step?: string
  platform?: string
  /** Row of the catalogue of what can go wrong. */
  trouble?: string
  locale?: string
  /** What they need to have it easier, such as `no-calls`. */
  wishes?: string[]
  /** Absent: Entra gave no answer. */
  waysIn?: string[]
  passkeys?: string[]
  risk?: string
}

export interface Escalation {
  id: string
  number: number
  phrase: string
  employeeId: EmployeeId
  kind: Kind
  state: State
  outcome?: Outcome
  facts: Facts
  tier?: Tier
  claimedBy?: EmployeeId
  verifiedBy?: EmployeeId
  /** Until then, counted from when the notices went out; absent with `waitMinutes`: they did not go out yet. */
  waitUntil?: Date
  waitMinutes?: number
  /** When everybody who has to be told first was written to. */
  noticedAt?: Date
  approvedBy?: EmployeeId
  passId?: string
  passMadeBy?: EmployeeId
  passMadeAt?: Date
  passUsedAt?: Date
  passGoneAt?: Date
  /** `wanted`: drawn by lot, somebody else looks at it once more. */
  review?: 'wanted' | 'not-drawn' | 'done'
  /** How many were made for this request. */
  passes: number
  version: number
  openedAt: Date
  since: Date
  closedAt?: Date
  cardId: CardId
  cardAt?: string
}

interface MoveRule {
  from: readonly State[]
  /** Absent: the state stays, and something about it changes. */
  to?: State
}

const unclaimed = ['open'] as const
const held = ['verifying', 'verified', 'approved'] as const
const beforePass = [...unclaimed, ...held] as const
const anyOpen = [...beforePass, 'issuing', 'issued', 'issue-unknown', 'alarm'] as const

/** Every move there is, in the words of the audit. What is not here cannot happen to a request. */
export const moves = {
  'request-claimed': { from: unclaimed, to: 'verifying' },
  'request-released': { from: held, to: 'open' },
  'care-read': { from: ['verifying'] },
  'request-handed-over': { from: held },
  'request-needs-pass': { from: ['verifying'] },
  'manager-asked': { from: ['verifying'] },
  'evidence-recorded': { from: ['verifying'] },
  'proof-complete': { from: ['verifying'], to: 'verified' },
  'pass-approved': { from: ['verified'], to: 'approved' },
  'approval-ran-out': { from: ['approved'], to: 'verified' },
  'pass-begun': { from: ['verified', 'approved'], to: 'issuing' },
  'pass-seen': { from: ['verified', 'approved'], to: 'issued' },
  'pass-refused': { from: ['issuing'], to: 'verified' },
  'pass-made': { from: ['issuing'], to: 'issued' },
  'pass-unknown': { from: ['issuing'], to: 'issue-unknown' },
  'pass-cleared': { from: ['issue-unknown'], to: 'verified' },
  'pass-used': { from: ['issued'] },
  'pass-unused': { from: ['issued'], to: 'verified' },
  'wrong-passkey-seen': { from: ['issued'], to: 'alarm' },
  'pass-deleted': { from: [...anyOpen, 'closed'] },
  'request-noted': { from: anyOpen },
  'request-closed': { from: anyOpen, to: 'closed' },
  'request-stopped': { from: [...anyOpen, 'closed'], to: 'closed' },
  'request-reviewed': { from: ['closed'] },
  'request-reopened': { from: ['closed'], to: 'open' },
} as const satisfies Record<string, MoveRule>

export type Move = keyof typeof moves

/** What a move may change beside the state. `null` empties it; `now`: by the clock of the database, for that of a process may be wrong (security.md X3). */
export type Changes = Partial<{
  [Key in
    | 'kind'
    | 'outcome'
    | 'tier'
    | 'claimedBy'
    | 'verifiedBy'
    | 'waitUntil'
    | 'waitMinutes'
    | 'noticedAt'
    | 'approvedBy'
    | 'passId'
    | 'passMadeBy'
    | 'passMadeAt'
    | 'passUsedAt'
    | 'passGoneAt'
    | 'passes'
    | 'review'
    | 'facts']: Escalation[Key] | null | (Date extends Escalation[Key] ? 'now' : never)
}>

/** Ends with a pass, so whoever the account belongs to hears of it before anybody can do anything (security.md T1). */
export const wantsPass = (kind: Kind) => kind === 'pass' || kind === 'lost-phone'

export const isOver = ({ state }: Pick<Escalation, 'state'>) => state === 'closed'
