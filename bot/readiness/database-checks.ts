// The bot's own database: whether the bot could undo what it entered in the audit.
import type { Rights } from '../audit/rights-store.ts'
import { type Finding, finding } from './finding.ts'

export async function databaseChecks(rights: () => Promise<Rights>): Promise<Finding[]> {
  const seen = await rights().catch(() => undefined)
  if (!seen) return [finding('audit-append-only', { verdict: 'unknown', found: 'the database did not answer' })]
  return [finding('audit-append-only', { verdict: seen.rewrites ? 'too-much' : 'present', found: `signed in as ${seen.role}` })]
}
