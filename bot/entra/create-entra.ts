// Entra ID over Microsoft Graph: the port's questions, each within the time a person waits.
import { z } from 'zod'
import { type Ask, createAsk, type Log } from './ask.ts'
import { askAll } from './ask-all.ts'
import { createCache } from './cache.ts'
import { createHelping } from './create-helping.ts'
import type { Answer, Entra, PasskeyPolicy, Profile, Risk, SignInMethods } from './entra.ts'
import { createGet } from './get.ts'
import limitsFile from './limits.json' with { type: 'json' }
import { methodShape, toSignInMethods } from './methods.ts'
import { groupIds, membershipShape, profileMembers, profileShape } from './people.ts'
import { policyShape } from './policy.ts'
import { createPost } from './post.ts'
import { failuresOf, neverAtRisk, riskMembers, riskShape, signInMembers, signInShape } from './safety.ts'
import { inTime } from './time-left.ts'

/** The numbers of limits.json, which says where each is from. Any of them may be set otherwise, as tenants and times differ. */
export type EntraLimits = { [K in keyof typeof limitsFile]: Omit<(typeof limitsFile)[K], 'source' | 'lastVerified'> }

export interface EntraOptions {
  /** Microsoft Graph root, without the version: https://graph.microsoft.com */
  baseUrl: string
  token: () => Promise<string>
  timeoutMs?: number
  log?: Log
  limits?: Partial<EntraLimits>
}

/** Graph counts our calls together, so whoever asks it goes through the same gates. */
export function openGraph({ baseUrl, token, log, limits: own }: EntraOptions): Ask {
  const limits = { ...limitsFile, ...own }
  return createAsk(createGet({ baseUrl, token, ...limits.body }), limits, log)
}

export function createEntra(options: EntraOptions, ask = openGraph(options)): Entra {
  const { baseUrl, timeoutMs = 8000, log, limits: own } = options
  const limits = { ...limitsFile, ...own }
  const { people, methods, policy, risk, atMostPeople } = limits.cacheSeconds
  const graph = { baseUrl, token: options.token, ...limits.body }
  const all = { root: baseUrl, pages: limits.pages.atMost, log }

  const profiles = createCache<Profile>(people, atMostPeople)
  const groups = createCache<Set<string>>(people, atMostPeople)
  const signInMethods = createCache<SignInMethods>(methods, atMostPeople)
  const risks = createCache<Risk>(risk, atMostPeople)
  const policies = createCache<PasskeyPolicy>(policy, 1)

  return {
    profile: (id, options) =>
      profiles(
        id,
        () =>
          about(id, (user) => {
            const read = { family: 'directory', template: '/users/{id}', shape: profileShape } as const
            return inTime(timeoutMs, (time) => ask({ ...read, path: `${user}?$select=${profileMembers}` }, time))
          }),
        options,
      ),

    // Without a cast to groups: a cast reads an index that lags (graph.md §1), and needs ConsistencyLevel to say so.
    memberships: (id, options) =>
      groups(
        id,
        () =>
          about(id, async (user) => {
            const read = { family: 'directory', template: '/users/{id}/transitiveMemberOf', item: membershipShape } as const
            const path = `${user}/transitiveMemberOf?$select=id&$top=999`
            return map(await inTime(timeoutMs, (time) => askAll(ask, { ...read, path }, all, time)), groupIds)
          }),
        options,
      ),

    methods: (id, options) =>
      signInMethods(
        id,
        () =>
          about(id, async (user) => {
            const read = { family: 'authenticationMethods', template: '/users/{id}/authentication/methods', item: methodShape } as const
            const { background } = options ?? {}
            const path = `${user}/authentication/methods`
            return map(await inTime(timeoutMs, (time) => askAll(ask, { ...read, path, background }, all, time)), toSignInMethods)
          }),
        options,
      ),

    passkeyPolicy: () =>
      policies('', () => {
        const path = '/policies/authenticationMethodsPolicy'
        return inTime(timeoutMs, (time) => ask({ family: 'policy', path, template: path, shape: policyShape }, time))
      }),

    risk: (id, options) =>
      risks(
        id,
        async () => {
          const read = {
            family: 'identityProtection',
            template: '/identityProtection/riskyUsers/{id}',
            shape: riskShape,
            mayBeAbsent: true,
          } as const
          const path = `/identityProtection/riskyUsers/${encodeURIComponent(id)}?$select=${riskMembers}`
          const { background } = options ?? {}
          return neverAtRisk(await inTime(timeoutMs, (time) => ask({ ...read, path, background }, time)))
        },
        options,
      ),

    // The log is throttled together with ways to sign in (graph.md §3).
    signInFailures: async (id, since) => {
      if (!isId(id)) return { ok: false, why: 'not-found' }
      const filter = encodeURIComponent(`userId eq '${id}' and createdDateTime ge ${since.toISOString()}`)
      const path = `/auditLogs/signIns?$filter=${filter}&$select=${signInMembers}&$top=50`
      const read = {
        family: 'authenticationMethods',
        template: '/auditLogs/signIns',
        shape: z.object({ value: z.array(signInShape) }),
      } as const
      return map(await inTime(timeoutMs, (time) => ask({ ...read, path }, time)), ({ value }) => failuresOf(value))
    },

    ...createHelping({ ask, post: createPost(graph), all, about, timeoutMs, log }),
  }
}

/** Stands inside quotation marks of a filter, so it may be nothing but an id. */
const isId = (id: string) => /^[\w-]{1,64}$/.test(id)

/** The person's path. Some words name nobody and would, as a path, ask for something else. */
async function about<T>(id: string, ask: (user: string) => Promise<Answer<T>>): Promise<Answer<T>> {
  if (!id.isWellFormed() || ['', '.', '..'].includes(id)) return { ok: false, why: 'not-found' }
  return ask(`/users/${encodeURIComponent(id)}`)
}

const map = <A, B>(answer: Answer<A>, to: (value: A) => B): Answer<B> => (answer.ok ? { ok: true, value: to(answer.value) } : answer)
