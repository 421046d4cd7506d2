// Temporary Access Passes: their life, and how one is used (graph.md 4.4).
import { type Account, isType, type Method, passMethod, passType } from './account.ts'

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
