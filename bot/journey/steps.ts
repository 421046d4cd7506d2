// The guided journey, in the order an employee meets it. Data only: no words (cards/content), no code.
// A step is shown until its fact is true. test/golden/journey.md prints this as a table.
import { defineSteps } from './journey.ts'

export const steps = defineSteps([
  { id: 'move-to-phone', given: ['began-elsewhere'], until: 'at-the-phone', knownFrom: 'teams' },
  { id: 'check-version', until: 'version-known', knownFrom: 'employee' },
  { id: 'update-phone', given: ['version-too-old'], until: 'version-supported', knownFrom: 'employee' },
  { id: 'set-screen-lock', until: 'screen-lock-set', knownFrom: 'employee' },
  { id: 'install-authenticator', until: 'authenticator-installed', knownFrom: 'employee' },
  { id: 'update-authenticator', given: ['authenticator-outdated'], until: 'authenticator-updated', knownFrom: 'employee' },
  { id: 'switch-on-authenticator', until: 'authenticator-switched-on', knownFrom: 'employee' },
  { id: 'get-start-pass', until: 'way-in', knownFrom: 'entra' },
  { id: 'move-passkey', given: ['passkey-elsewhere'], until: 'passkey-seen', knownFrom: 'entra' },
  { id: 'create-passkey', given: ['account-in-app'], until: 'passkey-seen', knownFrom: 'entra' },
  { id: 'add-account', given: ['account-not-in-app'], until: 'passkey-seen', knownFrom: 'entra' },
  { id: 'try-passkey', until: 'passkey-tried', knownFrom: 'employee' },
  { id: 'tidy-up', given: ['left-overs'], until: 'tidied', knownFrom: 'entra' },
])

export type StepId = (typeof steps)[number]['id']
