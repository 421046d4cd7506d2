// All that is understood of what somebody wrote, at once and in this process. Only ids leave this file.

import type { Wish } from '../conversation/turn.ts'
import { urgent } from './intents.ts'
import { isComputerNamed, phoneNamed } from './phone-named.ts'
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
  const choices = understood.choices.map((choice) => choice.intent)
  const read = { ...wishIn(text, triage(understood, signs), locale), choices, signs: signs.rows }
  // Nobody is in danger, and it tells us nothing new: the next thing to do is what they wait for.
  if (urgent.has(read.intent as never) && isComputerNamed(text)) return { ...read, intent: 'start', choices: [] }
  const phone = phoneNamed(text)
  return phone ? { ...read, ...calm(read), wish: { ...read.wish, phone } } : read
}

/** Whoever names their phone and says nothing else was not robbed of it, and does not say that somebody is in their account. */
const calm = ({ intent, choices }: Pick<Read, 'intent' | 'choices'>) => ({
  intent: urgent.has(intent as never) ? null : intent,
  choices: choices.filter((choice) => !urgent.has(choice as never)),
})
