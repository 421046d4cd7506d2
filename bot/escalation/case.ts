// The request as the one who helps sees it: what is known, what is proved, what is next.
import { type CaseView, caseCard } from '../../cards/desk/case.ts'
import type { Reply } from '../conversation/turn.ts'
import type { Queryable } from '../database/database.ts'
import type { Deps } from '../deps.ts'
import type { EmployeeId } from '../people.ts'
import { rowOf } from '../trouble/catalogue.ts'
import { isLeftBehind } from './agents.ts'
import { nameOf } from './ask.ts'
import { type Change, changed } from './change.ts'
import { type Escalation, wantsPass } from './escalation.ts'
import * as store from './escalation-store.ts'
import { type Evidence, evidenceOf } from './evidence-store.ts'
import * as notices from './notice-store.ts'
import { counting, type EvidenceClass, isProved, peopleFor } from './proof.ts'

/** As the catalogue says it where the helpdesk has no part in it. */
const nothingToDo = 'Nothing.'

/** What the person's own manager says comes from the manager, never from an agent who says so (security.md H4). */
const saidByOthers: readonly EvidenceClass[] = ['manager']

export interface Extra {
  lead?: CaseView['lead']
  /** Why nothing was done, as a code of desk.json. */
  refused?: string
  unread?: string
  /** Recorded by this very press, so not in the table yet. */
  evidence?: Evidence
}

/** Which request this card is about, and which version of it the reader saw. */
export const aboutCase = ({ id, version }: Pick<Escalation, 'id' | 'version'>) => `${id} ${version}`

/** Of a card that is about nothing, such as a list, SQL says null. */
export const readAbout = (about: string | null | undefined): { id?: string; version: number } => {
  const [id, version] = (about ?? '').split(' ')
  return { id, version: Number(version) }
}

/** The card for `viewer`, after `change` when there is one: drawn before it is committed, so that both are one transaction. */
export async function caseReply(
  deps: Deps,
  escalation: Escalation,
  viewer: EmployeeId,
  extra: Extra = {},
  change?: Change,
): Promise<Reply> {
  const after = change ? changed(escalation, change) : escalation
  // What held before counts for nobody who takes it now: it is forgotten in the very transaction that follows.
  const anew = after.state === 'open' || change?.name === 'request-claimed'
  const view = await viewOf(deps, after, viewer, extra, anew)
  return {
    card: 'case',
    about: aboutCase(after),
    draw: (reader) => caseCard(reader, view),
    ...(change ? { alongside: async (tx: Queryable) => change.apply(tx) } : {}),
  }
}

async function viewOf(deps: Deps, escalation: Escalation, viewer: EmployeeId, extra: Extra, anew: boolean): Promise<CaseView> {
  const { db, settings } = deps
  const [lines, all, agent, told, leftBehind] = await Promise.all([
    store.linesOf(db, escalation.id),
    evidenceOf(db, escalation.id),
    nameOf(deps, escalation.claimedBy),
    notices.told(db, escalation.id),
    escalation.claimedBy !== viewer && isLeftBehind(deps, escalation),
  ])
  const recorded = anew ? all.filter(({ held }) => !held) : all
  const proved = extra.evidence ? [...recorded.filter(({ evidence }) => evidence !== extra.evidence?.evidence), extra.evidence] : recorded
  const { facts, tier } = escalation
  const row = facts.trouble === undefined ? undefined : rowOf(facts.trouble)
  return {
    ...escalation,
    ...facts,
    trouble: row && { id: row.id, says: row.says[0] ?? '', helps: row.helpdesk === nothingToDo ? undefined : row.helpdesk },
    lead: extra.lead ?? (leftBehind ? 'left-behind' : undefined),
    refused: extra.refused,
    unread: extra.unread,
    agent,
    mine: escalation.claimedBy === viewer,
    tier,
    proved,
    counts: tier ? counting(tier) : [],
    lines,
    told,
    next: leftBehind ? undefined : nextOf(settings, escalation, viewer),
    until: untilOf(settings, escalation),
    passMinutes: settings.pass.lifetimeMinutes,
    buttons: leftBehind ? [{ id: 'claim' }, { id: 'open-list' }] : buttonsFor(settings, escalation, viewer),
    timeZone: settings.escalation.workingHours?.timeZone ?? 'UTC',
    now: new Date(),
  }
}

