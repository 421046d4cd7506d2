// What may come in: an activity from Teams, from our tenant, that names an allowed way back. All else is turned away here.
import { z } from 'zod'
import { cut, storable } from '../from-outside.ts'

export type Mode = 'demo' | 'production'

/** Microsoft's own addresses, commercial and government (teams.md). Whoever chose another would receive our token. */
const connectorHosts = new Set([
  'smba.trafficmanager.net',
  'smba.infra.gcc.teams.microsoft.com',
  'smba.infra.gov.teams.microsoft.us',
  'smba.infra.dod.teams.microsoft.us',
])
const loopback = new Set(['127.0.0.1', 'localhost', '[::1]'])
const deepest = 20

/** No longer than that, and nothing that PostgreSQL refuses to store. */
export const line = (most: number, least = 0) =>
  z
    .string()
    .min(least)
    .max(most)
    .refine((text) => !text.includes('\0') && text.isWellFormed())
const id = line(500, 1)
/** A name broken by somebody's client must not cost them the answer; nor may what only helps to answer well. */
const name = z.string().transform((text) => cut(storable(text), 500))
const hint = (most: number) => line(most).nullish().catch(undefined)

const activitySchema = z.object({
  type: line(50, 1),
  id,
  channelId: line(50),
  serviceUrl: line(500),
  from: z.object({ id, name: name.nullish(), aadObjectId: line(50).optional() }),
  recipient: z.object({ id, name: name.nullish() }),
  conversation: z.object({
    id,
    tenantId: line(50).optional(),
    conversationType: line(50).optional(),
    isGroup: z.boolean().optional(),
  }),
  channelData: z.object({ tenant: z.object({ id: line(50) }).optional() }).optional(),
  name: line(100).optional(),
  action: line(50).optional(),
  text: z.string().max(100_000).nullish(),
  locale: hint(50),
  localTimezone: hint(100),
  replyToId: line(500).optional(),
  entities: z
    .array(
      z.object({
        type: line(200),
        locale: hint(50),
        platform: hint(50),
        timezone: hint(100),
      }),
    )
    .max(100)
    .nullish()
    .catch(undefined),
  membersAdded: z
    .array(z.object({ id, aadObjectId: line(50).optional() }))
    .max(1000)
    .optional(),
  value: z.unknown(),
})

/** Nothing in it but what we read; `value` is looked at by whoever uses it. */
export type Incoming = z.infer<typeof activitySchema>

export interface Refused {
  status: 400 | 403
  error: string
}

export interface Door {
  mode: Mode
  tenantId: string
}

const refused = (status: 400 | 403, error: string): Refused => ({ status, error })

/** Asked for what comes in and again for every request that goes out. */
export function serviceUrlAllowed(mode: Mode, url: string): boolean {
  const parsed = URL.parse(url)
  if (!parsed || parsed.username || parsed.password) return false
  if (mode === 'demo') return parsed.protocol === 'http:' && loopback.has(parsed.hostname)
  // The text itself too: URL drops a port that is the default one.
  return parsed.protocol === 'https:' && connectorHosts.has(parsed.host) && !/^https:\/\/[^/?#]*[:@]/i.test(url)
}

export function admit(body: unknown, { mode, tenantId }: Door): { activity: Incoming } | Refused {
  if (tooDeep(body)) return refused(400, 'too deeply nested')
  const { data: activity } = activitySchema.safeParse(body)
  if (!activity) return refused(400, 'not an activity')
  if (activity.channelId !== 'msteams') return refused(403, 'channel not allowed')
  if (!same(activity.conversation.tenantId, tenantId) || !same(activity.channelData?.tenant?.id, tenantId)) {
    return refused(403, 'tenant not allowed')
  }
  if (!z.string().uuid().safeParse(activity.from.aadObjectId).success) return refused(403, 'sender not allowed')
  if (!serviceUrlAllowed(mode, activity.serviceUrl)) return refused(400, 'service address not allowed')
  return { activity }
}

const same = (given: string | undefined, ours: string) => given?.toLowerCase() === ours.toLowerCase()

/** Without recursion: depth is what is being attacked. */
function tooDeep(body: unknown): boolean {
  let level: unknown[] = [body]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) return true
    level = level.flatMap((value) => (typeof value === 'object' && value !== null ? Object.values(value) : []))
  }
  return false
}
