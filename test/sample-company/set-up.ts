// What an administrator of the sample company has set for everybody, beside the passkey policy: what the doctor looks at.
import { permissions } from './permissions.ts'

export interface SetUp {
  /** Application permissions that stand in the bot's token, beside the optional ones. */
  permissions: string[]
  authenticator: boolean
  campaign: 'default' | 'enabled' | 'disabled'
  /** Conditional Access speaks of "Register security information". */
  registrationGuarded: boolean
  /** Entra ID P1, which sign-in reports need, and P2, which risk needs. */
  licences: ('P1' | 'P2')[]
  app?: { version: string; published: boolean }
}

export const companySetUp = (): SetUp => ({
  permissions: [...permissions],
  authenticator: true,
  campaign: 'disabled',
  registrationGuarded: true,
  licences: ['P1', 'P2'],
  app: { version: '0.1.0', published: true },
})
