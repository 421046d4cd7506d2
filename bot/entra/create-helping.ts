// The part of Entra that helping somebody needs, over Microsoft Graph. Nothing of it is remembered: it decides about a pass.
import { type Ask, errorOf, type Family, type Log, meaning, plain } from './ask.ts'
import { askAll } from './ask-all.ts'
import type { Answer } from './entra.ts'
import type { Lost, Reply } from './get.ts'
import type { Deleted, Helping, PassAudit } from './helping.ts'
import { createSendMail } from './mail.ts'
import { passAuditService, passAuditShape, passPolicyShape, passShape, toPassMade } from './passes.ts'
import { membershipShape } from './people.ts'
import type { Change, Post } from './post.ts'
import { around, aroundMembers, assignment, managerShape, personMembers, personShape, toStanding } from './standing.ts'
import { inTime, type TimeLeft } from './time-left.ts'

export interface HelpingOptions {
  ask: Ask
  post: Post
  all: Parameters<typeof askAll>[2]
  about: <T>(id: string, ask: (user: string) => Promise<Answer<T>>) => Promise<Answer<T>>
  timeoutMs: number
  log?: Log
}

/** A list whose items are looked at by `item`. */
type Item = Parameters<typeof askAll>[1]['item']

const listed = <I extends Item>(family: Family, template: string, item: I) => ({ family, template, item })

const lists = {
  around: listed('directory', '/users/{id}/transitiveMemberOf', around),
  owned: listed('directory', '/users/{id}/ownedObjects', around),
  assigned: listed('directory', '/roleManagement/directory/roleAssignments', assignment),
  eligible: listed('directory', '/roleManagement/directory/roleEligibilitySchedules', assignment),
  members: listed('directory', '/groups/{id}/transitiveMembers', membershipShape),
  passes: listed('authenticationMethods', '/users/{id}/authentication/temporaryAccessPassMethods', passShape),
  // Entra counts everything under auditLogs together with authentication methods (graph.md §3).
  audits: listed('authenticationMethods', '/auditLogs/directoryAudits', passAuditShape),
} as const

export function createHelping({ ask, post, all, about, timeoutMs, log }: HelpingOptions): Helping {
  const within = <T>(read: (time: TimeLeft) => Promise<T>) => inTime(timeoutMs, read)

  /** One try. What it led to is for the caller to judge. */
  const change = (what: Change) => within((time) => post(what, time))

  function said<T>(outcome: Reply | Lost, template: string, good: T): Answer<T> {
    if ('lost' in outcome) {
      log?.warn({ why: 'unavailable', lost: outcome.lost, path: template }, 'Graph did not do it')
      return { ok: false, why: 'unavailable' }
    }
    const { status, retryAfterSeconds } = outcome
    if (status >= 200 && status < 300) return { ok: true, value: good }
    const { code, requestId: inner } = errorOf(outcome.body)
    const why = meaning(status, code)
    const requestId = plain(outcome.requestId ?? inner)
    log?.warn({ why, status, code, requestId, path: template }, 'Graph did not do it')
    return { ok: false, why, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }), ...(requestId ? { requestId } : {}) }
  }

  return {
    standing: (id) =>
      about(id, (user) =>
        within(async (time) => {
          const of = encodeURIComponent(`principalId eq '${id.replaceAll("'", "''")}'`)
          const [person, memberOf, owned, assigned, eligible] = await Promise.all([
            ask({ family: 'directory', path: `${user}?$select=${personMembers}`, template: '/users/{id}', shape: personShape }, time),
            askAll(ask, { ...lists.around, path: `${user}/transitiveMemberOf?$select=${aroundMembers}&$top=999` }, all, time),
            askAll(ask, { ...lists.owned, path: `${user}/ownedObjects?$select=${aroundMembers}` }, all, time),
            askAll(ask, { ...lists.assigned, path: `${lists.assigned.template}?$filter=${of}` }, all, time),
            askAll(ask, { ...lists.eligible, path: `${lists.eligible.template}?$filter=${of}` }, all, time),
          ])
          if (!person.ok) return person
          if (!memberOf.ok) return memberOf
          if (!owned.ok) return owned
          if (!assigned.ok) return assigned
          return toStanding({ person: person.value, around: memberOf.value, owned: owned.value, assigned: assigned.value, eligible })
        }),
      ),

    manager: (id) =>
      about(id, async (user) => {
        const path = `${user}/manager?$select=id,displayName,userPrincipalName,mail,employeeId,accountEnabled`
        const read = { family: 'directory', path, template: '/users/{id}/manager', shape: managerShape, mayBeAbsent: true } as const
        const answer = await within((time) => ask(read, time))
        // No manager is a 404 (graph.md §4.7), and so is nobody of that id; who asks knows the person already.
        return !answer.ok && answer.why === 'not-found' ? { ok: true, value: undefined } : answer
      }),

    async members(groupId) {
      const path = `/groups/${encodeURIComponent(groupId)}/transitiveMembers?$select=id&$top=999`
      const answer = await within((time) => askAll(ask, { ...lists.members, path }, all, time))
      if (!answer.ok) return answer
      return { ok: true, value: answer.value.filter((each) => each['@odata.type'] === '#microsoft.graph.user').map(({ id }) => id) }
    },

    passes: (id, options) =>
      about(id, (user) => {
        const path = `${user}/authentication/temporaryAccessPassMethods`
        return within((time) => askAll(ask, { ...lists.passes, path, background: options?.background }, all, time))
      }),

    passPolicy: () => {
      const path = '/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/TemporaryAccessPass'
      return within((time) => ask({ family: 'policy', path, template: path, shape: passPolicyShape }, time))
    },

    async createPass(id, { lifetimeMinutes, usableOnce }, token) {
      const made = await about(id, async (user) => {
        const path = `${user}/authentication/temporaryAccessPassMethods`
        // Never a start: it would be read by Entra's clock, and ours may differ (security.md X3).
        const body = { lifetimeInMinutes: lifetimeMinutes, isUsableOnce: usableOnce }
        return { ok: true, value: toPassMade(await change({ method: 'POST', path, body, bearer: token })) }
      })
      const outcome = made.ok ? made.value : ({ refused: 'person' } as const)
      if (!('made' in outcome)) log?.warn({ ...outcome, path: lists.passes.template }, 'no pass was made, or nobody knows')
      return outcome
    },

    deletePass: (id, passId, token) =>
      about<Deleted>(id, async (user) => {
        const path = `${user}/authentication/temporaryAccessPassMethods/${encodeURIComponent(passId)}`
        const answer = said<Deleted>(await change({ method: 'DELETE', path, bearer: token }), `${lists.passes.template}/{id}`, 'deleted')
        return !answer.ok && answer.why === 'not-found' ? { ok: true, value: 'missing' } : answer
      }),

    revokeSessions: (id) =>
      about(id, async (user) =>
        said<true>(await change({ method: 'POST', path: `${user}/revokeSignInSessions` }), '/users/{id}/revokeSignInSessions', true),
      ),

    sendMail: createSendMail(post, timeoutMs),

    async passAudits(since) {
      const wanted = encodeURIComponent(`activityDateTime ge ${since.toISOString()} and loggedByService eq '${passAuditService}'`)
      const path = `${lists.audits.template}?$filter=${wanted}`
      const answer = await within((time) => askAll(ask, { ...lists.audits, path, background: true }, all, time))
      if (!answer.ok) return answer
      const found = answer.value.filter((audit): audit is PassAudit => audit !== undefined)
      return { ok: true, value: found.sort((a, b) => a.at.getTime() - b.at.getTime()) }
    },
  }
}
