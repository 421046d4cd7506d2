// Every card that organisers get, one for each state a wave can stand in.
import type { Card } from '../../cards/card.ts'
import { correctionForm, waveForm } from '../../cards/desk/wave-form.ts'
import { waveList, waveUnread } from '../../cards/desk/wave-list.ts'
import { waveOutcome, waveWeek } from '../../cards/desk/wave-outcome.ts'
import { type WaveView, wave } from '../../cards/desk/waves.ts'

const reader = { cardId: 'card-1', locale: 'en' }
const counts = { queued: 120, sending: 7, sent: 10_000, failed: 12, skipped: 101, unknown: 1 }
const view: WaveView = {
  id: '00000000-0000-4000-8000-000000000001',
  name: 'Oslo, second floor',
  state: 'draft',
  version: 3,
  people: 10_241,
  unknownAddresses: 2,
  reasons: [],
  traits: [],
  blind: [],
  asked: false,
  mayApprove: false,
  mayWrite: true,
  may: () => true,
  languages: [
    { title: 'English', value: 'en' },
    { title: 'Japanese', value: 'ja' },
  ],
}
const plan = { time: '3 min, 25 sec', rate: 49, from: '08:00', to: '18:00', done: 'tomorrow, 10:04' }
const reasons = [
  { why: 'done', count: 80 },
  { why: 'blocked', count: 12 },
]

export const everyWaveCard: { name: string; card: Card }[] = [
  { name: 'wave · draft', card: wave(reader, view) },
  { name: 'wave · draft that could not be previewed', card: wave(reader, { ...view, why: 'group-gone' }) },
  { name: 'wave · gathering', card: wave(reader, { ...view, state: 'gathering' }) },
  {
    name: 'wave · previewed',
    card: wave(reader, {
      ...view,
      state: 'previewed',
      plan,
      reasons,
      traits: [{ why: 'no-chat', count: 40 }, { why: 'no-way-in' }],
      blind: ['scope'],
      needsAnother: 50,
      awaits: 'wave',
      helpdesk: { most: 50 },
    }),
  },
  {
    name: 'wave · previewed, to approve',
    card: wave(reader, {
      ...view,
      state: 'previewed',
      plan,
      awaits: 'wave',
      helpdesk: { reached: 1200, asked: 38, expected: 324, most: 50 },
      mayApprove: true,
      asked: true,
    }),
  },
  {
    name: 'wave · approved',
    card: wave(reader, { ...view, state: 'approved', plan, starts: 'Monday, 09:00', reminders: { days: 3, times: 2 } }),
  },
  { name: 'wave · running', card: wave(reader, { ...view, state: 'running', counts, plan, reasons }) },
  { name: 'wave · paused by itself', card: wave(reader, { ...view, state: 'paused', why: 'many-failed', counts, reasons }) },
  { name: 'wave · finished', card: wave(reader, { ...view, state: 'finished', counts, reasons, follows: 'not-reached' }) },
  { name: 'wave · cancelled', card: wave(reader, { ...view, state: 'cancelled', counts, reasons }) },
  {
    name: 'wave · paused for new words',
    card: wave(reader, { ...view, state: 'paused', why: 'correcting', counts, reasons, plan, awaits: 'correction', needsAnother: 50 }),
  },
  {
    name: 'wave · running, new words being put in place',
    card: wave(reader, { ...view, state: 'running', counts, plan, corrected: { put: 4012, of: 9_640 } }),
  },
  {
    name: 'wave · running, for who may only approve',
    card: wave(reader, {
      ...view,
      state: 'running',
      counts,
      plan,
      reasons: [{ why: 'guest' }],
      mayWrite: false,
      may: (deed) => deed === 'pause',
    }),
  },
  { name: 'wave · recalled', card: wave(reader, { ...view, state: 'recalled', counts, reasons, note: 'changed' }) },
  { name: 'waveUnread', card: waveUnread(reader, { wave: view.id }) },
  { name: 'waveList', card: waveList(reader, { waves: [view], mayWrite: true }) },
  { name: 'waveList · none', card: waveList(reader, { waves: [], mayWrite: false }) },
  { name: 'waveForm', card: waveForm(reader, { values: {}, errors: [] }) },
  {
    name: 'waveForm · wrong',
    card: waveForm(reader, {
      values: { name: 'Oslo', groups: 'Fin' },
      errors: [{ id: 'group-many', text: 'Fin', names: 'Finance, Finance Oslo' }],
    }),
  },
  {
    name: 'correctionForm',
    card: correctionForm(reader, { values: { own: 'en: Bring your phone.' }, errors: [{ id: 'alt' }], kind: 'required' }),
  },
  {
    name: 'waveOutcome',
    card: waveOutcome(reader, {
      id: view.id,
      name: view.name,
      totals: { targeted: 120, delivered: 110, read: 90, started: 60, done: 3 },
      readsKnown: true,
      by: {
        group: [{ name: 'Finance', targeted: 120, delivered: 110, read: 90, started: 60, done: 9 }],
        language: [
          { name: 'de', targeted: 60, delivered: 50, read: 40, started: 20, done: undefined },
          { name: 'others', targeted: 60, delivered: 60, read: 50, started: 40, done: undefined },
        ],
        platform: [
          { name: 'iphone-18', targeted: 70, delivered: 70, read: 60, started: 50, done: 7 },
          { name: '', targeted: 50, delivered: 40, read: 30, started: 10, done: 0 },
        ],
      },
      stuck: [
        { name: 'install-authenticator', targeted: 30, stuck: 8 },
        { name: 'others', targeted: 6, stuck: undefined },
      ],
    }),
  },
  {
    name: 'waveWeek, where Teams does not tell who reads',
    card: waveWeek(reader, { waves: 2, totals: { targeted: 400, delivered: 380, read: 200, started: 200, done: 120 }, readsKnown: false }),
  },
]
