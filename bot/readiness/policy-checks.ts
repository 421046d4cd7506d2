// What the tenant's own rules mean for people who are asked to make a passkey.
import type { PassPolicy } from '../entra/helping.ts'
import type { MethodPolicy } from '../entra/tenant.ts'
import { type Finding, finding, is, type Looking, unread } from './finding.ts'

/** What Unlock asks for; a start pass is deleted when it stays unused, long before. */
const passMinutes = 60
const longestPassMinutes = 8 * 60
const shortestPass = 12

export async function policyChecks({ tenant }: Looking): Promise<Finding[]> {
  const [policy, rules] = await Promise.all([tenant.methodPolicy(), tenant.registrationRules()])
  const guards = rules.ok ? rules.value.filter(({ guards: guarded }) => guarded) : []
  return [
    ...(policy.ok
      ? [...passkeys(policy.value), ...passes(policy.value), campaign(policy.value)]
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

function passes({ passes: pass }: MethodPolicy): Finding[] {
  if (!pass) return [finding('passes-on', { verdict: 'unknown', found: 'Microsoft Graph lists no such method' })]
  if (!pass.enabled) return [finding('passes-on', is(false))]
  return [
    finding('passes-on', is(true, pass.onceOnly ? 'each is good for one sign-in' : 'for one sign-in, or for several')),
    finding('passes-lifetime', lifetime(pass)),
    finding('passes-length', is(pass.codeLength >= shortestPass, `${pass.codeLength} characters`)),
  ]
}

function lifetime({ minimumMinutes, maximumMinutes }: PassPolicy) {
  const found = `${minimumMinutes} to ${maximumMinutes} minutes`
  if (maximumMinutes > longestPassMinutes) return { verdict: 'too-much', found } as const
  return is(minimumMinutes <= passMinutes && passMinutes <= maximumMinutes, found)
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
