// Something went wrong: what it is, one question where look-alikes are possible, one thing to do, and a person in time.
import * as audit from '../audit/audit.ts'
import { also } from '../conversation/also.ts'
import * as messages from '../conversation/message-store.ts'
import type { Answering, Person, Reply, Turn } from '../conversation/turn.ts'
import type { Deps } from '../deps.ts'
import { startOver } from '../journey/new-phone.ts'
import { load, type Progress, type Stopped } from '../journey/progress-store.ts'
import { making } from '../journey/replies.ts'
import { steps } from '../journey/steps.ts'
import { stop } from '../journey/stop.ts'
import { platformOf, walk } from '../journey/walk.ts'
import { Refusal } from '../refusal.ts'
import * as cases from './case-store.ts'
import { questionOf, type Row, rowOf } from './catalogue.ts'
import { confirmedBy, diagnose } from './diagnose.ts'
import { type Evidence, gather } from './evidence.ts'
import { help, question, replacing, rungOf, stopsFor } from './replies.ts'

/** Something that people say is wrong. `otherwise`: what is said where the catalogue knows nothing. */
export const inTrouble =
  (deps: Deps, otherwise: Answering): Answering =>
  async (turn) => {
    const { progress, seen } = await look(deps, turn.person)
    if (seen.risk && seen.risk !== 'none') return stop(deps, 'risk')(turn)
    // Nothing can be set up for these: whatever is in the way, that comes first.
    if (seen.profile && (seen.profile.userType === 'guest' || !seen.profile.enabled)) return (await walk(deps, turn)).reply
    const step = await messages.lastStep(deps.db, turn.person.id)
    // It came while they wrote: whatever was in the way is over, and nobody is told to delete it.
    if (seen.hasPasskey && making.includes(step ?? '')) return (await walk(deps, turn)).reply
    const hints = turn.signs ?? []
    const platform = progress.phone && platformOf(progress)
    const finding = diagnose({ intent: turn.intent, signs: hints }, { step, platform }, seen)
    if (!finding || ('question' in finding && saysNothing(turn) && isStep((await messages.newest(deps.db, turn.person.id))?.about)))
      return otherwise(turn)
    if ('question' in finding) return question(deps, turn.person, { ...finding, hints, step })
    return confirm(deps, turn, progress, finding.row, { hints, step })
  }

/** "It does not work" and no more is what the button of the step says; the step's own help knows most about it. */
const saysNothing = ({ intent, signs = [] }: Turn) => intent === 'generic_error_code' && signs.length === 0

const isStep = (about: string | undefined) => steps.some(({ id }) => id === about)

/** The answer is judged by the question that our own row of the card names. */
export const answer =
  (deps: Deps): Answering =>
  async (turn) => {
    const asked = questionOf(turn.about)
    const given = asked?.answers.find(({ id }) => id === turn.choice)
    if (!asked || (!given && turn.choice !== 'none')) throw new Refusal(400, 'Choose one of the answers on the card.')
    if (given?.then === 'step') return (await walk(deps, turn)).reply
    const next = questionOf(given?.then)
    if (next) return question(deps, turn.person, { question: next, answers: next.answers, hints: [] })
    const { progress, seen } = await look(deps, turn.person)
    if (seen.risk && seen.risk !== 'none') return stop(deps, 'risk')(turn)
    const now = await cases.newest(deps.db, turn.person.id)
    const row = given && confirmedBy(given, now?.hints ?? [], progress.phone && platformOf(progress), seen)
    return confirm(deps, turn, progress, row ?? unknown, { now, question: asked.id })
  }

interface About {
  now?: cases.Case
  question?: string
  hints?: readonly string[]
  step?: string
}

