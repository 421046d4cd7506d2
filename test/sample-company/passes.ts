// Temporary Access Passes: their life, and how one is used (graph.md 4.4).
import { randomUUID } from 'node:crypto'
import { type Account, groupsOf, isType, type Method, passMethod, passType, type Wire } from './account.ts'
import { findGroup } from './groups.ts'
import { appId } from './ids.ts'
import type { PassRules } from './office-api.ts'
import { type Employee, upnOf } from './world.ts'

/** The pass as Graph shows it now: time may have run out since it was made. */
export function passOf(account: Account, now = Date.now()): Method | undefined {
  const pass = account.methods.find((method) => isType(method, passType))
  if (!pass || pass.methodUsabilityReason === 'OneTimeUsed') return pass
  const start = Date.parse(String(pass.startDateTime))
  const reason = now < start ? 'NotYetValid' : now > start + Number(pass.lifetimeInMinutes) * 60_000 ? 'Expired' : 'EnabledByPolicy'
  return Object.assign(pass, { isUsable: reason === 'EnabledByPolicy', methodUsabilityReason: reason })
}

/** One pass a person: a new one replaces the old. */
export function givePass(account: Account, options: { start?: Date; minutes?: number; once?: boolean } = {}): Method {
  account.methods = account.methods.filter((method) => !isType(method, passType))
  const pass = passMethod({ start: options.start ?? new Date(), minutes: options.minutes ?? 60, once: options.once ?? false })
  account.methods.push(pass)
  return passOf(account) ?? pass
}

const strongTypes = [
  'microsoftAuthenticatorAuthenticationMethod',
  'phoneAuthenticationMethod',
  'softwareOathAuthenticationMethod',
  'fido2AuthenticationMethod',
  'windowsHelloForBusinessAuthenticationMethod',
]

/**
 * Signs the person in strongly enough to change how they sign in. A usable pass is asked for first, as Entra does
 * (passkeys.md B39), and a one-time pass is then used up. False when the account has nothing but a password.
 */
export function signInStrongly(account: Account): boolean {
  const pass = passOf(account)
  if (pass?.isUsable) {
    if (pass.isUsableOnce) Object.assign(pass, { isUsable: false, methodUsabilityReason: 'OneTimeUsed' })
    return true
  }
  return account.methods.some((method) => strongTypes.some((type) => isType(method, type)))
}

export function mayHavePass({ enabled, included, excluded }: PassRules, { account }: Employee): boolean {
  const groups = groupsOf(account)
  const isIn = (names: string[]) => names.some((name) => name === 'all_users' || groups.has(findGroup(name) as never))
  return enabled && isIn(included) && !isIn(excluded)
}

/** Entra's own record, in the shape of an export of its audit. */
export function passAudit({ pass, target, by }: { pass: Method; target: Employee; by?: Employee }): Wire {
  const changed = (name: string, value: unknown) => ({ displayName: `TemporaryAccessPass.${name}`, oldValue: '""', newValue: `"${value}"` })
  const end = new Date(Date.parse(String(pass.startDateTime)) + Number(pass.lifetimeInMinutes) * 60_000).toISOString()
  return {
    id: `Authentication Methods_${randomUUID()}`,
    category: 'UserManagement',
    correlationId: randomUUID(),
    result: 'success',
    resultReason: 'Admin registered temporary access pass method for user',
    activityDisplayName: 'Admin registered security info',
    activityDateTime: new Date().toISOString(),
    loggedByService: 'Authentication Methods',
    operationType: 'Add',
    initiatedBy: by
      ? { user: { id: by.id, displayName: by.name, userPrincipalName: upnOf(by), ipAddress: '203.0.113.7' }, app: null }
      : { user: null, app: { appId, displayName: 'Unlock', servicePrincipalId: null, servicePrincipalName: null } },
    targetResources: [
      {
        id: target.id,
        displayName: target.name,
        type: 'User',
        userPrincipalName: upnOf(target),
        groupType: null,
        modifiedProperties: [
          changed('Id', pass.id),
          changed('StartDateTime', pass.startDateTime),
          changed('EndDateTime', end),
          changed('AccessPassUsage', pass.isUsableOnce ? 'Once' : 'Multiple'),
        ],
      },
    ],
    additionalDetails: [],
  }
}
