// Every card of those who work with Unlock: the helpdesk's from its samples, and the organisers'.
import type { Card, Reader } from '../../cards/card.ts'
import * as desk from '../../cards/desk/desk.ts'
import samples from '../../cards/desk/samples.json' with { type: 'json' }
import { everyWaveCard } from './every-wave-card.ts'

type AnyCard = (reader: Reader, view: object) => Card

/** `channelNote` is told in its own test: it takes a word, not a view. */
export const deskFunctions = Object.fromEntries(Object.entries(desk).filter(([name]) => name !== 'channelNote')) as unknown as Record<
  string,
  AnyCard
>

const moments = ['openedAt', 'until', 'now', 'at', 'since']
const views = JSON.parse(JSON.stringify(samples), (key, value) =>
  moments.includes(key) && typeof value === 'string' ? new Date(value) : value,
) as Record<string, Record<string, object>>

export const everyDeskCard = (): { name: string; card: Card }[] => [...helpdeskCards(), ...everyWaveCard]

const helpdeskCards = (): { name: string; card: Card }[] =>
  Object.entries(views).flatMap(([cardName, variants]) =>
    Object.entries(variants).map(([variant, view]) => {
      const make = deskFunctions[cardName]
      if (!make) throw new Error(`cards/desk/samples.json: ${cardName} is no card`)
      // Whoever reads it: the desk's cards are English.
      return { name: `${cardName} · ${variant}`, card: make({ cardId: 'card-1', locale: 'ar' }, view) }
    }),
  )

export const sampledDeskCards = Object.keys(views)
