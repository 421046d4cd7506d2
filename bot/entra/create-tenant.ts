// The tenant's settings over Microsoft Graph, read only. A handful of calls for each look; nothing is remembered between two looks.
import { z } from 'zod'
import { createAsk } from './ask.ts'
import { askAll } from './ask-all.ts'
import type { EntraOptions } from './create-entra.ts'
import type { Answer } from './entra.ts'
import { createGet } from './get.ts'
import limitsFile from './limits.json' with { type: 'json' }
import { permissionsIn } from './own-permissions.ts'
import type { Tenant } from './tenant.ts'
import { catalogueShape, conditionalAccessShape, methodPolicyShape } from './tenant-policy.ts'
import { inTime } from './time-left.ts'

/** Enough to see whom a group holds; counting everybody is the wave's own work. */
const firstPeople = 100

export function createTenant({ baseUrl, token, timeoutMs = 15_000, log }: Omit<EntraOptions, 'limits'>): Tenant {
  const ask = createAsk(createGet({ baseUrl, token, ...limitsFile.body }), limitsFile, log)
  const read = <T>(path: string, template: string, shape: z.ZodType<T, z.ZodTypeDef, unknown>): Promise<Answer<T>> =>
    inTime(timeoutMs, (time) => ask({ family: 'policy', path, template, shape }, time))

  return {
    async permissions() {
      const held = permissionsIn(await inTime(timeoutMs, (time) => time.within(token())).catch(() => ''))
      return held ? { ok: true, value: held } : { ok: false, why: 'unavailable' }
    },

    methodPolicy: () => {
      const path = '/policies/authenticationMethodsPolicy'
      return read(path, path, methodPolicyShape)
    },

    async registrationRules() {
      const path = '/identity/conditionalAccess/policies'
      const all = { root: baseUrl, pages: limitsFile.pages.atMost, log }
      const answer = await inTime(timeoutMs, (time) =>
        askAll(ask, { family: 'policy', path, template: path, item: conditionalAccessShape }, all, time),
      )
      return answer.ok ? { ok: true, value: answer.value.filter((rule) => rule !== undefined) } : answer
    },

    group: (id) =>
      read(
        `/groups/${encodeURIComponent(id)}/transitiveMembers?$select=id&$top=${firstPeople}`,
        '/groups/{id}/transitiveMembers',
        z
          .object({ value: z.array(z.object({ '@odata.type': z.string(), id: z.string() })), '@odata.nextLink': z.string().nullish() })
          .transform(({ value, '@odata.nextLink': next }) => ({
            people: value.filter((each) => each['@odata.type'] === '#microsoft.graph.user').map(({ id }) => id),
            more: Boolean(next),
          })),
      ),

    app: (manifestId) =>
      read(
        `/appCatalogs/teamsApps?$filter=externalId eq '${encodeURIComponent(manifestId)}'&$expand=appDefinitions`,
        '/appCatalogs/teamsApps',
        catalogueShape,
      ),

    registrationReport: () => readable('/reports/authenticationMethods/userRegistrationDetails'),
    risk: () => readable('/identityProtection/riskyUsers'),
  }

  function readable(path: string): Promise<Answer<true>> {
    return read(
      `${path}?$top=1`,
      path,
      z.object({ value: z.array(z.unknown()) }).transform(() => true as const),
    )
  }
}
