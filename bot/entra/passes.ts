// Temporary Access Passes, their rules and Entra's record of them, as Graph writes them (graph.md §4.4 and §4.6).
import type {
  TemporaryAccessPassAuthenticationMethod,
  TemporaryAccessPassAuthenticationMethodConfiguration,
} from '@microsoft/microsoft-graph-types'
import { z } from 'zod'
import { Secret } from '../secret.ts'
import { plain } from './ask.ts'
import type { Lost, Reply } from './get.ts'
import type { Pass, PassAudit, PassMade, PassPolicy } from './helping.ts'
import { type Members, moment, text } from './wire.ts'

const reasons: Record<string, Pass['why']> = {
  EnabledByPolicy: 'enabled',
  DisabledByPolicy: 'policy-off',
  Expired: 'expired',
  NotYetValid: 'not-yet',
  OneTimeUsed: 'used',
}

const members = {
  id: z.string(),
  createdDateTime: moment,
  startDateTime: moment.nullish(),
  lifetimeInMinutes: z.number(),
  isUsableOnce: z.boolean(),
  isUsable: z.boolean(),
  methodUsabilityReason: text,
} satisfies Members<TemporaryAccessPassAuthenticationMethod>

const wire = z.object(members)

function toPass(pass: z.output<typeof wire>): Pass {
  const reason = pass.methodUsabilityReason ?? ''
  return {
    // Entra's own audit may write it in other letters.
    id: pass.id.toLowerCase(),
    createdAt: pass.createdDateTime,
    startsAt: pass.startDateTime ?? undefined,
    lifetimeMinutes: pass.lifetimeInMinutes,
    usableOnce: pass.isUsableOnce,
    usable: pass.isUsable,
    why: Object.hasOwn(reasons, reason) ? (reasons[reason] ?? 'unknown') : 'unknown',
  }
}

export const passShape = wire.transform(toPass)

/** The one answer that carries a code. It becomes a Secret before anything else sees it. */
const madeShape = wire
  .extend({ temporaryAccessPass: z.string().min(6) })
  .transform(({ temporaryAccessPass, ...pass }) => ({ pass: toPass(pass), code: new Secret(temporaryAccessPass) }))

const targets = z.array(z.object({ id: z.string() }))

export const passPolicyShape = z
  .object({
    state: z.enum(['enabled', 'disabled']),
    includeTargets: targets,
    excludeTargets: targets.nullish(),
    minimumLifetimeInMinutes: z.number(),
    maximumLifetimeInMinutes: z.number(),
    defaultLifetimeInMinutes: z.number(),
    isUsableOnce: z.boolean(),
    defaultLength: z.number(),
  } satisfies Members<TemporaryAccessPassAuthenticationMethodConfiguration & { includeTargets: unknown }>)
  .transform(
    (rules): PassPolicy => ({
      enabled: rules.state === 'enabled',
      includedGroups: rules.includeTargets.map(({ id }) => id),
      excludedGroups: (rules.excludeTargets ?? []).map(({ id }) => id),
      minimumMinutes: rules.minimumLifetimeInMinutes,
      maximumMinutes: rules.maximumLifetimeInMinutes,
      defaultMinutes: rules.defaultLifetimeInMinutes,
      onceOnly: rules.isUsableOnce,
      codeLength: rules.defaultLength,
    }),
  )

const errorShape = z.object({ error: z.object({ code: z.string().regex(/^[\w.-]{1,100}$/), message: z.string() }) })

/** What a POST that is never repeated has led to. Whatever is not certainly a no is `unknown`. */
export function toPassMade(outcome: Reply | Lost): PassMade {
  if ('lost' in outcome) return outcome.lost === 'no-token' ? { refused: 'not-asked' } : { unknown: true }
  const { status, body } = outcome
  const requestId = plain(outcome.requestId)
  if (status >= 200 && status < 300) {
    const made = madeShape.safeParse(body)
    return made.success ? { made: made.data } : { unknown: true, requestId }
  }
  const { data } = errorShape.safeParse(body)
  const why = refusalOf(status, data?.error.message ?? '')
  return why ? { refused: why, code: data?.error.code, requestId } : { unknown: true, requestId }
}

/** Statuses and texts of graph.md §4.4. One code, `badRequest`, stands for all 400s, so the text has to tell them apart. */
function refusalOf(status: number, message: string): Extract<PassMade, { refused: string }>['refused'] | undefined {
  if (status === 400) return /guest/i.test(message) ? 'person' : 'policy'
  if (status === 401 || status === 403) return 'forbidden'
  if (status === 404) return 'person'
  return status === 429 ? 'throttled' : undefined
}

/**
 * Entra's audit has more than one name for it ("Admin registered security info", "Create Temporary Access Pass method for user"), so a
 * pass is known by what was changed. Shape and names: an audit export of a tenant of 2022 and Elastic's detection rule of 2026.
 */
export const passAuditService = 'Authentication Methods'

/** Of whom or what; empty, or a name, where the record is of something else. */
const guid = z
  .string()
  .uuid()
  .transform((id) => id.toLowerCase())
  .nullish()
  .catch(undefined)
const changed = z.object({ displayName: text, newValue: text })
const resource = z.object({ type: text, id: guid, modifiedProperties: z.array(changed).nullish() })
const actor = z.object({ id: guid, appId: guid }).nullish().catch(undefined)

const passAudit = z
  .object({
    id: z.string(),
    activityDateTime: moment,
    activityDisplayName: text,
    result: text,
    resultReason: text,
    initiatedBy: z.object({ user: actor, app: actor }).nullish(),
    targetResources: z.array(resource).nullish(),
  })
  .transform(({ activityDisplayName, ...audit }): PassAudit | undefined => {
    const target = audit.targetResources?.find(({ type, id }) => type === 'User' && id)
    const passId = target?.modifiedProperties?.find(({ displayName }) => displayName === 'TemporaryAccessPass.Id')?.newValue
    const isOfPass = Boolean(passId) || /temporary access pass/i.test(`${activityDisplayName} ${audit.resultReason}`)
    const isEnd = /delet|remov/i.test(`${activityDisplayName} ${audit.resultReason}`)
    if (!target?.id || !isOfPass || isEnd || (audit.result ?? 'success') !== 'success') return undefined
    return {
      id: audit.id,
      at: audit.activityDateTime,
      actorId: audit.initiatedBy?.user?.id ?? undefined,
      actorAppId: audit.initiatedBy?.app?.appId ?? undefined,
      targetId: target.id,
      // Values of the audit are JSON of their own: the id comes in quotes.
      passId: passId?.replaceAll('"', '').toLowerCase() || undefined,
    }
  })

/** One record that says nothing readable must not hide those beside it: they may be of passes that nobody was told of. */
export const passAuditShape = z.unknown().transform((record): PassAudit | undefined => passAudit.safeParse(record).data)
