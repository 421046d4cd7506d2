// What organisers get: a wave as it stands, and what can be done with it. English, as all words for those who work with Unlock.
import type { Card, Reader } from '../card.ts'
import { compose, type Field, type Press, press } from '../compose.ts'
import { language } from '../content/language.ts'
import { ours, plain, setting } from '../plain.ts'
import words from './waves.en.json' with { type: 'json' }

export type State = keyof typeof words.states
export type Deed = Exclude<keyof typeof words.buttons, 'open' | 'edit' | 'look' | 'approve' | 'list' | 'correct'>
export type NoteId = keyof typeof words.notes

export interface WaveView {
  id: string
  name: string
  state: State
  why?: string
  version: number
  people?: number
  unknownAddresses: number
  counts?: { queued: number; sending: number; sent: number; failed: number; skipped: number; unknown: number }
  /** Without a number: fewer than five people (security.md B7). */
  reasons: { why: string; count?: number }[]
  traits: { why: string; count?: number }[]
  blind: string[]
  /** It is for fewer than five people, of whom it is not told how they stand. */
  tooFew?: boolean
  plan?: { time: string; rate: number; from: string; to: string; done: string }
  /** From earlier waves: how many people they reached, how many requests followed, and what that means here. Absent: there was none. */
  helpdesk?: { reached?: number; asked?: number; expected?: number; most: number }
  starts?: string
  reminders?: { days: number; times: number }
  /** It is through, and reminders are to follow. */
  reminds?: boolean
  follows?: 'not-done' | 'not-reached'
  /** Somebody else has to approve it, above that size. */
  needsAnother?: number
  asked: boolean
  /** What somebody has to approve: the wave, or new words for it. */
  awaits?: 'wave' | 'correction'
  /** In how many chats the newest words stand, of those where the announcement does. */
  corrected?: { put: number; of: number }
  mayApprove: boolean
  /** Who reads it is an organiser, and may change what it says. */
  mayWrite: boolean
  /** What they may do with it: a button that would be refused is not shown. */
  may: (deed: Deed) => boolean
  languages: { title: string; value: string }[]
  note?: NoteId
}

export const english = { locale: 'en' }
const spoken = language('en')
export const fill = (text: string, values: Parameters<typeof spoken.say>[1]) => spoken.say(text, values) ?? ''
const has = <T extends object>(these: T, key: string): key is Extract<keyof T, string> => Object.hasOwn(these, key)
export const button = (id: keyof typeof words.buttons, verb: Press['verb'], choice?: string) =>
  press({ words: words.buttons[id] }, verb, choice)
const deed = (id: Deed) => button(id, 'waves.act', id)
export const number = new Intl.NumberFormat('en')

const deeds: Record<State, Deed[]> = {
  draft: ['preview', 'duplicate', 'delete'],
  gathering: ['refresh'],
  previewed: ['preview', 'duplicate', 'delete'],
  approved: ['refresh', 'cancel'],
  running: ['refresh', 'pause', 'cancel'],
  paused: ['resume', 'cancel', 'recall'],
  finished: ['retry', 'outcome', 'duplicate', 'recall'],
  cancelled: ['outcome', 'duplicate', 'recall'],
  recalled: ['refresh', 'outcome', 'duplicate'],
}

const notYet: State[] = ['draft', 'gathering', 'previewed', 'approved']
/** Nothing follows any more, whatever was planned. */
const over: State[] = ['cancelled', 'recalled']

const correctable: State[] = ['running', 'paused', 'finished', 'cancelled']

/** A wave as it stands, with what can be done about it. */
export function wave(reader: Reader, view: WaveView): Card {
  const fields = view.awaits ? approvalFields(view) : []
  return compose(
    { ...reader, ...english },
    {
      layout: 'form',
      title: plain(view.name, 80),
      paragraphs: paragraphsOf(view),
      list: listOf(view),
      facts: factsOf(view),
      inputs: fields,
      rows: rowsOf(view),
      exits: 'none',
    },
  )
}

function paragraphsOf(view: WaveView): string[] {
  const { note, why, state, awaits, plan, helpdesk, reminds, follows, needsAnother, asked, mayApprove, tooFew } = view
  const starts = notYet.includes(state) ? view.starts : undefined
  const reminders = over.includes(state) ? undefined : view.reminders
  return [
    note && words.notes[note],
    words.states[state],
    awaits === 'correction' ? words.correction : undefined,
    why && has(words.why, why) ? words.why[why] : undefined,
    follows && words.follows[follows],
    tooFew ? words['too-few'] : undefined,
    plan &&
      fill(words.plan, { ...plan, time: setting(plan.time), from: setting(plan.from), to: setting(plan.to), done: setting(plan.done) }),
    helpdesk && helpdeskLine(helpdesk),
    starts && fill(words.starts, { when: setting(starts) }),
    reminders && fill(words.reminders, reminders),
    reminds ? words.reminds : undefined,
    needsAnother === undefined || asked || mayApprove ? undefined : fill(words['needs-another'], { size: needsAnother }),
    asked ? words[mayApprove ? 'asked-you' : 'asked'] : undefined,
  ].flatMap((text) => text || [])
}

