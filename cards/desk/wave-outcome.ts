// What came of a wave, and of a week.
import type { Card, Reader } from '../card.ts'
import { compose, press } from '../compose.ts'
import { plain, setting } from '../plain.ts'
import words from './waves.en.json' with { type: 'json' }
import { button, english, fill, number } from './waves.ts'

export interface Totals {
  targeted: number
  delivered: number
  started: number
  done: number
}

/** Undefined: fewer than five people would be told apart (security.md B7). */
type Row = Pick<Totals, 'targeted'> & { name: string; delivered?: number; started?: number; done?: number }
type By = keyof typeof words.outcome.by

export interface OutcomeView {
  id: string
  name: string
  totals: Totals
  /** Languages and phones as codes, groups as they are called. */
  by: Record<By, Row[]>
}

const has = <T extends object>(these: T, key: string): key is Extract<keyof T, string> => Object.hasOwn(these, key)
const languages = new Intl.DisplayNames('en', { type: 'language' })

const names: Record<By, (name: string) => string> = {
  language: (code) => languages.of(code) ?? code,
  group: (name) => plain(name, 40),
  phone: (phone) => (has(words.outcome.phones, phone) ? words.outcome.phones[phone] : phone),
}

export function waveOutcome(reader: Reader, { id, name, totals, by }: OutcomeView): Card {
  const lines = (['group', 'language', 'phone'] as const).flatMap((what) =>
    by[what].length > 1 ? by[what].map((row) => line(what, row)) : [],
  )
  return compose(
    { ...reader, ...english },
    {
      title: plain(name, 80),
      paragraphs: [
        words.outcome.title,
        ...(lines.some((text) => text.includes(words.outcome.hidden)) ? [words.outcome['why-hidden']] : []),
      ],
      facts: factsOf(totals),
      list: lines,
      rows: [[press({ words: words.look.back }, 'waves.open', id)]],
      exits: 'none',
    },
  )
}

function line(by: By, { name, delivered, started, done }: Row): string {
  const shown = (value: number | undefined) => setting(value === undefined ? words.outcome.hidden : number.format(value))
  const called = name === '' ? words.outcome.unknown[by] : name === 'others' ? words.outcome.others : names[by](name)
  return fill(words.outcome.line, {
    by: setting(words.outcome.by[by]),
    name: setting(called),
    delivered: shown(delivered),
    started: shown(started),
    done: shown(done),
  })
}

const factsOf = (totals: Totals) =>
  (['targeted', 'delivered', 'started', 'done'] as const).map((key) => ({
    name: words.outcome[key],
    value: key === 'targeted' || totals[key] >= 5 || totals[key] === 0 ? number.format(totals[key]) : words.outcome.few,
  }))

/** Once a week, to organisers. */
export function waveWeek(reader: Reader, { waves, totals }: { waves: number; totals: Totals }): Card {
  return compose(
    { ...reader, ...english },
    {
      title: words.week.title,
      paragraphs: [fill(words.week.waves, { count: waves })],
      facts: factsOf(totals),
      rows: [[button('list', 'waves.list')]],
      exits: 'none',
    },
  )
}
