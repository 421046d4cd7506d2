// A card whose buttons are over and whose words are not: they stay where they were read.
import type { JsonObject } from '../bot/secret.ts'
import type { Card } from './card.ts'

/** Of a card that has buttons. Its plain text ends with a line that names them (compose.ts). */
export function withoutButtons(json: JsonObject): Card {
  const text = String(json.speak).split('\n').slice(0, -1).join('\n')
  const body = (json.body as JsonObject[]).filter(({ type }) => type !== 'ActionSet')
  return { json: { ...json, body, speak: text, fallbackText: text }, text, offers: [] }
}
