// All that is understood of what somebody wrote, at once and in this process. Only ids leave this file.

import type { Wish } from '../conversation/turn.ts'
import { signsIn } from './signs.ts'
import { triage } from './triage.ts'
import { understand } from './understand.ts'
import { wishIn } from './wishes.ts'

export interface Read {
  intent: string | null
  choices: string[]
  /** Rows of the catalogue that the words hint at. */
  signs: string[]
  wish?: Wish
}

/** `locale`: what they are written to in now; of two languages they name, the other one is wanted. */
export function readWords(text: string, locale = 'en'): Read {
  const understood = understand(text)
  const signs = signsIn(text)
  return {
    ...wishIn(text, triage(understood, signs), locale),
    choices: understood.choices.map((choice) => choice.intent),
    signs: signs.rows,
  }
}
