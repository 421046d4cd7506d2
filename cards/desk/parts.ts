// What the desk's cards have in common: facts of a request, buttons, times.
import type { Card, Reader } from '../card.ts'
import { compose, type Parts, type Press, press } from '../compose.ts'
import { ours, plain, setting } from '../plain.ts'
import type { Verb } from '../verbs.ts'
import { saidTime } from '../when.ts'
import { fill, nameOr, wordFor, words } from './words.ts'

export interface RequestFacts {
  number: number
  phrase: string
  kind: string
  state: string
  outcome?: string
  openedAt: Date
  name?: string
  account?: string
  department?: string
  /** Who has it. */
  agent?: string
}

export interface Clock {
  timeZone: string
  now: Date
}

/** The desk's cards are English, whoever reads them. */
const english = (reader: Reader): Reader => ({ ...reader, locale: 'en' })

export const show = (reader: Reader, parts: Partial<Parts>): Card => compose(english(reader), { paragraphs: [], exits: 'none', ...parts })

export const deskVerb = (id: keyof typeof words.buttons): Verb => `escalation.${id}` as Verb

export const button = (id: keyof typeof words.buttons, choice?: string): Press => press({ words: words.buttons[id] }, deskVerb(id), choice)

export const when = (at: Date, { timeZone, now }: Clock) => ours(saidTime(at, now, 'en-GB', timeZone))

export const titled = (id: 'channel' | 'case', { number, phrase }: Pick<RequestFacts, 'number' | 'phrase'>) =>
  fill(words.cards[id].title, { number, phrase: setting(phrase) })

export function basics(view: RequestFacts & Clock): { name: string; value: string }[] {
  const { facts } = words
  const agent = nameOr(view.agent, 'Somebody')
  return listed([
    [facts.who, view.name && plain(view.name)],
    [facts.account, view.account && setting(view.account, 120)],
    [facts.department, view.department && plain(view.department)],
    [facts.about, wordFor(words.kinds, view.kind)],
    [facts.opened, when(view.openedAt, view)],
    [facts.state, fill(wordFor(words.states, view.state), { agent })],
  ])
}

export const listed = (rows: [string, string | undefined][]) => rows.flatMap(([name, value]) => (value ? [{ name, value }] : []))

export const inRows = (buttons: Press[]): Press[][] =>
  Array.from({ length: Math.ceil(buttons.length / 3) }, (_, row) => buttons.slice(row * 3, row * 3 + 3))
