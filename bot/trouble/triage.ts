// Which comes first when somebody's words hold more than one thing: safety, what they chose, then what is in the way.
import { endsWith, rowOf } from './catalogue.ts'
import { type Intent, obstacles, precedence } from './intents.ts'
import type { Signs } from './signs.ts'

/** Stands for an intent: the words themselves name a row of the catalogue. */
export const byTheirWords = 'by-their-words'

const first: ReadonlySet<string> = new Set<Intent>([...precedence[0], ...precedence[1]])
const chosen: ReadonlySet<string> = new Set<Intent>([...precedence[2], ...precedence[3]])
const named: ReadonlySet<string> = new Set<string>([...obstacles, 'generic_error_code'])

/** The intent that is acted on. What somebody quotes from a screen goes before what their words alone would mean. */
export function triage(intent: string | null, { rows, quoted }: Signs): string | null {
  if (intent && first.has(intent)) return intent
  const row = rowOf(rows[0])
  if (row && endsWith(row) === 'S') return row.id === 'lif-04' ? 'lost_phone' : 'account_blocked_risky'
  if (!row || (intent && named.has(intent))) return intent
  return intent && chosen.has(intent) && !quoted ? intent : byTheirWords
}
