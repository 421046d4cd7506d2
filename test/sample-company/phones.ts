// What people do with their phones, and what the screens say. Facts: passkeys.md A.1 to A.4 and B.
import { type Account, authenticatorMethod, isIphone, passkeyMethod, passkeyTypeOf, type Wire } from './account.ts'
import type { PasskeyStore, PhoneDeed } from './office-api.ts'
import { signInStrongly } from './passes.ts'
import { canHold, currentVersion, isOlder, knownToEntra, minimumVersion, newPhone, type Phone, type PhonePasskey } from './phone.ts'
import { type Policy, profileAllowing, profilesFor } from './policy.ts'

/** What the phone is held by: the account behind it and the rules it lives under. */
export interface Holder {
  mail: string
  name: string
  guest: boolean
  account: Account
  policy: Policy
  phone: Phone
}

/** The sentence on the phone's screen. */
export class PhoneSays extends Error {}

function says(text: string): never {
  throw new PhoneSays(text)
}

/** Does it or throws what the screen says. */
export function usePhone(holder: Holder, deed: PhoneDeed): void {
  const { phone } = holder
  if (deed.do !== 'change-model' && deed.do !== 'switch-phone' && phone.model === 'none') says('You have no smartphone.')
  switch (deed.do) {
    case 'change-model':
      if (phone.authenticator.installed && isIphone(phone.model) !== isIphone(deed.model))
        phone.authenticator.version = currentVersion(deed.model)
      phone.model = deed.model
      return
    case 'switch-phone':
      // Synced passkeys come along to a phone of the same family; those in Authenticator never do (passkeys.md B27).
      holder.phone = {
        ...newPhone(deed.model),
        passkeys: phone.passkeys.filter(({ store }) => canHold(deed.model, store) && store !== 'authenticator'),
      }
      return
    case 'set-screen-lock':
      phone.screenLock = true
      return
    case 'install-authenticator':
      if (!phone.authenticator.installed) Object.assign(phone.authenticator, { installed: true, version: currentVersion(phone.model) })
      return
    case 'update-authenticator':
      updateAuthenticator(holder)
      return
    case 'switch-on-authenticator':
      needAuthenticator(phone)
      if (phone.model === 'iphone-ios16') says('This iPhone has no such setting. Update to iOS 17 or later.')
      phone.authenticator.switchedOn = true
      return
    case 'add-account':
      addAccount(holder, deed.account ?? 'work')
      return
    case 'create-passkey':
      createPasskey(holder, deed)
      return
    case 'delete-passkey':
      deletePasskey(holder, deed.store)
      return
    case 'sign-in-with-passkey':
      signInWithPasskey(holder)
      return
  }
}

const needAuthenticator = (phone: Phone) => phone.authenticator.installed || says('Authenticator is not on this phone.')

function updateAuthenticator({ phone, account }: Holder): void {
  needAuthenticator(phone)
  const before = phone.authenticator.version
  phone.authenticator.version = currentVersion(phone.model)
  for (const method of account.methods) {
    if (phone.authenticator.accountAdded && method.phoneAppVersion === before) method.phoneAppVersion = phone.authenticator.version
  }
}

function addAccount({ phone, account, name }: Holder, which: 'work' | 'other'): void {
  needAuthenticator(phone)
  if (which === 'other' || phone.authenticator.accountAdded) return
  if (!account.enabled) says('Your account is turned off. Contact your help desk.')
  if (!signInStrongly(account)) says('We could not sign you in. Another way to sign in is needed.')
  phone.authenticator.accountAdded = true
  // Authenticator sets up everything the policy allows, push too (passkeys.md A.1, 7).
  account.methods.push(authenticatorMethod(`${name.split(' ')[0]}'s phone`, phone.authenticator.version))
}

