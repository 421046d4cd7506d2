// Groups, members and installations over Microsoft Graph. Everything here is background work: people who wait go first.
import type { Group as GraphGroup, User, UserRegistrationDetails } from '@microsoft/microsoft-graph-types'
import { z } from 'zod'
import { localeIn } from '../from-outside.ts'
import type { Ask, Family } from './ask.ts'
import type { EntraOptions } from './create-entra.ts'
import type { Directory, Installed, Member, Page } from './directory.ts'
import type { Answer } from './entra.ts'
import limitsFile from './limits.json' with { type: 'json' }
import { createPost } from './post.ts'
import { inTime } from './time-left.ts'
import { type Members, text } from './wire.ts'

const user = {
  id: z.string().uuid(),
  displayName: text,
  mail: text,
  userPrincipalName: text,
  userType: text,
  accountEnabled: z.boolean().nullish(),
  preferredLanguage: text,
  officeLocation: text,
  city: text,
  usageLocation: text,
} satisfies Members<User>
const select = Object.keys(user).join(',')

const memberShape = z.object(user).transform((one): Member => {
  const { id, displayName, mail, userPrincipalName, userType, accountEnabled } = one
  const locale = localeIn(one.preferredLanguage)
  return {
    id: id.toLowerCase(),
    name: displayName || userPrincipalName || id,
    ...(mail ? { mail: mail.toLowerCase() } : {}),
    // Who says neither counts as one, and does not make the whole page unreadable.
    guest: userType === 'Guest' || (!userType && (userPrincipalName?.includes('#EXT#') ?? true)),
    // What does not say that it is enabled is treated as if it were not.
    enabled: accountEnabled === true,
    ...(locale ? { locale } : {}),
    places: [one.officeLocation, one.city, one.usageLocation].flatMap((place) => place || []),
  }
})

const groupShape = z
  .object({ id: z.string().uuid(), displayName: text } satisfies Members<GraphGroup>)
  .transform(({ id, displayName }) => ({ id, name: displayName ?? id }))

const passkeyInApp = 'passKeyDeviceBoundAuthenticator'
const registrationShape = z
  .object({
    id: z.string(),
    isMfaCapable: z.boolean().nullish(),
    methodsRegistered: z.array(z.string()).nullish(),
  } satisfies Members<UserRegistrationDetails>)
  .transform(({ id, isMfaCapable, methodsRegistered }) => ({
    id: id.toLowerCase(),
    passkey: methodsRegistered?.includes(passkeyInApp) ?? false,
    wayIn: isMfaCapable === true,
  }))

const pageSize = 999
/** The most that `in` takes (graph.md §1). */
const mostIds = 15
const quoted = (value: string) => `'${value.replaceAll("'", "''")}'`
const encoded = (filter: string) => encodeURIComponent(filter)

export function createDirectory({ baseUrl, token, timeoutMs = 20_000, limits }: EntraOptions, ask: Ask): Directory {
  const post = createPost({ baseUrl, token, ...{ ...limitsFile, ...limits }.body })
  const page = pages(ask, baseUrl, timeoutMs)

  const users = async (filter: string): Promise<Answer<Member[]>> => {
    const found = await page(
      'directory',
      '/users?$filter',
      `/users?$filter=${encoded(filter)}&$select=${select}&$top=${pageSize}`,
      memberShape,
    )
    return found.ok ? { ok: true, value: found.value.items } : found
  }

  return {
    async findGroups(name) {
      const path = `/groups?$filter=${encoded(`startswith(displayName,${quoted(name)})`)}&$select=id,displayName&$top=10`
      const found = await page('directory', '/groups?$filter', path, groupShape)
      return found.ok ? { ok: true, value: found.value.items.slice(0, 10) } : found
    },

    // Without a cast to users: a cast reads an index that lags (graph.md §1). Groups and devices in between are left out here.
    members: (group, next) =>
      page('directory', '/groups/{id}/transitiveMembers', next ?? `/groups/${group}/transitiveMembers?$select=${select}&$top=${pageSize}`, {
        of: '#microsoft.graph.user',
        shape: memberShape,
      }),

    byAddress: (addresses) => {
      const list = addresses.slice(0, mostIds).map(quoted).join(',')
      return users(`mail in (${list}) or userPrincipalName in (${list})`)
    },

    async stillHere(ids) {
      const answers = await Promise.all(chunksOf(ids, mostIds).map((some) => users(`id in (${some.map(quoted).join(',')})`)))
      const here = new Set<string>()
      for (const answer of answers) {
        if (!answer.ok) return answer
        for (const { id, guest, enabled } of answer.value) if (enabled && !guest) here.add(id)
      }
      return { ok: true, value: here }
    },

    registrations: (next) =>
      page(
        'authenticationMethods',
        '/reports/authenticationMethods/userRegistrationDetails',
        next ?? `/reports/authenticationMethods/userRegistrationDetails?$select=id,isMfaCapable,methodsRegistered&$top=${pageSize}`,
        registrationShape,
      ),

    async install(id, catalogId) {
      const body = { 'teamsApp@odata.bind': `https://graph.microsoft.com/v1.0/appCatalogs/teamsApps/${catalogId}` }
      const path = `/users/${encodeURIComponent(id)}/teamwork/installedApps`
      const reply = await inTime(timeoutMs, (time) => post({ method: 'POST', path, body }, time))
      return 'lost' in reply ? { ok: false, why: 'unclear' } : meaning(reply.status, reply.retryAfterSeconds)
    },
  }
}

/** graph.md §4.12. */
function meaning(status: number, retryAfterSeconds?: number): Installed {
  if (status === 201 || status === 200 || status === 409) return { ok: true }
  if (status === 429) return { ok: false, why: 'throttled', retryAfterSeconds: retryAfterSeconds ?? 2 }
  if (status === 404) return { ok: false, why: 'no-teams' }
  return { ok: false, why: status >= 400 && status < 500 ? 'refused' : 'unclear' }
}

type Item<T> = z.ZodType<T, z.ZodTypeDef, unknown>

function pages(ask: Ask, baseUrl: string, timeoutMs: number) {
  const start = `${baseUrl.replace(/\/+$/, '')}/v1.0/`
  return async <T>(
    family: Family,
    template: string,
    path: string,
    item: Item<T> | { of: string; shape: Item<T> },
  ): Promise<Answer<Page<T>>> => {
    const { of, shape } = 'of' in item ? item : { of: undefined, shape: item }
    const wanted = (one: unknown) => of === undefined || (one as Record<string, unknown>)['@odata.type'] === of
    const whole = z.object({
      value: z
        .array(z.unknown())
        .transform((all) => all.filter(wanted))
        .pipe(z.array(shape)),
      '@odata.nextLink': text,
    })
    const answer = await inTime(timeoutMs, (time) => ask({ family, path, template, shape: whole, background: true }, time))
    if (!answer.ok) return answer
    const { value: items, '@odata.nextLink': link } = answer.value
    if (!link) return { ok: true, value: { items } }
    // The token goes where the first page came from, and nowhere else; and on, never to the same page for ever.
    const next = link.startsWith(start) ? `/${link.slice(start.length)}` : path
    return next === path ? { ok: false, why: 'unavailable' } : { ok: true, value: { items, next } }
  }
}

function chunksOf<T>(all: T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(all.length / size) }, (_, index) => all.slice(index * size, (index + 1) * size))
}
