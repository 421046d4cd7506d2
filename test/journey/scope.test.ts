import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PasskeyPolicy } from '../../bot/entra/entra.ts'
import { scopeOf } from '../../bot/journey/scope.ts'

const group = fc.constantFrom('finance', 'oslo', 'wave-1', 'wave-2', 'pilot')
const groups = fc.uniqueArray(group)
const include = fc.record({
  group: fc.oneof(group, fc.constant('all_users')),
  authenticatorAllowed: fc.boolean(),
  attestation: fc.boolean(),
})
const policy = fc.record({
  enabled: fc.constant(true),
  selfService: fc.constant(true),
  excludedGroups: groups,
  includes: fc.array(include, { maxLength: 6 }),
})
const anyPolicy = fc.record({
  enabled: fc.boolean(),
  selfService: fc.boolean(),
  excludedGroups: groups,
  includes: fc.array(include, { maxLength: 6 }),
})

const forAll = (of: fc.Arbitrary<PasskeyPolicy>, promise: (policy: PasskeyPolicy, memberships: Set<string>) => void) =>
  fc.assert(
    fc.property(of, groups, (each, memberships) => promise(each, new Set(memberships))),
    { numRuns: 500 },
  )

describe('who may keep a passkey in Authenticator', () => {
  test('nobody while passkeys, or adding them oneself, are off', () =>
    forAll(anyPolicy, (each, memberships) => {
      if (!each.enabled || !each.selfService) expect(scopeOf(each, memberships)).toEqual({ allowed: false, why: 'policy-off' })
    }))

  test('nobody in an excluded group, whatever includes them', () =>
    forAll(policy, (each, memberships) => {
      const excluded = each.excludedGroups.some((id) => memberships.has(id))
      const scope = scopeOf(each, memberships)
      expect(!scope.allowed && scope.why === 'excluded').toBe(excluded)
    }))

  test('everybody that one include lets in, whatever the others say', () =>
    forAll(policy, (each, memberships) => {
      const includes = [...each.includes, { group: 'all_users', authenticatorAllowed: true, attestation: false }]
      expect(scopeOf({ ...each, excludedGroups: [], includes }, memberships)).toEqual({ allowed: true, attestation: false })
    }))

  test('more includes never take away, and never add proof to be given', () =>
    forAll(policy, (each, memberships) => {
      const fewer = scopeOf({ ...each, includes: each.includes.slice(1) }, memberships)
      const more = scopeOf(each, memberships)
      if (fewer.allowed) expect(more.allowed && Number(more.attestation) <= Number(fewer.attestation)).toBe(true)
    }))

  test('proof is wanted only when every include that lets them in wants it', () =>
    forAll(policy, (each, memberships) => {
      const scope = scopeOf(each, memberships)
      if (!scope.allowed) return
      const permitting = each.includes.filter(
        (one) => one.authenticatorAllowed && (one.group === 'all_users' || memberships.has(one.group)),
      )
      expect(scope.attestation).toBe(!permitting.some(({ attestation }) => !attestation))
    }))

  test('the order of the policy does not matter', () =>
    forAll(policy, (each, memberships) => {
      const turned = { ...each, includes: each.includes.toReversed(), excludedGroups: each.excludedGroups.toReversed() }
      expect(scopeOf(turned, memberships)).toEqual(scopeOf(each, memberships))
    }))

  test('being in no included group and being in one that does not allow Authenticator are told apart', () => {
    const includes = [{ group: 'keys', authenticatorAllowed: false, attestation: true }]
    const base = { enabled: true, selfService: true, excludedGroups: [], includes }
    expect(scopeOf(base, new Set(['oslo']))).toEqual({ allowed: false, why: 'not-included' })
    expect(scopeOf(base, new Set(['keys']))).toEqual({ allowed: false, why: 'authenticator-not-allowed' })
  })
})
