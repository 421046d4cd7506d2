// What the tenant's own rules mean for people who are asked to make a passkey.
import type { PassPolicy } from '../entra/helping.ts'
import type { MethodPolicy } from '../entra/tenant.ts'
import { type Finding, finding, is, type Looking, unread } from './finding.ts'

const longestPassMinutes = 8 * 60
const shortestPass = 12

export async function policyChecks({ tenant, settings }: Looking): Promise<Finding[]> {
  const [policy, rules] = await Promise.all([tenant.methodPolicy(), tenant.registrationRules()])
  const guards = rules.ok ? rules.value.filter(({ guards: guarded }) => guarded) : []
  return [
    ...(policy.ok
      ? [...passkeys(policy.value), ...passes(policy.value, settings.pass.lifetimeMinutes), campaign(policy.value)]
      : [finding('policy-readable', unread(policy.why))]),
    finding(
      'registration-guarded',
      rules.ok
        ? is(
            guards.some(({ everyone }) => everyone),
            named(guards.map(({ name }) => name)),
          )
        : unread(rules.why),
    ),
  ]
}

const named = (names: string[]) => (names.length > 0 ? names.map((name) => `"${name}"`).join(', ') : 'no policy speaks of it')

function passkeys({ passkeys: { enabled, selfService, includes }, authenticator }: MethodPolicy): Finding[] {
  const allowing = includes.filter(({ authenticatorAllowed }) => authenticatorAllowed)
  const attested = allowing.filter(({ attestation }) => attestation)
  return [
    finding('passkeys-on', is(enabled)),
    finding('passkeys-self-service', is(selfService)),
    finding('passkeys-authenticator', is(allowing.length > 0, `${allowing.length} of ${includes.length} targets allow it`)),
    finding('passkeys-attestation', is(true, `asked for by ${attested.length} of ${allowing.length} targets`)),
    finding(
      'authenticator-on',
      authenticator ? is(authenticator.enabled) : { verdict: 'unknown', found: 'Microsoft Graph lists no such method' },
    ),
  ]
}

function passes({ passes: pass }: MethodPolicy, wantedMinutes: number): Finding[] {
  if (!pass) return [finding('passes-on', { verdict: 'unknown', found: 'Microsoft Graph lists no such method' })]
  if (!pass.enabled) return [finding('passes-on', is(false))]
  return [
    finding('passes-on', is(true, pass.onceOnly ? 'each is good for one sign-in' : 'for one sign-in, or for several')),
    finding('passes-lifetime', lifetime(pass, wantedMinutes)),
    finding('passes-length', is(pass.codeLength >= shortestPass, `${pass.codeLength} characters`)),
  ]
}

/** A pass that Entra refuses to make comes first: then nobody is let in. One that stays unused is deleted long before its end. */
function lifetime({ minimumMinutes, maximumMinutes }: PassPolicy, wantedMinutes: number) {
  const found = `${minimumMinutes} to ${maximumMinutes} minutes, and the settings ask for ${wantedMinutes}`
  if (wantedMinutes < minimumMinutes || wantedMinutes > maximumMinutes) return is(false, found)
  return maximumMinutes > longestPassMinutes ? ({ verdict: 'too-much', found } as const) : is(true, found)
}

function campaign({ campaign: { state, methods } }: MethodPolicy): Finding {
  const elsewhere = methods.some((method) => method !== 'fido2')
  if (state === 'on' && elsewhere) return finding('campaign', { verdict: 'too-much', found: `on, for ${methods.join(', ')}` })
  // Microsoft's own choice is a passkey where people may make one (campaign page, September 2026).
  return finding(
    'campaign',
    is(true, { on: 'on, for passkeys', off: 'off', managed: 'left to Microsoft, who asks for passkeys where they are allowed' }[state]),
  )
}
