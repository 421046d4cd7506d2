// What a helpdesk agent reads: the card in the channel, which says no more than a member of it may know, forms and lists. One request in
// detail is in case.ts.
import type { Card, Reader } from '../card.ts'
import { press } from '../compose.ts'
import { plain, setting } from '../plain.ts'
import { basics, button, type Clock, inRows, type RequestFacts, show, titled } from './parts.ts'
import { fill, nameOr, wordFor, words } from './words.ts'

export { alarmCard } from './alarm.ts'
export { breakerCard } from './breaker.ts'
export { caseCard } from './case.ts'
export { beforePass } from './pass.ts'

/** For everybody in the channel: no evidence, no telephone number, no reason, and nothing of a suspicion (security.md H8). */
export function channelRequest(reader: Reader, view: RequestFacts & Clock): Card {
  return show(reader, { layout: 'form', title: titled('channel', view), facts: basics(view), rows: channelButtons(view.state) })
}

const channelButtons = (state: string) => (state === 'closed' ? [] : [[...(state === 'open' ? [button('claim')] : []), button('look')]])

/** For one person in the channel, instead of the card that everybody sees. `again`: with its buttons, because nothing came of the press. */
export function channelNote(
  reader: Reader,
  note: 'mine-now' | 'mine-unread' | 'opened' | 'no-chat' | 'not-yours' | 'cannot-see',
  again?: Pick<RequestFacts, 'number' | 'phrase' | 'state'>,
): Card {
  const title = again && titled('channel', again)
  return show(reader, { layout: 'form', title, paragraphs: [words.cards[note].body], rows: again ? channelButtons(again.state) : [] })
}

export function chooseEvidence(reader: Reader, { counts }: { counts: string[] }): Card {
  const rows = counts.map((name) => [press({ words: wordFor(words.evidence, name) }, 'escalation.how', name)])
  return show(reader, {
    layout: 'form',
    title: words.cards.prove.title,
    paragraphs: [words.cards.prove.body],
    rows: [...rows, [button('back')]],
  })
}

export function howEvidence(reader: Reader, { evidence, means }: { evidence: string; means: string }): Card {
  const { how } = words.cards
  const rows = [[button('held', evidence), button('not-held', evidence)], [button('back')]]
  return show(reader, {
    layout: 'form',
    title: wordFor(words.evidence, evidence),
    paragraphs: [fill(how.body, { means: setting(means, 300) })],
    rows,
  })
}

export function askPerson(reader: Reader, _view: Record<string, never>): Card {
  const { ask } = words.cards
  const inputs = [{ name: 'words', label: ask.label, missing: ask.missing, lines: 'several', atMost: 300 } as const]
  return show(reader, { layout: 'form', title: ask.title, paragraphs: [ask.body], inputs, rows: [[button('send'), button('back')]] })
}

export function deskMore(reader: Reader, _view: Record<string, never>): Card {
  const rows = [
    [button('release'), button('hand-over'), button('resolve')],
    [button('decline'), button('fraud'), button('back')],
  ]
  return show(reader, { layout: 'form', title: words.cards.more.title, equals: true, rows })
}

/** The end of the number is asked for and never shown (security.md T15). */
export function checkNumber(reader: Reader, _view: Record<string, never>): Card {
  const { number } = words.cards
  const inputs = [{ name: 'number', label: number.label, missing: number.missing, lines: 'one', atMost: 3 } as const]
  const rows = [[button('check-number'), button('back')]]
  return show(reader, { layout: 'form', title: number.title, paragraphs: [number.body], inputs, rows })
}

export function handOver(reader: Reader, { agents }: { agents: { id: string; name?: string }[] }): Card {
  const { title, body, none } = words.cards['hand-over']
  const names = agents.map(({ id, name }) => press({ words: name ? plain(name, 26) : 'Somebody' }, 'escalation.hand-to', id))
  return show(reader, {
    layout: 'form',
    title,
    paragraphs: [agents.length === 0 ? none : body],
    rows: [...inRows(names), [button('back')]],
  })
}

export interface Figures {
  open: number
  oldestMinutes?: number
  closedToday: number
}

const figuresIn = ({ open, oldestMinutes, closedToday }: Figures): string =>
  fill(oldestMinutes === undefined ? words.cards.list.figures : words.cards.list['figures-waiting'], { open, oldestMinutes, closedToday })

export function reviewList(reader: Reader, { requests }: { requests: RequestFacts[] }): Card {
  const { title, body, none } = words.cards.review
  const opens = requests.map(({ number }) => press({ words: String(number) }, 'escalation.look', String(number)))
  const rows = [...inRows(opens), [button('open-list')]]
  return show(reader, { layout: 'form', title, paragraphs: [requests.length === 0 ? none : body], list: requests.map(rowOf), rows })
}

const rowOf = (request: RequestFacts): string =>
  fill(words.cards.list.row, {
    number: request.number,
    phrase: request.phrase,
    name: nameOr(request.name, 'not read'),
    about: wordFor(words.kinds, request.kind),
    state: fill(wordFor(words.states, request.state), { agent: nameOr(request.agent, 'somebody') }),
  })

/** Each row opens its request. */
export function requestList(reader: Reader, view: { mine: boolean; requests: RequestFacts[]; figures?: Figures; onCall?: string }): Card {
  const { cards } = words
  const title = view.mine ? cards['list-mine'].title : cards.list.title
  const none = view.mine ? cards['list-mine'].none : cards.list.none
  const list = view.requests.map(rowOf)
  const opens = view.requests.map(({ number }) => press({ words: String(number) }, 'escalation.look', String(number)))
  const rows = [...inRows(opens), [button(view.mine ? 'open-list' : 'mine')]]
  const onCall = view.onCall && fill(cards.list['on-call'], { onCall: setting(view.onCall) })
  const paragraphs = [list.length === 0 ? none : undefined, view.figures && figuresIn(view.figures), onCall].filter(
    (text) => text !== undefined,
  )
  return show(reader, { layout: 'form', title, paragraphs, list, rows })
}

/** In place of what they worked on, when a message about something else came below it. */
export const setAside = (reader: Reader, { what }: { what: 'desk' | 'waves' }): Card =>
  show(reader, { layout: 'form', paragraphs: [words.cards['set-aside'][what]], rows: [] })

/** A sentence to an agent, and the way back. */
export const deskNote = (reader: Reader, view: { note: 'unknown' | 'almost' | 'cannot-see' | 'review-rank'; number?: string }): Card =>
  show(reader, {
    layout: 'form',
    paragraphs: [fill(words.cards[view.note].body, { number: view.number && plain(view.number) })],
    rows: [[button('open-list')]],
  })
