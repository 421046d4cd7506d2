// What Graph lists as a person's authentication methods, reduced to what we ask of them (graph.md §4.1 to §4.4).
import type {
  Fido2AuthenticationMethod,
  MicrosoftAuthenticatorAuthenticationMethod,
  TemporaryAccessPassAuthenticationMethod,
} from '@microsoft/microsoft-graph-types'
import { z } from 'zod'
import type { Passkey, SignInMethods, WayIn } from './entra.ts'
import { kindOf } from './passkey-kind.ts'
import { type Members, moment, text } from './wire.ts'

const fido2 = z.object({
  ...({
    id: z.string(),
    displayName: text,
    aaGuid: text,
    model: text,
    attestationLevel: text,
    createdDateTime: moment.nullish(),
  } satisfies Members<Fido2AuthenticationMethod>),
  // v1.0 since 2026 (graph.md §4.2); microsoft-graph-types 2.43.1 does not have it yet.
  passkeyType: text,
})

const authenticatorApp = z.object({
  displayName: text,
  phoneAppVersion: text,
} satisfies Members<MicrosoftAuthenticatorAuthenticationMethod>)

// The code itself is not among them: it could not be kept by mistake.
const pass = z.object({
  isUsable: z.boolean(),
  methodUsabilityReason: text,
  startDateTime: moment.nullish(),
  createdDateTime: moment.nullish(),
  lifetimeInMinutes: z.number().nullish(),
} satisfies Members<TemporaryAccessPassAuthenticationMethod>)

const typed = <T extends string, S extends z.ZodRawShape>(type: T, shape: z.ZodObject<S>) =>
  shape.extend({ '@odata.type': z.literal(`#microsoft.graph.${type}AuthenticationMethod`) }).transform((method) => ({ ...method, type }))

const special = ['fido2', 'microsoftAuthenticator', 'temporaryAccessPass']

/** Every other type, those that are not invented yet included. */
const other = z.object({ '@odata.type': z.string() }).transform((method, context) => {
  const name = /^#microsoft\.graph\.(\w+)AuthenticationMethod$/.exec(method['@odata.type'])?.[1] ?? ''
  // One of the three whose members were not as they should be.
  if (special.includes(name)) context.addIssue({ code: 'custom', message: 'unexpected members' })
  return { type: 'other' as const, name }
})

export const methodShape = z.union([
  typed('fido2', fido2),
  typed('microsoftAuthenticator', authenticatorApp),
  typed('temporaryAccessPass', pass),
  other,
])

type Method = z.output<typeof methodShape>

/** Types that are ways in by being there. Not email, password or qrCodePin: Entra lets nobody add a passkey with these. */
const waysIn: Record<string, WayIn> = {
  phone: 'phone-number',
  softwareOath: 'one-time-code',
  hardwareOath: 'one-time-code',
  windowsHelloForBusiness: 'windows-hello',
  platformCredential: 'windows-hello',
  x509Certificate: 'certificate',
  external: 'external',
}

export function toSignInMethods(methods: Method[]): SignInMethods {
  const all = <T extends Method['type']>(type: T) =>
    methods.filter((method): method is Extract<Method, { type: T }> => method.type === type)
  const passes = all('temporaryAccessPass').map(toPass)
  // Entra keeps one at most; should there be two, the one that works counts.
  const standing = passes.find(({ usable }) => usable) ?? passes[0]
  return {
    passkeys: all('fido2').map(toPasskey),
    authenticatorApps: all('microsoftAuthenticator').map(({ displayName, phoneAppVersion }) => ({
      name: displayName ?? '',
      ...(phoneAppVersion ? { version: phoneAppVersion } : {}),
    })),
    waysIn: [...new Set(methods.flatMap((method) => wayIn(method) ?? []))],
    ...(standing ? { pass: standing } : {}),
  }
}

function wayIn(method: Method): WayIn | undefined {
  switch (method.type) {
    case 'fido2':
      return 'passkey'
    case 'microsoftAuthenticator':
      return 'authenticator-push'
    case 'temporaryAccessPass':
      return method.isUsable ? 'start-pass' : undefined
    case 'other':
      return Object.hasOwn(waysIn, method.name) ? waysIn[method.name] : undefined
  }
}

function toPasskey(method: Extract<Method, { type: 'fido2' }>): Passkey {
  const { id, displayName, createdDateTime } = method
  return { id, name: displayName ?? '', ...kindOf(method), ...(createdDateTime ? { createdAt: createdDateTime } : {}) }
}

const endings: Record<string, 'expired' | 'used'> = { Expired: 'expired', OneTimeUsed: 'used' }

function toPass(pass: Extract<Method, { type: 'temporaryAccessPass' }>) {
  const { isUsable, startDateTime, createdDateTime, lifetimeInMinutes, methodUsabilityReason } = pass
  const start = startDateTime ?? createdDateTime
  const expiresAt = start && lifetimeInMinutes ? new Date(start.getTime() + lifetimeInMinutes * 60_000) : undefined
  const ended = isUsable ? undefined : endings[methodUsabilityReason ?? '']
  return { usable: isUsable, ...(expiresAt ? { expiresAt } : {}), ...(ended ? { ended } : {}) }
}
