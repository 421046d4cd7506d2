import { describe, expect, test } from 'vitest'
import { counting, type EvidenceClass, isProved, refuses, type Tier, waitMinutes } from '../../bot/escalation/proof.ts'
import tiersFile from '../../bot/escalation/tiers.json' with { type: 'json' }
import words from '../../cards/desk/desk.json' with { type: 'json' }

const cases: [Tier, EvidenceClass[], boolean][] = [
  ['standard', [], false],
  ['standard', ['own-method'], true],
  ['standard', ['call-back'], false],
  ['standard', ['call-back', 'video'], true],
  ['standard', ['call-back', 'call-back'], false],
  ['vip', ['in-person'], false],
  ['vip', ['in-person', 'manager'], true],
  ['vip', ['call-back', 'manager'], false],
  // Both come from the same device: whoever holds it has both.
  ['vip', ['own-method', 'managed-device'], false],
  ['privileged', ['in-person'], true],
  ['privileged', ['identity-document'], false],
  ['privileged', ['identity-document', 'call-back'], false],
  ['privileged', ['identity-document', 'manager'], true],
  ['new-hire', ['manager'], false],
  ['new-hire', ['manager', 'code-sent'], true],
  ['break-glass', ['in-person', 'identity-document', 'manager'], false],
]

describe('proof', () => {
  test.each(cases)('for %s, %j is enough: %s', (tier, given, enough) => {
    expect(isProved(tier, given)).toBe(enough)
  })
  test.each<[Tier, EvidenceClass[], EvidenceClass[], boolean]>([
    ['standard', ['own-method'], ['video'], false],
    ['standard', ['call-back', 'code-sent'], ['video'], false],
    ['standard', ['in-person'], ['video'], true],
    ['vip', ['in-person', 'manager'], ['video'], true],
    ['privileged', ['identity-document', 'manager'], ['managed-device'], false],
  ])('for %s, %j is enough though %j failed: %s', (tier, given, failed, enough) => {
    expect(isProved(tier, given, failed)).toBe(enough)
  })
  test('for every account that can be proved, the card can say what is enough', () => {
    expect(Object.keys(words.enough).sort()).toEqual(
      Object.keys(tiersFile.tiers)
        .filter((tier) => !refuses(tier as Tier))
        .sort(),
    )
  })
  test('an emergency account is refused whatever is shown', () => {
    expect(refuses('break-glass')).toBe(true)
    expect(counting('break-glass')).toEqual([])
  })
  test('administrators are not offered what they could be impersonated with', () => {
    expect(counting('privileged')).toEqual(['identity-document', 'in-person', 'manager', 'managed-device'])
  })
  test('waiting is skipped only for what cannot be faked from afar', () => {
    expect(waitMinutes('privileged', ['in-person'])).toBe(0)
    expect(waitMinutes('privileged', ['identity-document', 'manager'])).toBe(240)
    expect(waitMinutes('vip', ['own-method', 'manager'])).toBe(60)
    expect(waitMinutes('standard', ['call-back', 'video'])).toBe(30)
    expect(waitMinutes('standard', ['own-method'])).toBe(0)
  })
})
