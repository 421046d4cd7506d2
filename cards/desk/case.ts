// A request as the agent who works on it sees it, in their own chat.
import type { Card, Reader } from '../card.ts'
import { language } from '../content/language.ts'
import { plain, setting } from '../plain.ts'
import { codeOf } from '../trouble.ts'
import { languageName } from './language-name.ts'
import { button, type Clock, inRows, listed, type RequestFacts, show, titled, when } from './parts.ts'
import { fill, nameOr, wordFor, words } from './words.ts'

export interface CaseView extends RequestFacts, Clock {
  /** Why the card looks other than the one that was pressed. */
  lead?:
    | 'changed'
    | 'manager-said'
    | 'right-person'
    | 'handed-to-you'
    | 'another-open'
    | 'left-behind'
    | 'wrote'
    | 'approved'
    | 'ran-out'
    | 'wait-over'
    | 'told-now'
    | 'pass-off'
    | 'pass-cleared'
    | 'look-now'
    | 'over'
  step?: string
  platform?: string
  /** A row of the catalogue: what people say then, and what the helpdesk can do. */
  trouble?: { id: string; says: string; helps?: string }
  locale?: string
  wishes?: string[]
  waysIn?: string[]
  passkeys?: string[]
  risk?: string
  /** False for who looks at the request of a colleague. */
  mine?: boolean
  /** Absent while it could not be read. */
  tier?: string
  unread?: string
  refused?: string
  proved: { evidence: string; held: boolean }[]
  /** Classes that would still count. */
  counts: string[]
  /** What became of the notices of the request. */
  told?: { recipient: string; channel: string | null; state: string }[]
  lines: { saidBy: 'employee' | 'helpdesk'; words: string }[]
  /** What stands in the way of a pass, or how it is made. */
  next?: { say: 'second' | 'telling' | 'wait' | 'manual'; until?: Date; minutes?: number }
  until?: Date
  waitUntil?: Date
  /** How long a pass would live. */
  passMinutes?: number
  buttons: { id: keyof typeof words.buttons; dialog?: boolean }[]
}

const { steps } = language('en').words
const stepName = (step: string) => (Object.hasOwn(steps, step) ? steps[step as keyof typeof steps].title : setting(step))

const heldBy = (view: CaseView) => fill(wordFor(words.states, view.state), { agent: nameOr(view.agent, 'Somebody') })

const namesOf = (table: Record<string, string>, codes: string[] | undefined) =>
  codes && (codes.map((code) => wordFor(table, code)).join(', ') || 'none')

export function caseCard(reader: Reader, view: CaseView): Card {
  const { cards, facts, inDetail, outcomes } = words
  const until = view.until && when(view.until, view)
  // Who only looks on, or is to approve, does not have it.
  const detail = view.tier === 'break-glass' && view.state === 'verifying' ? 'no-pass' : view.state
  const state = view.mine === false && view.state === 'verifying' ? heldBy(view) : fill(wordFor(inDetail, detail), { until })
  const waits = view.waitUntil && when(view.waitUntil, view)
  // What Entra showed when it was read for the agent may be over by now.
  const isOver = view.state === 'closed'
  const proved = (held: boolean) =>
    view.proved
      .filter((one) => one.held === held)
      .map(({ evidence }) => wordFor(words.evidence, evidence))
      .join('; ')
  const known = listed([
    [facts.who, view.name && plain(view.name)],
    [facts.account, view.account && setting(view.account, 120)],
    [facts.department, view.department && plain(view.department)],
    [facts.about, wordFor(words.kinds, view.kind)],
    [facts.tier, view.tier && wordFor(words.tiers, view.tier)],
    [facts.proved, proved(true)],
    [facts.failed, proved(false)],
    [facts.told, toldBy(view, (state) => state === 'sent')],
    [facts.untold, toldBy(view, (state) => state === 'failed')],
    ...view.lines.map((line): [string, string] => [line.saidBy === 'employee' ? facts.said : facts.asked, plain(line.words, 300)]),
    [facts.wishes, view.wishes?.length ? view.wishes.map((wish) => wordFor(words.wishes, wish)).join('; ') : undefined],
    [facts.risk, isOver ? undefined : view.risk && setting(view.risk)],
    [facts.waysIn, isOver ? undefined : namesOf(words.waysIn, view.waysIn)],
    [facts.passkeys, isOver ? undefined : namesOf(words.passkeys, view.passkeys)],
    [facts.step, view.step && stepName(view.step)],
    [facts.trouble, view.trouble && setting(`${view.trouble.says} (${codeOf(view.trouble.id)})`, 300)],
    [facts.helps, view.trouble?.helps && setting(view.trouble.helps, 500)],
    [facts.platform, view.platform && wordFor(words.platforms, view.platform)],
    [facts.locale, view.locale && languageName(view.locale)],
    [facts.opened, when(view.openedAt, view)],
  ])
  const next =
    view.next &&
    fill(cards[view.next.say].body, {
      number: view.number,
      minutes: view.next.minutes,
      until: view.next.until && when(view.next.until, view),
    })
  const paragraphs = [
    view.lead && cards[view.lead].body,
    isOver && view.outcome ? wordFor(outcomes, view.outcome) : view.proved.length > 0 && isAtProof(view) ? words['not-enough-yet'] : state,
    ...(isAtProof(view) ? toProve(view) : []),
    view.refused && fill(wordFor(words.refused, view.refused), { until: waits, minutes: view.passMinutes }),
    view.unread && wordFor(words.unread, view.unread),
    next,
  ].filter((text): text is string => Boolean(text))
  return show(reader, {
    layout: 'form',
    title: titled('case', view),
    paragraphs,
    facts: known,
    rows: inRows(view.buttons.map(({ id, dialog }) => ({ ...button(id), ...(dialog ? { dialog: true } : {}) }))),
    footer: isOver ? undefined : cards.case.never,
  })
}

const isAtProof = ({ state, buttons }: CaseView) => state === 'verifying' && buttons.some(({ id }) => id === 'prove')

/** What is enough for this account, as tiers.json has it: whoever proves should not have to guess what is missing. */
const toProve = ({ proved, tier }: CaseView) => [
  proved.some(({ held }) => !held) && words['stands-against'],
  tier !== undefined && Object.hasOwn(words.enough, tier) && words.enough[tier as keyof typeof words.enough],
]

const toldBy = ({ told = [] }: CaseView, which: (state: string) => boolean) =>
  told
    .filter(({ state }) => which(state))
    .map(({ recipient, channel }) => wordFor(words.notices, [recipient, channel].filter(Boolean).join('-')))
    .join('; ')
