// What Entra ID Protection and the sign-in log say about one person, reduced to what decides here (graph.md 4.10, 4.11).
import { z } from 'zod'
import type { Answer, Risk, SignInFailure } from './entra.ts'

export const riskMembers = 'riskState,riskLevel'

export const riskShape = z.object({ riskState: z.string(), riskLevel: z.string() }).transform(({ riskState, riskLevel }): Risk => {
  if (settled.has(riskState)) return 'none'
  return riskState === 'atRisk' && (riskLevel === 'low' || riskLevel === 'medium') ? riskLevel : 'high'
})

/**
 * Looked into and found to be nothing, or put right. Any other state, one that is invented later too, is a risk; `hidden` is a level
 * (graph.md §4.10).
 */
const settled = new Set(['none', 'confirmedSafe', 'remediated', 'dismissed'])

/** Who was never at risk is not in the list: 404 on the single read, and no risk. */
export const neverAtRisk = (answer: Answer<Risk>): Answer<Risk> =>
  !answer.ok && answer.why === 'not-found' ? { ok: true, value: 'none' } : answer

export const signInMembers = 'createdDateTime,status'

export const signInShape = z
  .object({ createdDateTime: z.coerce.date(), status: z.object({ errorCode: z.number() }) })
  .transform(({ createdDateTime, status }): SignInFailure => ({ at: createdDateTime, code: String(status.errorCode) }))

/** Newest first. The reason of a success is "Other.", so only the code tells. */
export const failuresOf = (signIns: SignInFailure[]): SignInFailure[] => signIns.filter(({ code }) => code !== '0')
