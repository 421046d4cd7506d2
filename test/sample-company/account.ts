// What Entra ID holds of one person.
import { randomUUID } from 'node:crypto'
import { type GroupKey, groupRow, type RoleName, withParents } from './groups.ts'
import { opaqueOf, uuidOf } from './ids.ts'
import type { PasskeyStore, PhoneModel } from './office-api.ts'
import type { Has, Row } from './people.ts'

/** A JSON object as it goes over the wire. */
export type Wire = Record<string, unknown>

export interface Method extends Wire {
  '@odata.type': string
  id: string
}

export interface Account {
  enabled: boolean
  methods: Method[]
  /** Direct memberships. */
  groups: Set<GroupKey>
  role?: RoleName
  risk?: { level: string; state: string; since: string }
  signIns: Wire[]
}

// passkeys.md B36; the others are the community list of AAGUIDs.
export const aaguids = {
  'authenticator-ios': '90a3ccdf-635c-4729-a248-9b709135078f',
  'authenticator-android': 'de1e552d-db1d-4423-a619-566b625cdc84',
  icloud: 'fbfc3007-154e-4ecc-8c0b-6e020557d7bd',
  google: 'ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4',
  samsung: '53414d53-554e-4700-0000-000000000000',
  'security-key': '2fc0579f-8113-47ea-b116-555a8db9202a',
} as const

export const isIphone = (model: PhoneModel): boolean => model.startsWith('iphone')

export const graphType = (name: string): string => `#microsoft.graph.${name}`
export const isType = (method: Method, name: string): boolean => method['@odata.type'] === graphType(name)
export const passType = 'temporaryAccessPassAuthenticationMethod'

const method = (type: string, members: Wire): Method => ({
  '@odata.type': graphType(type),
  id: randomUUID(),
  createdDateTime: new Date().toISOString(),
  ...members,
})

const productNames: Record<PasskeyStore | 'security-key', string> = {
  authenticator: 'Microsoft Authenticator',
  icloud: 'iCloud Keychain',
  google: 'Google Password Manager',
  samsung: 'Samsung Pass',
  'security-key': 'NFC key',
}

export function passkeyMethod(store: PasskeyStore | 'security-key', phone: PhoneModel, attested: boolean): Method {
  const kind = store !== 'authenticator' ? store : isIphone(phone) ? 'authenticator-ios' : 'authenticator-android'
  return method('fido2AuthenticationMethod', {
    id: opaqueOf(randomUUID(), 23),
    displayName: productNames[store],
    aaGuid: aaguids[kind],
    model: productNames[store],
    attestationCertificates: attested ? [opaqueOf(kind, 40)] : [],
    attestationLevel: attested ? 'attested' : 'notAttested',
    passkeyType: passkeyTypeOf(store),
  })
}

export const passkeyTypeOf = (store: PasskeyStore | 'security-key'): 'synced' | 'deviceBound' =>
  store === 'authenticator' || store === 'security-key' ? 'deviceBound' : 'synced'

export const authenticatorMethod = (phoneName: string, version: string): Method =>
  method('microsoftAuthenticatorAuthenticationMethod', {
    displayName: phoneName,
    deviceTag: 'SoftwareTokenActivated',
    phoneAppVersion: version,
  })

export function passMethod(options: { start: Date; minutes: number; once: boolean }): Method {
  return method(passType, {
    temporaryAccessPass: null,
    startDateTime: options.start.toISOString(),
    lifetimeInMinutes: options.minutes,
    isUsableOnce: options.once,
    isUsable: true,
    methodUsabilityReason: 'EnabledByPolicy',
  })
}

const passwordMethod = () => method('passwordAuthenticationMethod', { id: '28c10230-6103-485e-b985-444c60001490', password: null })

function methodsOf(has: Has, row: Row, appVersion: string): Method {
  switch (has) {
    case 'push':
      return authenticatorMethod(`${row.name.split(' ')[0]}'s phone`, appVersion)
    case 'sms':
      return method('phoneAuthenticationMethod', {
        id: '3179e48a-750b-4051-897c-87b9720928f7',
        phoneNumber: mobileOf(row),
        phoneType: 'mobile',
        smsSignInState: 'notAllowedByPolicy',
      })
    case 'otp':
      return method('softwareOathAuthenticationMethod', { secretKey: null })
    case 'windows-hello':
      return method('windowsHelloForBusinessAuthenticationMethod', { displayName: laptopOf(row), keyStrength: 'normal' })
    case 'live-pass':
      return passMethod({ start: new Date(), minutes: 480, once: false })
    case 'security-key':
      return passkeyMethod('security-key', row.phone, true)
    default:
      return passkeyMethod(has.replace('-passkey', '') as PasskeyStore, row.phone, false)
  }
}

const numberOf = (row: Row) => Number.parseInt(uuidOf(row.name).slice(0, 6), 16)
export const laptopOf = (row: Row): string => `LAPTOP-${(numberOf(row) % 9000) + 1000}`
export const employeeIdOf = (row: Row): string => String(100_000 + (numberOf(row) % 900_000))
/** In a range that belongs to nobody. */
export const mobileOf = (row: Row): string => `+47 5550${String(numberOf(row) % 10000).padStart(4, '0')}`

export function accountOf(row: Row, appVersion: string): Account {
  const groups = new Set<GroupKey>(['all-staff', 'wave-1', 'passkeys-open', ...(row.in ?? [])])
  for (const group of row.notIn ?? []) groups.delete(group)
  return {
    enabled: !row.is?.includes('disabled'),
    // A guest's ways in are in the home tenant.
    methods: row.is?.includes('guest') ? [] : [passwordMethod(), ...row.has.map((has) => methodsOf(has, row, appVersion))],
    groups,
    role: row.role,
    risk: row.is?.includes('risky') ? { level: 'high', state: 'atRisk', since: new Date().toISOString() } : undefined,
    signIns: [],
  }
}

export const groupsOf = (account: Account): Set<GroupKey> => withParents(account.groups)

/** Active roles, direct or through a role-assignable group. */
export function rolesOf(account: Account): Set<RoleName> {
  const roles = new Set<RoleName>(account.role ? [account.role] : [])
  for (const key of groupsOf(account)) {
    const role = groupRow(key).role
    if (role) roles.add(role)
  }
  return roles
}
