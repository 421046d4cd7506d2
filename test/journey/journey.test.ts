// The journey as a page that a reviewer reads, and what holds for any of its steps.
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { currentStep, type Fact, type Step } from '../../bot/journey/journey.ts'
import { steps } from '../../bot/journey/steps.ts'
import en from '../../cards/content/en.json' with { type: 'json' }
import type { TeamsOn } from '../sample-company/office-api.ts'
import { walkThrough } from '../support/obedient.ts'
import { openStage, type Stage } from '../support/stage.ts'

const walks: [situation: string, name: string, on: TeamsOn][] = [
  ['iPhone, approves sign-ins', 'Ines Moreau', 'iOS'],
  ['Samsung, approves sign-ins', 'Kofi Mensah', 'Android'],
  ['Pixel with Android 15, approves sign-ins', 'Mei Lin', 'Android'],
  ['iPhone, begun at a computer', 'Freja Nielsen', 'Windows'],
  ['iPhone that is too old, and updated', 'Peter Novák', 'iOS'],
  ['Samsung, Authenticator too old', 'Jakub Dvořák', 'Android'],
  ['Android, signs in with a text message, no Authenticator', 'Tomasz Nowak', 'Android'],
  ['iPhone, new, no way in but a password', 'Yuki Tanaka', 'iOS'],
  ['iPhone, passkey saved in another place first', 'Carlos Jiménez', 'iOS'],
]

const given = (step: Step): readonly Fact[] => step.given ?? []

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.close())

test('the journey is as it was', async () => {
  await stage.reset()
  const walked: string[] = []
  for (const [situation, name, on] of walks) {
    const steps = await walkThrough(stage, stage.meet(name, on))
    walked.push(`## ${situation}`, steps.map((step) => `- ${step}`).join('\n'))
  }
  const page = [
    '# The journey',
    'Written by test/journey/journey.test.ts. The first step that applies and whose fact is not true is shown.',
    [
      '| step | title | shown when | until | who knows |',
      '|---|---|---|---|---|',
      ...steps.map(
        (step) => `| ${step.id} | ${en.steps[step.id].title} | ${given(step).join(', ') || 'always'} | ${step.until} | ${step.knownFrom} |`,
      ),
    ].join('\n'),
    ...walked,
  ]
  await expect(`${page.join('\n\n')}\n`).toMatchFileSnapshot('../golden/journey.md')
})

const known = [...new Set(steps.flatMap((step) => [step.until, ...given(step)]))]
const someFacts = fc.subarray(known).map((facts) => new Set<Fact>(facts))

const forAll = (promise: (facts: Set<Fact>, unasked: Set<Fact>) => void) =>
  fc.assert(
    fc.property(someFacts, someFacts, (facts, seen) => promise(facts, facts.intersection(seen))),
    { numRuns: 500 },
  )

describe('whatever is true of somebody', () => {
  test('the step shown is one that applies, is not done, and none before it is left', () =>
    forAll((facts, unasked) => {
      const open = steps.filter((step) => !facts.has(step.until) && given(step).every((fact) => facts.has(fact)))
      expect(currentStep(steps, facts, unasked)?.step).toBe(open[0])
    }))

  test('doing it leads on, never back', () =>
    forAll((facts, unasked) => {
      const place = currentStep(steps, facts, unasked)
      if (!place) return
      const next = currentStep(steps, new Set([...facts, place.step.until]), unasked)
      if (next) expect(steps.indexOf(next.step)).toBeGreaterThan(steps.indexOf(place.step))
    }))

  test('what was never theirs to do does not count, and nobody is beyond the last step', () =>
    forAll((facts, unasked) => {
      const place = currentStep(steps, facts, unasked)
      if (!place) return
      const all = currentStep(steps, facts)
      expect(place.number).toBeLessThanOrEqual(place.total)
      expect(place.total).toBeLessThanOrEqual(all?.total ?? 0)
      expect(place.total - place.number).toBe((all?.total ?? 0) - (all?.number ?? 0) - left(facts, unasked, place.step))
    }))

  test('Entra’s own facts are never told by an employee', () => {
    const entra = new Set(['way-in', 'passkey-seen', 'tidied'])
    for (const step of steps) expect(step.knownFrom === 'entra', step.id).toBe(entra.has(step.until))
  })

  test('the list is data: nothing in it is lost on paper', () => {
    expect(JSON.parse(JSON.stringify(steps))).toEqual(steps)
  })
})

/** Steps after this one that were done before it and are not counted. */
function left(facts: Set<Fact>, unasked: Set<Fact>, here: (typeof steps)[number]): number {
  const after = steps.slice(steps.indexOf(here) + 1)
  return after.filter((step) => unasked.has(step.until) && given(step).every((fact) => facts.has(fact))).length
}
