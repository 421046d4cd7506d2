// May the bot write to somebody who has not just written to it? Asked by everything that speaks first.
import type { Person } from './turn.ts'

/** The end of "not now" for who wants no more messages: they come back by themselves, or not at all. */
export const never = new Date('9999-12-31T00:00:00Z')

type Quiet = Pick<Person, 'snoozedUntil'>

/** Why not; undefined: they may be written to. `at` is when it would be read. */
export function whyQuiet({ snoozedUntil }: Quiet, at = new Date()): 'opted-out' | 'snoozed' | undefined {
  if (!snoozedUntil || snoozedUntil <= at) return undefined
  return snoozedUntil >= never ? 'opted-out' : 'snoozed'
}

export const maySpeakFirst = (person: Quiet, at?: Date): boolean => whyQuiet(person, at) === undefined

/** They asked in the last days whether we are real: who is finding out must not be pressed. `who`: SQL of their id. */
export const isCheckingSql = (who: string) =>
  `exists (select 1 from turns where turns.employee_id = ${who} and received_at > now() - interval '3 days'
             and (said ->> 'intent' = 'is_this_legit' or said ->> 'choice' = 'is-this-real'))`

/** `whyQuiet` in SQL, over a row of `people`: null when they may be written to now. */
export const whyQuietSql = `case when snoozed_until >= '${never.toISOString()}' then 'opted-out' when snoozed_until > now() then 'snoozed' end`
