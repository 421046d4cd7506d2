// Phones in the sample company refuse what real phones refuse, and leave behind what they leave behind.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type SampleCompany, startSampleCompany } from './company.ts'
import type { PhoneDeed } from './office-api.ts'

let company: SampleCompany
beforeAll(async () => {
  company = await startSampleCompany()
})
beforeEach(() => company.reset())
afterAll(() => company.close())

const idOf = (name: string) => company.person(name).id
const use = (name: string, ...deeds: PhoneDeed[]) => {
  for (const deed of deeds) company.usePhone(idOf(name), deed)
}
const create: PhoneDeed = { do: 'create-passkey', store: 'authenticator' }
const switchOn: PhoneDeed = { do: 'switch-on-authenticator' }
const install: PhoneDeed = { do: 'install-authenticator' }
const addAccount: PhoneDeed = { do: 'add-account' }
const passkeysInEntra = (name: string) => company.entraOf(idOf(name)).methods.filter(({ type }) => type === 'fido2')
const passkeysOnPhone = (name: string) => company.phoneOf(idOf(name)).passkeys

describe('a passkey in Authenticator', () => {
  it.each([
    ['Ines Moreau', '90a3ccdf-635c-4729-a248-9b709135078f'],
    ['Kofi Mensah', 'de1e552d-db1d-4423-a619-566b625cdc84'],
  ])('made on the phone of %s shows in Entra', (name, aaGuid) => {
    use(name, switchOn, create)
    expect(passkeysInEntra(name)).toMatchObject([{ aaGuid }])
    expect(passkeysOnPhone(name)).toMatchObject([{ store: 'authenticator', knownToEntra: true }])
  })

  it('works for signing in, and only then', () => {
    expect(() => use('Ines Moreau', { do: 'sign-in-with-passkey' })).toThrow('No passkeys are available.')
    use('Ines Moreau', switchOn, create, { do: 'sign-in-with-passkey' })
    expect(company.phoneOf(idOf('Ines Moreau')).signedInWithPasskey).toBe(true)
  })

  it('is refused until the phone is ready, one thing at a time', () => {
    const name = 'Yuki Tanaka'
    company.administer(idOf(name), { do: 'issue-pass' })
    expect(() => use(name, create)).toThrow('Authenticator is not on this phone.')
    use(name, install)
    expect(() => use(name, create)).toThrow('Add your work account first.')
    use(name, addAccount)
    expect(() => use(name, create)).toThrow('Set a screen lock to continue.')
    use(name, { do: 'set-screen-lock' })
    expect(() => use(name, create)).toThrow('Turn on Authenticator for passkeys in Settings.')
    use(name, switchOn, create)
    expect(passkeysInEntra(name)).toHaveLength(1)
  })

  it('needs a phone that is new enough', () => {
    expect(() => use('Peter Novák', create)).toThrow('Update your iPhone')
    expect(() => use('Bernadette Fischer', create)).toThrow('You have no smartphone.')
  })

  it.each(['Elena Rossi', 'Jakub Dvořák'])('needs an Authenticator that is new enough (%s)', (name) => {
    use(name, switchOn)
    expect(() => use(name, create)).toThrow('Update Authenticator to continue.')
    use(name, { do: 'update-authenticator' }, create)
    expect(passkeysInEntra(name)).toHaveLength(1)
  })

  it('is one an account: a second is refused, also one that Entra does not know', () => {
    expect(() => use('Amara Okafor', create)).toThrow('A passkey already exists.')
    use('Rosa Marín', switchOn)
    expect(() => use('Rosa Marín', create)).toThrow('A passkey already exists.')
    use('Rosa Marín', { do: 'delete-passkey', store: 'authenticator' }, create)
    expect(passkeysInEntra('Rosa Marín')).toHaveLength(1)
  })

  it.each(['Noor Rahman', 'Samuel Boateng'])('is left over on the phone when the company does not allow it (%s)', (name) => {
    use(name, switchOn)
    expect(() => use(name, create)).toThrow('Your organization does not allow it.')
    expect(passkeysInEntra(name)).toEqual([])
    expect(passkeysOnPhone(name)).toMatchObject([{ store: 'authenticator', knownToEntra: false }])
  })

  it('is refused while somebody suspects the account, and to an account that is turned off', () => {
    use('Diego Fuentes', switchOn)
    expect(() => use('Diego Fuentes', create)).toThrow('suspicious activity')
    use('Viktor Petrov', switchOn)
    expect(() => use('Viktor Petrov', create)).toThrow('turned off')
  })

  it('is attested where the company asks for it', () => {
    use('Katarzyna Wójcik', switchOn, create)
    expect(passkeysInEntra('Katarzyna Wójcik')).toHaveLength(1)
  })

  it('is not in Entra for this person when it went to another account', () => {
    use('Ines Moreau', switchOn, { ...create, account: 'other' })
    expect(passkeysInEntra('Ines Moreau')).toEqual([])
    use('Ines Moreau', create)
    expect(passkeysInEntra('Ines Moreau')).toHaveLength(1)
  })

  it('can fail as phones fail', () => {
    use('Ines Moreau', switchOn)
    expect(() => use('Ines Moreau', { ...create, fail: 'nothing' })).toThrow('Unknown error')
    expect(passkeysOnPhone('Ines Moreau')).toEqual([])
    expect(() => use('Ines Moreau', { ...create, fail: 'left-over' })).toThrow('could not be added')
    expect(passkeysOnPhone('Ines Moreau')).toMatchObject([{ knownToEntra: false }])
    expect(() => use('Ines Moreau', create)).toThrow('A passkey already exists.')
  })

  it('stays behind on the phone when an administrator deletes it in Entra', () => {
    const [passkey] = passkeysInEntra('Amara Okafor')
    company.administer(idOf('Amara Okafor'), { do: 'delete-method', id: passkey?.id ?? '' })
    expect(passkeysOnPhone('Amara Okafor')).toMatchObject([{ knownToEntra: false }])
  })

  it('deleted in the app goes from Entra on Android, and stays there on an iPhone', () => {
    use('Aisha Khan', { do: 'delete-passkey', store: 'authenticator' })
    expect(passkeysInEntra('Aisha Khan')).toEqual([])
    use('Amara Okafor', { do: 'delete-passkey', store: 'authenticator' })
    expect(passkeysInEntra('Amara Okafor')).toHaveLength(1)
  })

  it('does not come along to a new phone', () => {
    use('Amara Okafor', { do: 'switch-phone', model: 'iphone-ios18' })
    expect(company.phoneOf(idOf('Amara Okafor'))).toMatchObject({ authenticator: { installed: false, accountAdded: false }, passkeys: [] })
    expect(passkeysInEntra('Amara Okafor')).toHaveLength(1)
  })
})