function createPasskey(holder: Holder, deed: Extract<PhoneDeed, { do: 'create-passkey' }>): void {
  const { phone, account, policy, mail } = holder
  const other = deed.account === 'other'
  const owner = other ? 'me@elsewhere.example' : mail
  needReadyPhone(phone, deed.store, other)
  if (!other && !account.enabled) says('Your account is turned off. Contact your help desk.')
  if (phone.passkeys.some((passkey) => passkey.store === deed.store && passkey.account === owner)) says('A passkey already exists.')
  if (deed.fail === 'nothing') says('Passkey could not be added. Unknown error.')
  if (!other) needLeave(holder, deed.store)

  const saved: PhonePasskey = { store: deed.store, account: owner }
  phone.passkeys.push(saved)
  if (other) return
  const method = passkeyMethod(deed.store, phone.model, false)
  const profile = profileAllowing(policy, account, { aaguid: String(method.aaGuid), synced: passkeyTypeOf(deed.store) === 'synced' })
  if (!profile || holder.guest || !policy.selfService) says(refusalOf(holder))
  if (deed.fail === 'left-over') says('Passkey could not be added. Try again later.')
  const kept = profile?.attestation ? passkeyMethod(deed.store, phone.model, true) : method
  account.methods.push(kept)
  saved.methodId = kept.id
}

const refusalOf = ({ account, policy }: Holder) =>
  profilesFor(policy, account).length > 0
    ? 'Passkey could not be added. Your organization needs it in another app.'
    : 'Passkey could not be added. Your organization does not allow it.'

/** Signing in to Security info or Authenticator, which Entra refuses to whom it suspects (passkeys.md CA-06). */
function needLeave({ account, phone }: Holder, store: PasskeyStore): void {
  if (account.risk && ['atRisk', 'confirmedCompromised'].includes(account.risk.state))
    says('You cannot add this now because of suspicious activity. Contact your help desk.')
  // In Authenticator, adding the account was the sign-in.
  if (store !== 'authenticator' && !signInStrongly(account)) says('We could not sign you in. Another way to sign in is needed.')
  if (store === 'authenticator' && !phone.authenticator.accountAdded) says('Add your work account first.')
}

function needReadyPhone(phone: Phone, store: PasskeyStore, other: boolean): void {
  if (!canHold(phone.model, store)) says('This phone cannot save a passkey there.')
  if (phone.model === 'iphone-ios16') says('Passkeys need iOS 17 or later. Update your iPhone.')
  if (store === 'authenticator') {
    needAuthenticator(phone)
    if (isOlder(phone.authenticator.version, minimumVersion(phone.model))) says('Update Authenticator to continue.')
    if (!other && !phone.authenticator.accountAdded) says('Add your work account first.')
  }
  if (!phone.screenLock) says('Set a screen lock to continue.')
  if (store === 'authenticator' && !phone.authenticator.switchedOn) says('Turn on Authenticator for passkeys in Settings.')
}

/** On Android the entry in Entra goes too; on an iPhone it stays (passkeys.md A.9). */
function deletePasskey(holder: Holder, store: PasskeyStore): void {
  const { phone, account, mail } = holder
  const gone = phone.passkeys.filter((passkey) => passkey.store === store)
  if (gone.length === 0) says('There is no passkey to delete.')
  phone.passkeys = phone.passkeys.filter((passkey) => passkey.store !== store)
  if (store === 'authenticator' && !isIphone(phone.model)) {
    const ids = gone.filter((passkey) => passkey.account === mail).map(({ methodId }) => methodId)
    account.methods = account.methods.filter(({ id }) => !ids.includes(id))
  }
}

function signInWithPasskey({ phone, account, policy, mail }: Holder): void {
  const passkey = phone.passkeys.find((each) => each.account === mail && knownToEntra(account, each))
  if (!passkey || !phone.screenLock) says('No passkeys are available.')
  if (!account.enabled) says('Your account is turned off. Contact your help desk.')
  if (profilesFor(policy, account).length === 0) says('Your company policy requires a different method.')
  phone.signedInWithPasskey = true
  account.signIns.unshift(passkeySignIn(passkey.store))
}

const passkeySignIn = (store: PasskeyStore): Wire => ({
  createdDateTime: new Date().toISOString(),
  method: passkeyTypeOf(store) === 'synced' ? 'Passkey (synced)' : 'Passkey (device-bound)',
})
