// What the security group reads in their chats: English, facts, no button. What to do with it is theirs.
import type { Card, Reader } from '../card.ts'
import { ours, plain } from '../plain.ts'
import { saidMoment } from '../when.ts'
import { listed, show } from './parts.ts'
import { wordFor, words } from './words.ts'

export interface AlarmView {
  kind: string
  number?: number
  /** Whose account. */
  name?: string
  /** Whose deed. */
  agent?: string
  reason?: string
  at: Date
  /** Of the reader. */
  timeZone?: string
}

export function alarmCard(reader: Reader, { kind, number, name, agent, reason, at, timeZone }: AlarmView): Card {
  const { alarms, facts } = words
  const rows = listed([
    [facts.request, number === undefined ? undefined : String(number)],
    [facts.who, name && plain(name)],
    [facts.agent, agent && plain(agent)],
    [facts.why, reason && wordFor(words.reasons, reason)],
    [facts.when, ours(saidMoment(at, 'en-GB', timeZone))],
  ])
  return show(reader, { layout: 'form', title: alarms.title, paragraphs: [wordFor(words.alarms, kind)], facts: rows })
}
