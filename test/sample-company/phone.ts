// A phone: what is on it, and what it can hold.
import { type Account, aaguids, isIphone, isType, type Method } from './account.ts'
import type { PasskeyStore, PhoneModel, PhoneState } from './office-api.ts'
import type { Row } from './people.ts'

export interface PhonePasskey {
  store: PasskeyStore
  account: string
  /** Of the entry in Entra, if one was made; it may be gone by now. */
  methodId?: string
}

export interface Phone extends Omit<PhoneState, 'passkeys'> {
  passkeys: PhonePasskey[]
}

export const currentVersion = (model: PhoneModel) => (isIphone(model) ? '6.8.40' : '6.2510.7012')
const oldVersion = (model: PhoneModel) => (isIphone(model) ? '6.8.10' : '6.2404.2444')
/** passkeys.md B9. */
export const minimumVersion = (model: PhoneModel) => (isIphone(model) ? '6.8.37' : '6.2507.4749')

export const startVersion = (row: Row): string => (row.is?.includes('old-app') ? oldVersion(row.phone) : currentVersion(row.phone))

export function phoneOf(row: Row, mail: string, account: Account): Phone {
  const installed = account.methods.some((method) => isType(method, 'microsoftAuthenticatorAuthenticationMethod'))
  const passkeys = account.methods.flatMap((method): PhonePasskey[] => {
    const store = storeOf(method)
    return store ? [{ store, account: mail, methodId: method.id }] : []
  })
  if (row.is?.includes('left-over')) passkeys.push({ store: 'authenticator', account: mail })
  return {
    model: row.phone,
    screenLock: row.phone !== 'none' && !row.is?.includes('no-lock'),
    authenticator: {
      installed,
      version: installed ? startVersion(row) : '',
      switchedOn: passkeys.some(({ store }) => store === 'authenticator'),
      accountAdded: installed,
    },
    passkeys,
    signedInWithPasskey: false,
  }
}

function storeOf(method: Method): PasskeyStore | undefined {
  const kind = (Object.keys(aaguids) as (keyof typeof aaguids)[]).find((key) => aaguids[key] === method.aaGuid)
  return kind === 'security-key' ? undefined : kind?.startsWith('authenticator') ? 'authenticator' : (kind as PasskeyStore | undefined)
}

export const knownToEntra = (account: Account, passkey: PhonePasskey): boolean =>
  passkey.methodId !== undefined && account.methods.some((method) => method.id === passkey.methodId)

export const newPhone = (model: PhoneModel): Omit<Phone, 'passkeys'> => ({
  model,
  screenLock: model !== 'none',
  authenticator: { installed: false, version: '', switchedOn: false, accountAdded: false },
  signedInWithPasskey: false,
})

export const canHold = (model: PhoneModel, store: PasskeyStore): boolean => {
  if (store === 'icloud') return isIphone(model)
  if (store === 'samsung') return model.startsWith('samsung')
  return store === 'authenticator' ? model !== 'none' : !isIphone(model) && model !== 'none'
}

export const isOlder = (version: string, minimum: string) => version.localeCompare(minimum, 'en', { numeric: true }) < 0

export const phoneState = (phone: Phone, account: Account): PhoneState => ({
  ...structuredClone(phone),
  passkeys: phone.passkeys.map((passkey) => ({
    store: passkey.store,
    account: passkey.account,
    knownToEntra: knownToEntra(account, passkey),
  })),
})
