// Reads sayings/: how people say each intent, whole messages, a file a language. For learning and measuring: the bot does not hold them.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Intent, isIntent } from './intents.ts'

/** A message as somebody might write it, and what they mean. */
export interface Saying {
  text: string
  intent: Intent
  locale: string
}

export function readSayings(folder: string): Saying[] {
  return readdirSync(folder)
    .sort()
    .flatMap((name) => {
      const page: Record<string, string[]> = JSON.parse(readFileSync(join(folder, name), 'utf8'))
      return Object.entries(page).flatMap(([intent, texts]) => {
        if (!isIntent(intent)) throw new Error(`sayings/${name}: there is no intent "${intent}"`)
        return texts.map((text) => ({ text, intent, locale: name.replace('.json', '') }))
      })
    })
}