const minute = 60_000

function untilOf({ pass }: Deps['settings'], { state, since, passMadeAt }: Escalation): Date | undefined {
  if (state === 'approved') return new Date(since.getTime() + pass.approvedForMinutes * minute)
  if (state === 'issued' && passMadeAt) return new Date(passMadeAt.getTime() + pass.deleteUnusedAfterMinutes * minute)
  return undefined
}

/** Two people: one who proves, another who approves. */
export const needsSecond = ({ pass }: Deps['settings'], { tier }: Escalation) =>
  tier === undefined || pass.mode === 'appOnly' || peopleFor(tier) > 1 || (tier === 'standard' && pass.twoPeopleForStandard)

/** For what the card offers; what counts is asked of the database. Also where it is not known yet from when the wait counts. */
const mustWait = ({ waitUntil, waitMinutes }: Escalation) => (waitUntil ? waitUntil > new Date() : waitMinutes !== undefined)

const mayGoOn = (escalation: Escalation) => escalation.noticedAt !== undefined && !mustWait(escalation)

function nextOf(settings: Deps['settings'], escalation: Escalation, viewer: EmployeeId): CaseView['next'] {
  const { state, claimedBy, waitUntil } = escalation
  if (state !== 'verified' && state !== 'approved') return undefined
  if (!escalation.noticedAt) return { say: 'telling' }
  if (mustWait(escalation)) return { say: 'wait', until: waitUntil }
  if (state === 'verified' && needsSecond(settings, escalation)) return { say: 'second' }
  return settings.pass.mode === 'manual' && claimedBy === viewer ? { say: 'manual', minutes: settings.pass.lifetimeMinutes } : undefined
}

/** What this person may press now. The handlers ask again; this is only what is offered. */
function buttonsFor(settings: Deps['settings'], escalation: Escalation, viewer: EmployeeId): CaseView['buttons'] {
  const { state, claimedBy, kind, review } = escalation
  if (state === 'closed') return [...(review === 'wanted' ? ([{ id: 'reviewed' }] as const) : []), { id: 'reopen' }, { id: 'open-list' }]
  if (state === 'open') return [{ id: 'claim' }, { id: 'open-list' }]
  if (claimedBy !== viewer) {
    const second = state === 'verified' && needsSecond(settings, escalation) && mayGoOn(escalation)
    return second ? [{ id: 'approve' }, { id: 'decline' }, { id: 'open-list' }] : [{ id: 'refresh' }, { id: 'open-list' }]
  }
  const passes = wantsPass(kind)
  const always = [{ id: 'ask' }, { id: 'more' }] as const
  if (state === 'verifying') {
    const manager = settings.agentSignIn && mayAskManager(escalation) ? ([{ id: 'ask-manager' }] as const) : []
    return [{ id: passes ? 'prove' : 'needs-pass' }, ...manager, { id: 'resolve' }, ...always]
  }
  if (state === 'verified' || state === 'approved') {
    const ready = mayGoOn(escalation) && (state === 'approved' || !needsSecond(settings, escalation))
    const make = settings.pass.mode === 'manual' ? ({ id: 'made' } as const) : ({ id: 'make' } as const)
    return [ready ? make : { id: 'refresh' }, ...always]
  }
  if (state === 'issued') return [{ id: 'refresh' }, { id: 'take-off' }, { id: 'ask' }]
  return [{ id: 'refresh' }, { id: 'ask' }]
}

/** Enough for this account, by what held, with nothing that stands against it. */
export const isEnough = ({ tier }: Escalation, proved: Evidence[]) =>
  tier !== undefined && tier !== null && isProved(tier, classesOf(proved, true), classesOf(proved, false))

const classesOf = (proved: Evidence[], held: boolean) => proved.filter((one) => one.held === held).map(({ evidence }) => evidence)

/** Where what a manager says counts for the account. */
export const mayAskManager = ({ state, kind, tier }: Escalation) =>
  state === 'verifying' && wantsPass(kind) && tier !== undefined && counting(tier).includes('manager')

export const offeredEvidence = ({ tier }: Escalation) => (tier ? counting(tier) : []).filter((name) => !saidByOthers.includes(name))
