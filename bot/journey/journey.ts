// What a journey is, and where somebody stands in it: pure, no clock, no I/O.

/** Something true or not of an employee: told by them, or seen in Entra. */
export type Fact = string

export interface Step<Id extends string = string> {
  id: Id
  /** The step is shown only while all of these are true. */
  given?: readonly Fact[]
  /** … and until this one is. */
  until: Fact
  /** Who can say so. What Entra can answer is asked of Entra, never believed. */
  knownFrom: 'employee' | 'entra' | 'teams'
}

/** Keeps the ids literal, so that a step without words does not compile. */
export const defineSteps = <const Id extends string>(steps: readonly Step<Id>[]) => steps

export interface Place<Id extends string> {
  step: Step<Id>
  number: number
  total: number
}

const applies = (step: Step, facts: ReadonlySet<Fact>) => (step.given ?? []).every((fact) => facts.has(fact))

/**
 * The first step that applies and whose fact is not true; undefined when nothing is left. Steps for `unasked` facts are
 * left out of the count: who has the app already shall not read "step 2 of 8" and then "step 4".
 */
export function currentStep<Id extends string>(
  steps: readonly Step<Id>[],
  facts: ReadonlySet<Fact>,
  unasked: ReadonlySet<Fact> = new Set(),
): Place<Id> | undefined {
  const mine = steps.filter((step) => applies(step, facts) && !unasked.has(step.until))
  const index = mine.findIndex((step) => !facts.has(step.until))
  const step = mine[index]
  return step && { step, number: index + 1, total: mine.length }
}
