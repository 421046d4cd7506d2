import type { Queryable } from '../database/database.ts'
import type { EmployeeId } from '../people.ts'
import type { SignInProof } from '../teams/teams.ts'

/** How this agent signed in, for the audit and for what they press next: claims, never the token. */
export async function keepProof(db: Queryable, id: string, by: EmployeeId, proof: SignInProof): Promise<void> {
  await db.query(`update escalations set sign_in_proof = $2::jsonb || jsonb_build_object('keptAt', now()) where id = $1`, [
    id,
    JSON.stringify({ ...proof, by }),
  ])
}

/** Of this agent, for one press and what follows at once: a later one is signed in for anew. */
export async function proofOf(db: Queryable, id: string, by: EmployeeId): Promise<SignInProof | undefined> {
  const [row] = await db.query<{ proof: SignInProof }>(
    `select sign_in_proof as proof from escalations
      where id = $1 and sign_in_proof ->> 'by' = $2::text and (sign_in_proof ->> 'keptAt')::timestamptz > now() - interval '3 minutes'`,
    [id, by],
  )
  if (!row) return undefined
  const { provedAt, contexts, methods } = row.proof
  return { contexts, methods, ...(provedAt ? { provedAt: new Date(provedAt) } : {}) }
}
