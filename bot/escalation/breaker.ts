// Too many passes in an hour stop all of them, and that ends by a person of security, not by the next hour (security.md T11).
import { breakerCard } from '../../cards/desk/breaker.ts'
import * as audit from '../audit/audit.ts'
import type { Answering, Handler, Reply } from '../conversation/turn.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../refusal.ts'
import { rolesOf } from './agents.ts'
import { cannotSee } from './desk.ts'
import { limitsNow } from './pass-limits.ts'

interface Standing {
  since?: Date
  madeInHour: number
}

/** Undefined for whoever is not of security. */
export const howPassesStand =
  (deps: Deps): Handler =>
  async ({ person }) =>
    (await rolesOf(deps, person.id))?.has('security') ? reply(deps) : undefined

/** "Let them go on". */
export const passesAgain =
  (deps: Deps): Answering =>
  async ({ person }) => {
    const roles = await rolesOf(deps, person.id)
    if (roles === undefined) return cannotSee
    if (!roles.has('security')) throw new Refusal(403, 'This is for security.')
    const before = await standing(deps)
    return {
      ...(await reply(deps, { ...before, since: undefined })),
      alongside: async (tx) => {
        const settled = await tx.query(
          `update alarms set settled_at = now(), settled_by = $1 where kind = 'breaker' and settled_at is null returning 1`,
          [person.id],
        )
        if (settled.length > 0) await audit.append(tx, { actor: { kind: 'helpdesk', id: person.id }, verb: 'passes-let-go-on' })
      },
    }
  }

async function standing({ db }: Deps): Promise<Standing> {
  const [row] = await db.query<{ since: Date | null; madeInHour: number }>(
    `select (select max(raised_at) from alarms where kind = 'breaker' and settled_at is null) as since,
            (select count(*)::int from passes_made where made_at > now() - interval '1 hour') as "madeInHour"`,
  )
  return { since: row?.since ?? undefined, madeInHour: row?.madeInHour ?? 0 }
}

async function reply(deps: Deps, now?: Standing): Promise<Reply> {
  const { since, madeInHour } = now ?? (await standing(deps))
  const { workingHours } = deps.settings.escalation
  const view = { since, made: madeInHour, most: limitsNow(deps.settings).everybodyAnHour, timeZone: workingHours?.timeZone ?? 'UTC' }
  return { card: 'breaker', draw: (reader) => breakerCard(reader, { ...view, now: new Date() }) }
}
