// A request as the agent who works on it sees it, in their own chat.
import type { Card, Reader } from '../card.ts'
import { language } from '../content/language.ts'
import { plain, setting } from '../plain.ts'
import { basics, button, type Clock, inRows, listed, type RequestFacts, show, titled, when } from './parts.ts'
import { fill, wordFor, words } from './words.ts'

export interface CaseView extends RequestFacts, Clock {
  /** Why the card looks other than the one that was pressed. */
  lead?: 'changed' | 'mine-now' | 'manager-said' | 'right-person' | 'handed-to-you'
  step?: string
  platform?: string
  trouble?: string
  locale?: string
  wishes?: string[]
  waysIn?: string[]
  passkeys?: string[]
  risk?: string
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
  buttons: { id: keyof typeof words.buttons; dialog?: boolean }[]
}

const { steps } = language('en').words
const stepName = (step: string) => (Object.hasOwn(steps, step) ? steps[step as keyof typeof steps].title : setting(step))

export function caseCard(reader: Reader, view: CaseView): Card {
  const { cards, facts, inDetail, outcomes } = words
  const until = view.until && when(view.until, view)
  const state = fill(wordFor(inDetail, view.state), { until })
  const more = listed([
    [facts.step, view.step && stepName(view.step)],
    [facts.platform, view.platform && setting(view.platform)],
    [facts.trouble, view.trouble && setting(view.trouble)],
    [facts.waysIn, view.waysIn && (view.waysIn.map((way) => setting(way)).join(', ') || 'none')],
    [facts.passkeys, view.passkeys && (view.passkeys.map((kind) => setting(kind)).join(', ') || 'none')],
    [facts.risk, view.risk && setting(view.risk)],
    [facts.locale, view.locale && setting(view.locale)],
    [facts.wishes, view.wishes?.length ? view.wishes.map((wish) => setting(wish)).join(', ') : undefined],
    [facts.tier, view.tier && wordFor(words.tiers, view.tier)],
    [
      facts.proved,
      view.proved
        .filter(({ held }) => held)
        .map(({ evidence }) => wordFor(words.evidence, evidence))
        .join(', '),
    ],
    [facts.told, toldBy(view, (state) => state === 'sent')],
    [facts.untold, toldBy(view, (state) => state === 'failed')],
    ...view.lines.map((line): [string, string] => [line.saidBy === 'employee' ? facts.said : facts.asked, plain(line.words, 300)]),
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
    view.state === 'closed' && view.outcome ? wordFor(outcomes, view.outcome) : state,
    view.refused && wordFor(words.refused, view.refused),
    view.unread && wordFor(words.unread, view.unread),
    next,
  ].filter((text): text is string => Boolean(text))
  return show(reader, {
    layout: 'form',
    title: titled('case', view),
    paragraphs,
    facts: [...basics(view), ...more],
    rows: inRows(view.buttons.map(({ id, dialog }) => ({ ...button(id), ...(dialog ? { dialog: true } : {}) }))),
    footer: view.state === 'closed' ? undefined : cards.case.never,
  })
}

const toldBy = ({ told = [] }: CaseView, which: (state: string) => boolean) =>
  told
    .filter(({ state }) => which(state))
    .map(({ recipient, channel }) => wordFor(words.notices, [recipient, channel].filter(Boolean).join('-')))
    .join(', ')
