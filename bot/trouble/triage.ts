// Which comes first when somebody's words hold more than one thing: safety, what they chose, then what is in the way.
import { endsWith, rowOf } from './catalogue.ts'
import { type Intent, obstacles, precedence } from './intents.ts'
import type { Signs } from './signs.ts'
import type { Understood } from './understanding.ts'

/** Stands for an intent: the words themselves name a row of the catalogue. */
export const byTheirWords = 'by-their-words'

const first: ReadonlySet<string> = new Set<Intent>([...precedence[0], ...precedence[1]])
const chosen: ReadonlySet<string> = new Set<Intent>([...precedence[2], ...precedence[3]])
const named: ReadonlySet<string> = new Set<string>([...obstacles, 'generic_error_code'])

/** From here on nine readings in ten are right (npm run understand:measure). */
const sure = 0.9

/** The intent that is acted on. What somebody quotes from a screen goes before what their words alone would mean. */
export function triage({ intent, confidence }: Pick<Understood, 'intent' | 'confidence'>, { rows, quoted, whole }: Signs): string | null {
  // A screen's own words, and hardly more, look like many a cry for help to one who only counts words.
  if (intent && first.has(intent) && !(whole && confidence < sure)) return intent
  const row = rowOf(rows[0])
  if (row && endsWith(row) === 'S') return row.id === 'lif-04' ? 'lost_phone' : 'account_blocked_risky'
  if (!row || (intent && named.has(intent) && !(whole && confidence < sure))) return intent
  return intent && chosen.has(intent) && !quoted && !(whole && confidence < sure) ? intent : byTheirWords
}