/** Fewer than five requests are not told apart (security.md B7). */
function helpdeskLine({ reached, asked, expected = 0, most }: NonNullable<WaveView['helpdesk']>): string {
  const { none, few, some, much } = words.helpdesk
  if (reached === undefined || asked === undefined) return none
  if (asked < 5) return fill(few, { reached })
  const rate = setting(new Intl.NumberFormat('en', { maximumFractionDigits: 1 }).format((asked / reached) * 100))
  return fill(expected > most ? `${some} ${much}` : some, { expected, rate, most })
}

function factsOf({ counts, people, unknownAddresses, corrected }: WaveView) {
  const fact = (id: keyof typeof words.counts, value: number | undefined) =>
    value === undefined ? [] : [{ name: words.counts[id], value: number.format(value) }]
  return [
    ...fact('people', people),
    ...(counts ? [...fact('sent', counts.sent), ...fact('queued', counts.queued + counts.sending)] : []),
    ...(counts ? [...fact('failed', counts.failed), ...fact('skipped', counts.skipped), ...fact('unknown', counts.unknown)] : []),
    ...(corrected ? [{ name: words.counts.corrected, value: `${number.format(corrected.put)} / ${number.format(corrected.of)}` }] : []),
    ...(unknownAddresses > 0 ? fact('unknown-addresses', unknownAddresses) : []),
  ]
}

function listOf({ state, reasons, traits, blind }: WaveView): string[] {
  const counted = (said: Record<string, string>, { why, count }: WaveView['reasons'][number]) => {
    const value = setting(count === undefined ? words.outcome.few : number.format(count))
    return has(said, why) ? fill(said[why] ?? '', { count: value }) : `${value} ${plain(why)}`
  }
  // In a dry run, those who get nothing stand beside those who get it and will need something.
  const leftOut = (who: string) => (state === 'previewed' ? fill(words['left-out'], { who: ours(who) }) : who)
  return [
    ...reasons.map((each) => leftOut(counted(words.reasons, each))),
    ...traits.map((each) => counted(words.traits, each)),
    ...blind.map((what) => (has(words.blind, what) ? words.blind[what] : what)),
  ]
}

function approvalFields({ languages, mayApprove, people = 0 }: WaveView): Field[] {
  const look: Field = { name: 'language', label: words.look.label, choices: languages, value: languages[0]?.value }
  const count: Field = {
    name: 'number',
    label: fill(words.approve.number, { people: number.format(people) as never }),
    lines: 'one',
    atMost: 10,
  }
  return mayApprove ? [look, count] : [look]
}

function rowsOf(view: WaveView): Press[][] {
  const { state, awaits, mayApprove, mayWrite, may, needsAnother, asked, version, reminds, counts } = view
  const approval =
    awaits !== undefined
      ? [
          button('look', 'waves.look'),
          ...(mayApprove ? [button('approve', 'waves.approve', `v${version}`)] : []),
          ...(needsAnother !== undefined && !asked && may('ask') ? [deed('ask')] : []),
        ]
      : []
  const edit = mayWrite && (state === 'draft' || state === 'previewed') ? [button('edit', 'waves.edit')] : []
  const stop = reminds ? [deed('cancel')] : []
  // Stopped before anybody had it: there is nothing to take back.
  const isUnsent = state === 'cancelled' && counts !== undefined && counts.sent + counts.sending + counts.unknown === 0
  const correct = mayWrite && correctable.includes(state) && !isUnsent ? [button('correct', 'waves.correct')] : []
  const drop: Deed[] = awaits === 'correction' ? ['drop'] : []
  const no: Deed[] = [...(awaits === 'correction' ? (['resume'] as const) : []), ...(isUnsent ? (['recall', 'outcome'] as const) : [])]
  const now = [...drop, ...deeds[state]].filter((id) => may(id) && !no.includes(id)).map(deed)
  // Of a draft, what comes next is the dry run; it stands first and is the stressed one.
  const deedsNow = state === 'draft' ? [...now.slice(0, 1), ...edit, ...now.slice(1)] : [...edit, ...now]
  return [approval, [...deedsNow, ...correct, ...stop], [button('list', 'waves.list')]].filter((row) => row.length > 0)
}

export const backToWave = words.look.back
