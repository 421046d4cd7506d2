import { expect, test } from 'vitest'
import { anEntraThatIs, says } from './odd-graph.ts'

const user = {
  id: 'a',
  displayName: 'Ada',
  givenName: null,
  userPrincipalName: 'ada@contoso.example',
  userType: 'Member',
  accountEnabled: true,
}

async function profileFrom(changes: object) {
  const { entra } = await anEntraThatIs([says(200, { ...user, ...changes })])
  return entra.profile('a')
}

test.each([
  ['Member', 'ada@contoso.example', 'member'],
  ['Guest', 'ada@contoso.example', 'guest'],
  ['Member', 'ada_home.example#EXT#@contoso.example', 'member'],
  [null, 'ada@contoso.example', 'member'],
  [null, 'ada_home.example#EXT#@contoso.example', 'guest'],
])('userType %s of %s: %s', async (userType, userPrincipalName, expected) => {
  expect(await profileFrom({ userType, userPrincipalName })).toMatchObject({ ok: true, value: { userType: expected } })
})

test('nobody has to have a first name', async () => {
  const answer = await profileFrom({})
  expect(answer).toEqual({
    ok: true,
    value: { id: 'a', displayName: 'Ada', userPrincipalName: 'ada@contoso.example', userType: 'member', enabled: true },
  })
})

test.each([
  ['does not say whether the account is on', { accountEnabled: null }],
  ['is of a type nobody knows', { userType: 'Robot' }],
])('a person who %s is no answer', async (_case, changes) => {
  expect(await profileFrom(changes)).toMatchObject({ ok: false, why: 'unavailable' })
})

test('who has no name is called as they sign in, and not taken for nobody', async () => {
  for (const displayName of [null, ''])
    expect(await profileFrom({ displayName })).toMatchObject({ ok: true, value: { displayName: 'ada@contoso.example' } })
})

test('a name that no row can hold loses what no row can hold', async () => {
  expect(await profileFrom({ displayName: 'A\0da \ud83d' })).toMatchObject({ ok: true, value: { displayName: 'Ada \ufffd' } })
})

test('groups only: roles and administrative units are no groups', async () => {
  const value = ['group', 'directoryRole', 'administrativeUnit'].map((type) => ({ '@odata.type': `#microsoft.graph.${type}`, id: type }))
  const { entra } = await anEntraThatIs([says(200, { value })])
  expect(await entra.memberships('a')).toEqual({ ok: true, value: new Set(['group']) })
})
