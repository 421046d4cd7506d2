// Who we talk to, and on what. Shapes only; every room may use them.

/** Entra object id of an employee. Unique across tenants; the tenant itself is checked at the door. */
export type EmployeeId = string

/** Where Teams runs for this turn, from the activity's `clientInfo`. Says nothing about the phone. */
export type TeamsClient = 'ios' | 'android' | 'computer' | 'unknown'

/** The device family the passkey will live on, as the employee names it. */
export type Phone = 'iphone' | 'samsung' | 'pixel' | 'android'

/** The phone's system, as far as our instructions differ by it. */
export type SystemVersion = 'ios-17' | 'ios-18' | 'android-14' | 'android-15' | 'too-old'

/** Most specific description first: words are looked up in this order, `any` last. */
export type Platform = Phone | `iphone-${17 | 18}` | `${'samsung' | 'pixel' | 'android'}-${14 | 15}`
