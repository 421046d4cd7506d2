// What came of a wave, and of a week.
import type { Card, Reader } from '../card.ts'
import { compose, press } from '../compose.ts'
import { language } from '../content/language.ts'
import { plain, setting } from '../plain.ts'
import { languageName } from './language-name.ts'
import words from './waves.en.json' with { type: 'json' }
import { button, english, fill, number } from './waves.ts'

export interface Totals {
  targeted: number
  delivered: number
  read: number
  started: number
  done: number
}

/** Undefined: fewer than five people would be told apart (security.md B7). */
type Row = Pick<Totals, 'targeted'> & Partial<Totals> & { name: string }
type By = keyof typeof words.outcome.by

export interface OutcomeView {
  id: string
  name: string
  totals: Totals
  /** Absent receipts of Teams, nobody knows who read it. */
  readsKnown: boolean
  /** Languages and platforms as codes, groups as they are called. */
  by: Record<By, Row[]>
  /** Those who began and are not through, by the step they were shown last. */
  stuck: { name: string; targeted: number; stuck?: number }[]
}

const has = <T extends object>(these: T, key: string): key is Extract<keyof T, string> => Object.hasOwn(these, key)
const { steps } = language('en').words

const names: Record<By, (name: string) => string> = {
  language: languageName,
  group: (name) => plain(name, 40),
  platform: platformName,
}

/** `samsung-14`: the phone, and which instructions it needs. */
function platformName(platform: string): string {
  const [, phone = '', version] = /^([a-z]+)(?:-(.+))?$/.exec(platform) ?? []
  const { phones, versions } = words.outcome
  const called = has(phones, phone) ? phones[phone] : platform
  return version !== undefined && has(versions, version) ? `${called}, ${versions[version]}` : called
}

export function waveOutcome(reader: Reader, { id, name, totals, readsKnown, by, stuck }: OutcomeView): Card {
  const lines = (['group', 'language', 'platform'] as const).flatMap((what) =>
    by[what].length > 1 ? by[what].map((row) => line(what, row, readsKnown)) : [],
  )
  const told = [...lines, ...stuckLines(stuck)]
  return compose(
    { ...reader, ...english },
    {
      title: plain(name, 80),
      paragraphs: [words.outcome.title, ...(told.some((text) => text.includes(words.outcome.hidden)) ? [words.outcome['why-hidden']] : [])],
      facts: factsOf(totals, readsKnown),
      list: told,
      rows: [[press({ words: words.look.back }, 'waves.open', id)]],
      exits: 'none',
    },
  )
}

const shown = (value: number | undefined) => setting(value === undefined ? words.outcome.hidden : number.format(value))

function line(by: By, row: Row, readsKnown: boolean): string {
  const { name, delivered, read, started, done } = row
  const called = name === '' ? words.outcome.unknown[by] : name === 'others' ? words.outcome.others : names[by](name)
  return fill(readsKnown ? words.outcome['line-read'] : words.outcome.line, {
    by: setting(words.outcome.by[by]),
    name: setting(called),
    delivered: shown(delivered),
    read: shown(read),
    started: shown(started),
    done: shown(done),
  })
}

/** Where fewer than five stand in all, that is nobody's business. */
const stuckLines = (rows: OutcomeView['stuck']) =>
  rows
    .filter(({ targeted }) => targeted >= few)
    .map(({ name, targeted, stuck }) =>
      fill(has(steps, name) ? words.outcome.stuck : words.outcome['stuck-elsewhere'], {
        step: has(steps, name) ? setting(steps[name].title) : undefined,
        standing: shown(targeted),
        stuck: shown(stuck),
      }),
    )

const few = 5

const factsOf = (totals: Totals, readsKnown: boolean) =>
  (['targeted', 'delivered', 'read', 'started', 'done'] as const).map((key) => ({
    name: words.outcome[key],
    value: said(totals, key, readsKnown),
  }))

function said(totals: Totals, key: keyof Totals, readsKnown: boolean): string {
  if (key === 'read' && !readsKnown) return words.outcome['read-unknown']
  const value = totals[key]
  // None of many is told; none of fewer than five would be said of each of them.
  const isTold = key === 'targeted' || value >= few || (value === 0 && totals.targeted >= few)
  return isTold ? number.format(value) : words.outcome.few
}

/** Once a week, to organisers. */
export function waveWeek(reader: Reader, { waves, totals, readsKnown }: { waves: number; totals: Totals; readsKnown: boolean }): Card {
  return compose(
    { ...reader, ...english },
    {
      title: words.week.title,
      paragraphs: [fill(words.week.waves, { count: waves })],
      facts: factsOf(totals, readsKnown),
      rows: [[button('list', 'waves.list')]],
      exits: 'none',
    },
  )
}