async function confirm(
  deps: Deps,
  turn: Turn,
  progress: Progress,
  row: Row,
  { now, question: asked, hints = [], step }: About,
): Promise<Reply> {
  const { db } = deps
  const { id } = turn.person
  const why = stopsFor(row, asked)
  if (why) return stop(deps, why)(turn)
  const failures = await cases.failuresOf(db, id, row.id)
  const rung = rungOf(row, failures)
  return help(deps, {
    row,
    platform: platformOf(progress),
    failures,
    note: (tx) => (now ? cases.confirm(tx, now.id, row.id) : cases.open(tx, id, { row: row.id, hints: [...hints], rung, step })),
  })
}

export const worked =
  (deps: Deps): Answering =>
  async (turn) =>
    (await walk(deps, turn)).reply

/** It did not help: what Entra wrote down meanwhile may say more; else the next thing to try, and a person in time. */
export const stuck =
  (deps: Deps): Answering =>
  async (turn) => {
    const { progress, seen } = await look(deps, turn.person)
    const now = await cases.newest(deps.db, turn.person.id)
    const row = rowOf(now?.row)
    if (!now || !row) return (await walk(deps, turn)).reply
    const more = diagnose({ intent: null, signs: [] }, { step: now.step }, seen)
    if (more && 'row' in more && more.row.id !== row.id)
      return confirm(deps, turn, progress, more.row, { hints: now.hints, step: now.step })
    const failures = (await cases.failuresOf(deps.db, turn.person.id, row.id)) + 1
    const note: Parameters<typeof help>[1]['note'] = (tx) => cases.failed(tx, now.id, rungOf(row, failures))
    return help(deps, { row, platform: platformOf(progress), failures, note })
  }

/** Another phone takes the place of the old one, which the confirmed row says is here or gone. */
export const replace: Answering = async ({ person, about }) => {
  const old = replacing[about ?? '']
  if (!old) throw new Refusal(400, 'This card has no such button.')
  return startOver(person, old)
}

/** "I spoke to them" is believed: the people who could say otherwise were told, and Entra keeps its own risk. */
export const safe =
  (deps: Deps): Answering =>
  async (turn) => {
    const progress = await load(deps.db, turn.person.id)
    const { stopped } = progress
    if (!stopped || stopped === 'risk') return (await walk(deps, turn)).reply
    if (!ends[stopped].includes(turn.choice ?? '')) throw new Refusal(400, 'Choose one of the answers on the card.')
    const resumed = { ...progress, stopped: undefined }
    const reply =
      stopped === 'lost' && turn.choice !== 'have-it' ? startOver(turn.person, 'gone', resumed) : await goOn(deps, turn, resumed)
    const actor = { kind: 'employee', id: turn.person.id } as const
    return also(reply, async (tx) => {
      await audit.append(tx, { actor, verb: 'coaching-resumed', subject: actor.id, reason: turn.choice })
    })
  }

const ends: Record<Exclude<Stopped, 'risk'>, string[]> = { lost: ['spoke', 'have-it', 'broken'], tricked: ['spoke'], blocked: ['spoke'] }

const goOn = async (deps: Deps, turn: Turn, resumed: Progress) => (await walk(deps, turn, undefined, 'kept-your-place', resumed)).reply

/** The same family again: the one thing that Entra cannot tell is asked. */
export const samePhone =
  (deps: Deps): Answering =>
  async ({ person }) => {
    const asked = questionOf('same-phone')
    if (!asked) throw new Error('questions.json has no "same-phone"')
    return question(deps, person, { question: asked, answers: asked.answers, hints: [] })
  }

async function look({ db, entra, settings }: Deps, { id }: Person): Promise<{ progress: Progress; seen: Evidence }> {
  const progress = await load(db, id)
  return { progress, seen: await gather(entra, settings, { id, phone: progress.phone, replacing: progress.replacingSince !== undefined }) }
}

/** Nothing that we know: a person looks, with the message and the time in hand. */
const unknown: Row = {
  id: 'unknown',
  class: 'H',
  says: [],
  help: ['trouble.unknown'],
  helpdesk: 'Ask for the message, the time, and the request id from More details.',
  admin: 'Look for the sign-in in the log.',
  source: 'ours',
  confidence: 'high',
  lastVerified: '2026-11-21',
}
