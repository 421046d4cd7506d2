// The sample company's people, as Entra shows them over the wire.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createEntra, type EntraOptions } from '../../bot/entra/create-entra.ts'
import type { Answer } from '../../bot/entra/entra.ts'
import { scopeOf } from '../../bot/journey/scope.ts'
import { type SampleCompany, startSampleCompany } from '../sample-company/company.ts'
import { groupId } from '../sample-company/groups.ts'
import { checkRequest, contractIsHere } from '../support/contract.ts'

let company: SampleCompany
beforeAll(async () => {
  company = await startSampleCompany()
})
beforeEach(() => company.reset())
afterAll(() => company.close())

const anEntra = (options: Partial<EntraOptions> = {}) => createEntra({ baseUrl: company.graphUrl, token: async () => 'token', ...options })
const idOf = (name: string) => company.person(name).id

async function value<T>(asked: Promise<Answer<T>>): Promise<T> {
  const answer = await asked
  if (!answer.ok) throw new Error(answer.why)
  return answer.value
}

test('an employee, a guest and a disabled account', async () => {
  const entra = anEntra()
  expect(await entra.profile(idOf('Ines Moreau'))).toEqual({
    ok: true,
    value: {
      id: idOf('Ines Moreau'),
      displayName: 'Ines Moreau',
      givenName: 'Ines',
      userPrincipalName: 'ines.moreau@contoso.example',
      userType: 'member',
      enabled: true,
      employeeId: expect.stringMatching(/^\d{6}$/),
    },
  })
  expect(await entra.profile(idOf('Dana Whitfield'))).toMatchObject({ value: { userType: 'guest', enabled: true } })
  expect(await entra.profile(idOf('Viktor Petrov'))).toMatchObject({ value: { userType: 'member', enabled: false } })
})

test('nobody by that id', async () => {
  const entra = anEntra()
  const nobody = '00000000-0000-4000-8000-000000000000'
  for (const answer of [await entra.profile(nobody), await entra.memberships(nobody), await entra.methods(nobody)])
    expect(answer).toMatchObject({ ok: false, why: 'not-found' })
})

test('groups, nested ones included, roles left out', async () => {
  const entra = anEntra()
  expect(await value(entra.memberships(idOf('Lars Haugen')))).toEqual(
    new Set(['all-staff', 'oslo', 'wave-1', 'passkeys-open'].map((key) => groupId(key as 'oslo'))),
  )
  const admin = await value(entra.memberships(idOf('Fatima Zahra Benali')))
  expect(admin).not.toContain('fe930be7-5e62-47db-91af-98c3a49a38b1')
  expect(admin.size).toBe(3)
})

test.each([
  ['Ines Moreau', [], ['authenticator-push']],
  ['Tomasz Nowak', [], ['phone-number']],
  ['Yuki Tanaka', [], []],
  ['Amara Okafor', ['authenticator'], ['authenticator-push', 'passkey']],
  ['Hiroshi Sato', [], ['authenticator-push', 'one-time-code']],
  ['Carlos Jiménez', ['icloud-keychain'], ['authenticator-push', 'passkey']],
  ['Priya Sharma', ['google-password-manager'], ['authenticator-push', 'passkey']],
  ['Min-jun Park', ['samsung-pass'], ['authenticator-push', 'passkey']],
  ['Sven Lindqvist', ['security-key'], ['passkey']],
  ['Margaret Hughes', [], ['windows-hello']],
  ['Nadia Haddad', [], ['start-pass']],
])('what stands on the account of %s', async (name, kinds, waysIn) => {
  const seen = await value(anEntra().methods(idOf(name)))
  expect({ kinds: seen.passkeys.map(({ kind }) => kind), waysIn: seen.waysIn.toSorted() }).toEqual({ kinds, waysIn })
})

test('a live pass ends when it says', async () => {
  const { pass } = await value(anEntra().methods(idOf('Nadia Haddad')))
  expect(pass?.usable).toBe(true)
  expect(pass?.expiresAt?.getTime()).toBeGreaterThan(Date.now())
})

test('a passkey made on the phone is there for a fresh look', async () => {
  const entra = anEntra()
  const id = idOf('Kofi Mensah')
  expect((await value(entra.methods(id))).passkeys).toEqual([])
  const { methods } = company.entraOf(id)
  expect(methods.some(({ type }) => type.includes('fido2'))).toBe(false)
  for (const deed of ['update-authenticator', 'switch-on-authenticator', 'add-account'] as const) company.usePhone(id, { do: deed })
  company.usePhone(id, { do: 'create-passkey', store: 'authenticator' })
  expect((await value(entra.methods(id, { since: performance.now() }))).passkeys).toMatchObject([
    { kind: 'authenticator', storeName: 'Microsoft Authenticator' },
  ])
})

test.each([
  ['Ines Moreau', { allowed: true, attestation: false }],
  ['Greta Schneider', { allowed: true, attestation: true }],
  ['Noor Rahman', { allowed: false, why: 'not-included' }],
  ['Samuel Boateng', { allowed: false, why: 'excluded' }],
])('what the policy means for %s', async (name, scope) => {
  const entra = anEntra()
  expect(scopeOf(await value(entra.passkeyPolicy()), await value(entra.memberships(idOf(name))))).toEqual(scope)
})

test('a person waits for nothing twice: fault, repeat, answer', async () => {
  company.faults.set({ where: 'graph', path: '/authentication/methods', fault: { kind: 'drop-after' }, times: 1 })
  expect(await anEntra().methods(idOf('Ines Moreau'))).toMatchObject({ ok: true })
})

test('a company at its limit: our limiter keeps the bot from ever being refused', async () => {
  const strict = await startSampleCompany({ limits: true })
  const entra = createEntra({ baseUrl: strict.graphUrl, token: async () => 'token' })
  const answers = await Promise.all(strict.people.slice(0, 12).map(({ id }) => entra.methods(id)))
  await strict.close()
  expect(answers.filter(({ ok }) => ok)).toHaveLength(5)
  expect(strict.log().filter(({ status }) => status === 429)).toEqual([])
})

test('every call says who asks and that a person waits, and selects what it needs', async () => {
  const seen: { path: string; headers: Record<string, string | undefined> }[] = []
  const stop = company.onGraphRequest((request) => void seen.push(request))
  const entra = anEntra()
  await Promise.all([
    entra.profile(idOf('Ines Moreau')),
    entra.memberships(idOf('Ines Moreau')),
    entra.methods(idOf('Ines Moreau')),
    entra.passkeyPolicy(),
  ])
  stop()
  expect(seen).toHaveLength(4)
  for (const { headers } of seen) expect(headers).toMatchObject({ authorization: 'Bearer token', 'x-ms-throttle-priority': 'high' })
  if (contractIsHere) expect(seen.flatMap(({ path }) => checkRequest('GET', path))).toEqual([])
  expect(seen.map(({ path }) => path)).toContain(
    `/v1.0/users/${idOf('Ines Moreau')}?$select=id,displayName,givenName,userPrincipalName,userType,accountEnabled,employeeId`,
  )
})
