// What Graph writes about the tenant, reduced to the shapes of tenant.ts (graph.md §4.6, §4.13; passkeys.md D.1 and D.3).
import { z } from 'zod'
import { passPolicyShape } from './passes.ts'
import { policyShape } from './policy.ts'
import type { CatalogueApp, MethodPolicy, MethodTargets, RegistrationRule } from './tenant.ts'
import { text } from './wire.ts'

const target = z.object({ id: z.string() })
const method = z.object({
  id: z.string(),
  state: z.enum(['enabled', 'disabled']),
  includeTargets: z.array(target).default([]),
  excludeTargets: z.array(target).default([]),
})
const enforcement = z.object({
  registrationEnforcement: z.object({
    authenticationMethodsRegistrationCampaign: z.object({
      state: z.string(),
      includeTargets: z.array(z.object({ targetedAuthenticationMethod: text })).default([]),
    }),
  }),
})
const all = z.object({ authenticationMethodConfigurations: z.array(z.object({ id: z.string() }).passthrough()) })

const states = { enabled: 'on', disabled: 'off' } as const

export const methodPolicyShape = all
  .merge(enforcement)
  .transform(({ authenticationMethodConfigurations, registrationEnforcement }, context): MethodPolicy => {
    const named = (name: string) => authenticationMethodConfigurations.find(({ id }) => id.toLowerCase() === name)
    const passkeys = policyShape.safeParse({ authenticationMethodConfigurations })
    const authenticator = method.optional().safeParse(named('microsoftauthenticator'))
    const pass = passPolicyShape.optional().safeParse(named('temporaryaccesspass'))
    for (const { error } of [passkeys, authenticator, pass]) for (const issue of error?.issues ?? []) context.addIssue(issue)
    if (!passkeys.success) return z.NEVER
    const { state, includeTargets } = registrationEnforcement.authenticationMethodsRegistrationCampaign
    return {
      passkeys: passkeys.data,
      ...(authenticator.data ? { authenticator: targetsOf(authenticator.data) } : {}),
      ...(pass.data ? { passes: pass.data } : {}),
      campaign: {
        state: states[state as keyof typeof states] ?? 'managed',
        methods: includeTargets.flatMap(({ targetedAuthenticationMethod: asked }) => (asked ? [asked.toLowerCase()] : [])),
      },
    }
  })

const targetsOf = ({ state, includeTargets, excludeTargets }: z.output<typeof method>): MethodTargets => ({
  enabled: state === 'enabled',
  includedGroups: includeTargets.map(({ id }) => id),
  excludedGroups: excludeTargets.map(({ id }) => id),
})

/** A policy about the user action "Register security information" (RES conditionalAccessApplications). */
export const conditionalAccessShape = z
  .object({
    displayName: z.string(),
    state: z.string(),
    conditions: z.object({
      applications: z.object({ includeUserActions: z.array(z.string()).nullish() }).nullish(),
      users: z.object({ includeUsers: z.array(z.string()).nullish() }).nullish(),
    }),
    grantControls: z
      .object({ builtInControls: z.array(z.string()).nullish(), authenticationStrength: z.object({}).passthrough().nullish() })
      .nullish(),
  })
  .transform(({ displayName, state, conditions, grantControls }): RegistrationRule | undefined => {
    const speaksOfIt = conditions.applications?.includeUserActions?.includes('urn:user:registersecurityinfo')
    if (state !== 'enabled' || !speaksOfIt) return undefined
    const controls = grantControls?.builtInControls ?? []
    return {
      name: displayName,
      everyone: conditions.users?.includeUsers?.includes('All') ?? false,
      guards: controls.length > 0 || Boolean(grantControls?.authenticationStrength),
    }
  })

export const catalogueShape = z
  .object({
    value: z.array(
      z.object({
        distributionMethod: text,
        appDefinitions: z.array(z.object({ version: text, publishingState: text })).nullish(),
      }),
    ),
  })
  .transform(({ value }): CatalogueApp | undefined => {
    const app = value.find(({ distributionMethod }) => distributionMethod === 'organization')
    if (!app) return undefined
    const published = app.appDefinitions?.find(({ publishingState }) => publishingState === 'published')
    return { published: published !== undefined, ...(published?.version ? { version: published.version } : {}) }
  })
