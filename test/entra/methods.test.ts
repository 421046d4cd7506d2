// What stands on an account, as Graph may write it (graph.md §4.1 to §4.4).
import { describe, expect, test } from 'vitest'
import kinds from '../../bot/entra/passkey-kinds.json' with { type: 'json' }
import { anEntraThatIs, says } from './odd-graph.ts'

const method = (type: string, members: object = {}) => ({
  '@odata.type': `#microsoft.graph.${type}AuthenticationMethod`,
  id: type,
  ...members,
})

async function methodsFrom(...value: object[]) {
  const { entra } = await anEntraThatIs([says(200, { '@odata.context': 'x', value })])
  const answer = await entra.methods('someone')
  if (!answer.ok) throw new Error(answer.why)
  return answer.value
}

test('the documented example, as we see it', async () => {
  const seen = await methodsFrom(
    method('password', { password: null, createdDateTime: '2024-02-01T09:00:00Z' }),
    method('fido2', {
      id: '-2_GRUg2',
      displayName: 'Red key',
      createdDateTime: '2026-04-20T10:15:30Z',
      aaGuid: '2fc0579f-8113-47ea-b116-555a8db9202a',
      model: 'NFC key',
      attestationLevel: 'attested',
      passkeyType: 'deviceBound',
    }),
    method('microsoftAuthenticator', { displayName: "Sandeep's iPhone", deviceTag: 'SoftwareTokenActivated', phoneAppVersion: '6.8.1' }),
    method('windowsHelloForBusiness', { displayName: 'LAPTOP-7' }),
    method('temporaryAccessPass', {
      temporaryAccessPass: null,
      startDateTime: '2026-08-20T16:48:03.027Z',
      lifetimeInMinutes: 60,
      isUsable: true,
      methodUsabilityReason: 'EnabledByPolicy',
    }),
  )
  expect(seen).toEqual({
    passkeys: [{ id: '-2_GRUg2', name: 'Red key', kind: 'security-key', createdAt: new Date('2026-04-20T10:15:30Z') }],
    authenticatorApps: [{ name: "Sandeep's iPhone", version: '6.8.1' }],
    waysIn: ['passkey', 'authenticator-push', 'windows-hello', 'start-pass'],
    pass: { usable: true, expiresAt: new Date('2026-08-20T17:48:03.027Z') },
  })
})

test.each([
  ['phone', 'phone-number'],
  ['softwareOath', 'one-time-code'],
  ['hardwareOath', 'one-time-code'],
  ['windowsHelloForBusiness', 'windows-hello'],
  ['platformCredential', 'windows-hello'],
  ['x509Certificate', 'certificate'],
  ['external', 'external'],
])('%s is a way in: %s', async (type, wayIn) => {
  expect((await methodsFrom(method(type))).waysIn).toEqual([wayIn])
})

test.each(['email', 'password', 'qrCodePin', 'notInventedYet', 'toString', '__proto__'])('%s is no way in', async (type) => {
  expect(await methodsFrom(method(type))).toEqual({ passkeys: [], authenticatorApps: [], waysIn: [] })
})

test('several of one sort are one way in', async () => {
  expect((await methodsFrom(method('phone'), method('phone'), method('softwareOath'), method('hardwareOath'))).waysIn).toEqual([
    'phone-number',
    'one-time-code',
  ])
})

test('a pass that cannot be used stands there, and is no way in', async () => {
  const seen = await methodsFrom(
    method('temporaryAccessPass', {
      isUsable: false,
      startDateTime: '2026-08-20T16:00:00Z',
      lifetimeInMinutes: 60,
      methodUsabilityReason: 'Expired',
    }),
  )
  expect(seen).toMatchObject({ waysIn: [], pass: { usable: false, expiresAt: new Date('2026-08-20T17:00:00Z') } })
})

test('the code of a pass is not kept, should Graph ever send it', async () => {
  const seen = await methodsFrom(method('temporaryAccessPass', { isUsable: true, temporaryAccessPass: '+drkzqAD' }))
  expect(JSON.stringify(seen)).not.toContain('drkzqAD')
})

test.each([
  ['a passkey without an id', method('fido2', { id: null })],
  ['a passkey made on no day', method('fido2', { createdDateTime: 'yesterday' })],
  ['a pass that does not say whether it works', method('temporaryAccessPass', { isUsable: null })],
])('%s is no answer', async (_case, odd) => {
  await expect(methodsFrom(method('phone'), odd)).rejects.toThrow('unavailable')
})

describe('where a passkey is kept', () => {
  const kindOf = async (members: object) => (await methodsFrom(method('fido2', members))).passkeys[0]

  test.each(kinds)('$aaguid: $storeName', async ({ aaguid, kind, storeName }) => {
    expect(await kindOf({ aaGuid: aaguid.toUpperCase(), passkeyType: 'synced' })).toMatchObject({ kind, storeName })
  })

  const stranger = '2fc0579f-8113-47ea-b116-555a8db9202a'
  test.each([
    ['device-bound and attested', { passkeyType: 'deviceBound', attestationLevel: 'attested' }, 'security-key'],
    ['device-bound with a model', { passkeyType: 'deviceBound', attestationLevel: 'notAttested', model: 'NFC key' }, 'security-key'],
    ['device-bound, and nothing else is known', { passkeyType: 'deviceBound', attestationLevel: 'notAttested' }, 'unknown'],
    ['synced with a model', { passkeyType: 'synced', model: 'Some Vault' }, 'unknown'],
    ['older than the type, attested', { passkeyType: null, attestationLevel: 'attested' }, 'security-key'],
    ['older than the type, with a model only', { passkeyType: null, model: 'Some Vault' }, 'unknown'],
  ])('one we do not list, %s', async (_case, members, kind) => {
    const passkey = await kindOf({ aaGuid: stranger, ...members })
    expect(passkey).toMatchObject({ kind })
    expect(passkey).not.toHaveProperty('storeName')
  })

  test('one without an AAGUID is unknown', async () => {
    expect(await kindOf({ aaGuid: null })).toMatchObject({ kind: 'unknown' })
  })

  test('every kind on the list has its facts in order', () => {
    expect(new Set(kinds.map(({ aaguid }) => aaguid)).size).toBe(kinds.length)
    for (const { aaguid, source, lastVerified } of kinds) {
      expect(aaguid).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/)
      expect(source).not.toBe('')
      expect(lastVerified).toMatch(/^\d{4}-\d\d-\d\d$/)
    }
  })
})
