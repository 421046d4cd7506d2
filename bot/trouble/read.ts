// All that is understood of what somebody wrote, at once and in this process. Only ids leave this file.
import { signsIn } from './signs.ts'
import { triage } from './triage.ts'
import { understand } from './understand.ts'
import type { Hint } from './understanding.ts'

export interface Read {
  intent: string | null
  choices: string[]
  /** Rows of the catalogue that the words hint at. */
  signs: string[]
}

export function readWords(text: string, hint?: Hint): Read {
  const { intent, choices } = understand(text, hint)
  const signs = signsIn(text)
  return { intent: triage(intent, signs), choices: choices.map((choice) => choice.intent), signs: signs.rows }
}