describe('a passkey in another place', () => {
  it.each([
    ['Ines Moreau', 'icloud', 'fbfc3007-154e-4ecc-8c0b-6e020557d7bd'],
    ['Pedro Alves', 'google', 'ea9b8d66-4d01-1d21-3ce4-b6b48cb575d4'],
    ['Kofi Mensah', 'samsung', '53414d53-554e-4700-0000-000000000000'],
  ] as const)('is taken where the company asks for no attestation (%s, %s)', (name, store, aaGuid) => {
    use(name, { do: 'create-passkey', store })
    expect(passkeysInEntra(name)).toMatchObject([{ aaGuid }])
  })

  it('is refused and left over where the company asks for attestation', () => {
    expect(() => use('Katarzyna Wójcik', { do: 'create-passkey', store: 'icloud' })).toThrow('could not be added')
    expect(passkeysInEntra('Katarzyna Wójcik')).toEqual([])
    expect(passkeysOnPhone('Katarzyna Wójcik')).toMatchObject([{ store: 'icloud', knownToEntra: false }])
  })

  it('is refused once an administrator switches attestation on', () => {
    company.administer(idOf('Ines Moreau'), { do: 'set-attestation', on: true })
    expect(() => use('Ines Moreau', { do: 'create-passkey', store: 'icloud' })).toThrow('could not be added')
  })

  it('needs a phone that has that place', () => {
    expect(() => use('Ines Moreau', { do: 'create-passkey', store: 'samsung' })).toThrow('cannot save')
  })
})

describe('adding the account in Authenticator', () => {
  it('needs a way in that the account really has', () => {
    use('Yuki Tanaka', install)
    expect(() => use('Yuki Tanaka', addAccount)).toThrow('Another way to sign in is needed.')
    use('Tomasz Nowak', install, addAccount)
    expect(company.phoneOf(idOf('Tomasz Nowak')).authenticator.accountAdded).toBe(true)
  })

  it('takes a live pass', () => {
    use('Nadia Haddad', install, addAccount, switchOn, create)
    expect(passkeysInEntra('Nadia Haddad')).toHaveLength(1)
  })

  it('uses up a one-time pass', async () => {
    const id = idOf('Yuki Tanaka')
    const passes = `${company.graphUrl}/v1.0/users/${id}/authentication/temporaryAccessPassMethods`
    const headers = { authorization: 'Bearer sample', 'content-type': 'application/json' }
    company.administerCompany({ do: 'permit', permission: 'UserAuthMethod-TAP.ReadWrite.All' })
    await fetch(passes, { method: 'POST', headers, body: JSON.stringify({ isUsableOnce: true }) })
    use('Yuki Tanaka', install, addAccount)
    const { value } = (await (await fetch(passes, { headers })).json()) as { value: unknown[] }
    expect(value).toMatchObject([{ isUsable: false, methodUsabilityReason: 'OneTimeUsed', temporaryAccessPass: null }])
  })

  it('sets up push as well, as Authenticator does', () => {
    use('Tomasz Nowak', install, addAccount)
    expect(company.entraOf(idOf('Tomasz Nowak')).methods.map(({ type }) => type)).toContain('microsoftAuthenticator')
  })
})

it('says over HTTP what the screen says', async () => {
  const phone = `${company.url}/office/people/${idOf('Peter Novák')}/phone`
  const response = await fetch(phone, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(create) })
  expect(response.status).toBe(409)
  expect(await response.json()).toEqual({ error: 'Passkeys need iOS 17 or later. Update your iPhone.' })
})
