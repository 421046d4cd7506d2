// For the people who answer for the rollout: English, with the words of their trade.
import type { Card, Reader } from '../card.ts'
import { compose } from '../compose.ts'
import { setting } from '../plain.ts'
import words from './like-cases.json' with { type: 'json' }

export interface LikeCasesView {
  row: string
  people: number
  says: string
  admin: string
  minutes: number
}

export function likeCases(reader: Reader, { row, people, says, admin, minutes }: LikeCasesView): Card {
  const values: Record<string, string> = { row: row.toUpperCase(), people: String(people), says, admin, minutes: String(minutes) }
  const fill = (text: string) => text.replace(/\{(\w+)\}/g, (_, key: string) => setting(values[key] ?? ''))
  return compose({ ...reader, locale: 'en' }, { title: fill(words.title), paragraphs: words.body.map(fill), exits: 'none' })
}
