// What can be said at any point: a person, later, what is this, and words of one's own.
import * as cards from '../../cards/cards.ts'
import * as audit from '../audit/audit.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../refusal.ts'
import { isTimeZone } from '../time-zone.ts'
import { also } from './also.ts'
import { never } from './may-speak-first.ts'
import { standsAtDone } from './message-store.ts'
import * as people from './person-store.ts'
import type { Answering, Reply, Turn } from './turn.ts'

export const more =
  (_deps: Deps): Answering =>
  async ({ about }) => ({ card: 'more', about, draw: (reader) => cards.more(reader, {}) })

/** Where no request is opened: how to reach a person, and that nobody was called. */
export const person =
  ({ settings }: Deps, urgent = false): Answering =>
  async ({ person: asking, about }) => {
    const reason = urgent ? 'urgent' : about === 'get-start-pass' ? 'no-way-in' : 'asked'
    return {
      card: 'person',
      about,
      draw: (reader) => cards.person(reader, { helpdesk: settings.company.helpdesk, reason }),
      alongside: async (tx) => {
        const actor = { kind: 'employee', id: asking.id } as const
        await audit.append(tx, { actor, verb: 'asked-for-a-person', subject: asking.id, detail: { step: about } })
      },
    }
  }

export const notNow =
  (_deps: Deps): Answering =>
  async ({ about }) => ({ card: 'notNow', about, draw: (reader) => cards.notNow(reader, {}) })

export const snooze =
  (deps: Deps): Answering =>
  async ({ person: who, choice }) => {
    const until = await untilWhen(deps, choice ?? '', who.timeZone)
    return {
      card: 'snoozed',
      draw: (reader) => cards.snoozed(reader, { until, timezone: who.timeZone }),
      alongside: async (tx) => {
        await people.snooze(tx, who.id, until)
        const seconds = Math.ceil((until.getTime() - Date.now()) / 1000)
        await deps.jobs.send(tx, 'conversation.remind', { employeeId: who.id, until: until.toISOString() }, seconds)
      },
    }
  }

const moments: Record<string, string> = {
  hour: `now() + interval '1 hour'`,
  tomorrow: `((now() at time zone $1)::date + 1 + time '09:00') at time zone $1`,
  week: `(date_trunc('week', now() at time zone $1)::date + 7 + time '09:00') at time zone $1`,
}

/** Nine in the morning where the person is; SQL knows the zones and their summer times. */
async function untilWhen({ db }: Deps, choice: string, timeZone: string | undefined): Promise<Date> {
  const moment = Object.hasOwn(moments, choice) ? moments[choice] : undefined
  if (moment === undefined) throw new Refusal(400, 'choice')
  const at = (zone: string) => db.query<{ at: Date }>(`select ${moment} as at, $1::text as zone`, [zone])
  // A client may know a zone that is younger than the database, or older.
  const [row] = timeZone && isTimeZone(timeZone) ? await at(timeZone).catch(() => at('UTC')) : await at('UTC')
  if (!row) throw new Error('the database does not know the time')
  return row.at
}

const abouts = ['what-is-it', 'is-this-real', 'privacy'] as const

export const ask =
  (deps: Deps): Answering =>
  async (turn) => {
    const asked = abouts.find((each) => each === turn.choice)
    if (!asked) throw new Refusal(400, 'choice')
    return answerTo(deps, turn, asked)
  }

async function answerTo({ db, settings }: Deps, { person: who, about: step }: Turn, about: (typeof abouts)[number]): Promise<Reply> {
  const { genuine, helpdesk, worksCouncil } = settings.company
  const view = { about, ...genuine, helpdesk, council: worksCouncil, done: await standsAtDone(db, who.id) }
  return { card: 'answer', about: step, draw: (reader) => cards.answer(reader, view) }
}

/** A short answer, and the way back to where they were; after "Done" there is none. */
export const note =
  ({ db, settings }: Deps, id: cards.NoteId): Answering =>
  async ({ person: who, about }) => {
    const done = await standsAtDone(db, who.id)
    return { card: 'note', about, draw: (reader) => cards.note(reader, { note: id, helpdesk: settings.company.helpdesk, done }) }
  }

/** Whose phone it is, is theirs to say: what the app cannot do there, what the works council says, and what else there is. */
export const ownPhone =
  ({ db, settings }: Deps): Answering =>
  async ({ person: who, about }) => {
    const { helpdesk, worksCouncil } = settings.company
    const done = await standsAtDone(db, who.id)
    const view = { note: 'own-phone' as const, helpdesk, council: worksCouncil, alternatives: settings.alternatives, done }
    return { card: 'note', about, draw: (reader) => cards.note(reader, view) }
  }

/** No word from us until they come back by themselves: going on ends it, as it ends "Not now". */
export const quiet =
  (deps: Deps): Answering =>
  async (turn) => ({
    ...(await note(deps, 'quiet')(turn)),
    alongside: (tx) => people.snooze(tx, turn.person.id, never),
  })

export type ByIntent = Record<string, Answering>

/** Own words. Twice in a row not understood: a person comes first. */
export const said =
  (deps: Deps, byIntent: ByIntent): Answering =>
  async (turn) => {
    const handler = turn.intent ? byIntent[turn.intent] : undefined
    if (!handler) return didNotGet(deps, turn, byIntent)
    const reply = await handler(turn)
    return turn.person.misunderstood === 0 ? reply : also(reply, (tx) => people.misunderstood(tx, turn.person.id, 0))
  }

/** Offers only readings that lead somewhere. */
async function didNotGet({ db, settings }: Deps, { person: who, choices = [] }: Turn, byIntent: ByIntent): Promise<Reply> {
  const times = who.misunderstood + 1
  const readings = choices.filter((intent) => Object.hasOwn(byIntent, intent))
  const { helpdesk } = settings.company
  const done = await standsAtDone(db, who.id)
  return {
    card: 'didNotGet',
    draw: (reader) => cards.didNotGet(reader, times > 1 ? { personFirst: true, helpdesk, done } : { readings, done }),
    alongside: (tx) => people.misunderstood(tx, who.id, times),
  }
}

export const pick =
  (deps: Deps, byIntent: ByIntent): Answering =>
  async (turn) => {
    const handler = Object.hasOwn(byIntent, turn.choice ?? '') ? byIntent[turn.choice ?? ''] : undefined
    if (!handler) throw new Refusal(400, 'choice')
    return said(deps, byIntent)({ ...turn, intent: turn.choice })
  }

export const secretShared =
  (_deps: Deps): Answering =>
  async () => ({ card: 'secretShared', draw: (reader) => cards.secretShared(reader, {}) })

export const answering =
  (deps: Deps, about: (typeof abouts)[number]): Answering =>
  async (turn) =>
    answerTo(deps, turn, about)
