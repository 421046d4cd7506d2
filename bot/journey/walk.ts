// From where somebody is to what they are shown. Facts are told ∪ seen; what Entra can say is asked, not remembered.
import * as cards from '../../cards/cards.ts'
import * as people from '../conversation/person-store.ts'
import type { Person, Reply, Turn } from '../conversation/turn.ts'
import type { Queryable } from '../database/database.ts'
import type { Deps } from '../deps.ts'
import type { Platform } from '../people.ts'
import { chatLink, chatQr } from './chat-link.ts'
import { currentStep, type Place } from './journey.ts'
import { type Gate, type Look, look } from './look.ts'
import { load, type Progress, save } from './progress-store.ts'
import { type StepId, steps } from './steps.ts'

export type Change = (progress: Progress) => Progress
type Facts = Extract<Look, { seen: 'facts' }>
export interface Walk {
  reply: Reply
  /** The step that is shown; undefined where the journey is not what is shown. */
  step?: StepId
  seen: Look['seen']
}

const asked: Change = (progress) => progress

/** Entra asked, the change applied, and the card for where that leaves the person. */
export async function walk(
  deps: Deps,
  { person, client }: Pick<Turn, 'person' | 'client'>,
  change: Change = asked,
  lead?: string,
): Promise<Walk> {
  const before = await load(deps.db, person.id)
  const told = change(before)
  const progress = client === 'ios' || client === 'android' ? tell(told, 'at-the-phone') : told
  const phone = progress.phone ?? (client === 'ios' ? 'iphone' : undefined)
  const seen = await look(deps.entra, deps.settings, person.id, phone, new Date())
  if (seen.seen === 'nothing') return { seen: 'nothing', reply: cannotSee(deps, person, progress, seen) }
  if (seen.seen === 'gate')
    return {
      seen: 'gate',
      reply: { ...gateCard(deps, person, seen.gate), alongside: keep(person, { ...progress, watchUntil: undefined }) },
    }
  const already = seen.facts.has('passkey-seen') && (!progress.createShownAt || progress.finishedAt)
  if (already) return { seen: 'facts', reply: finish(person, progress, seen, true) }
  if (!phone)
    return {
      seen: 'facts',
      reply: { card: 'choosePhone', draw: (reader) => cards.choosePhone(reader, {}), alongside: keep(person, progress) },
    }
  const here = { ...anew(progress, seen), phone }
  const place = currentStep(steps, factsOf(here, seen))
  if (!place) return { seen: 'facts', reply: finish(person, here, seen, false) }
  return { seen: 'facts', step: place.step.id, reply: stepReply(deps, person, here, seen, place, lead) }
}

/** Finished once and the passkey is no longer there: what was told was about another phone or another time. */
const anew = (progress: Progress, seen: Facts): Progress =>
  progress.finishedAt && !seen.facts.has('passkey-seen')
    ? { ...progress, told: progress.told.filter((fact) => fact === 'at-the-phone'), finishedAt: undefined, createShownAt: undefined }
    : progress

export const tell = (progress: Progress, ...facts: string[]): Progress => ({
  ...progress,
  told: [...new Set([...progress.told, ...facts])],
})

function factsOf({ told, systemVersion }: Progress, seen: Facts): Set<string> {
  const version =
    systemVersion === undefined
      ? []
      : systemVersion === 'too-old'
        ? ['version-known', 'version-too-old']
        : ['version-known', 'version-supported']
  const tidied = seen.facts.has('left-overs') ? [] : ['tidied']
  return new Set([...told, ...seen.facts, ...version, ...tidied])
}

export function platformOf({ phone = 'android', systemVersion }: Progress): Platform {
  const version = systemVersion?.split('-')[1]
  if (version === undefined || systemVersion === 'too-old') return phone
  if (phone === 'iphone') return version === '17' ? 'iphone-17' : 'iphone-18'
  return version === '14' ? `${phone}-14` : `${phone}-15`
}

const making = ['get-start-pass', 'move-passkey', 'create-passkey', 'add-account']

function stepReply(
  deps: Deps,
  person: Person,
  progress: Progress,
  seen: Facts,
  { step, number, total }: Place<StepId>,
  lead?: string,
): Reply {
  const watching = making.includes(step.id)
  const made = ['move-passkey', 'create-passkey', 'add-account'].includes(step.id)
  const until = watching ? new Date(Date.now() + deps.settings.watch.forMinutes * 60_000) : undefined
  const next: Progress = {
    ...progress,
    createShownAt: made ? (progress.createShownAt ?? new Date()) : progress.createShownAt,
    watch: progress.watch + 1,
    watchUntil: until,
  }
  return {
    card: 'step',
    about: step.id,
    draw: (reader) =>
      cards.step(reader, {
        stepId: step.id,
        platform: platformOf(progress),
        number,
        total,
        lead,
        storeName: seen.storeName,
        leftOvers: seen.leftOvers,
        workAddress: seen.workAddress,
        helpdesk: deps.settings.company.helpdesk,
        ...(step.id === 'move-to-phone' ? { chatLink: chatLink(deps.appId), chatQr: chatQr(deps.appId) } : {}),
      }),
    alongside: async (tx) => {
      await keep(person, next)(tx)
      if (watching)
        await deps.jobs.send(tx, 'journey.watch', { employeeId: person.id, watch: next.watch }, deps.settings.watch.everySeconds)
    },
  }
}

function finish(person: Person, progress: Progress, seen: Facts, already: boolean): Reply {
  const finishedAt = progress.finishedAt ?? new Date()
  return {
    card: 'done',
    draw: (reader) => cards.done(reader, { how: 'authenticator', already, firstName: seen.firstName }),
    alongside: async (tx) => {
      await keep(person, { ...progress, finishedAt, watchUntil: undefined })(tx)
      if (!progress.finishedAt)
        await tx.query('insert into audit_entries (actor, verb, subject) values ($1, $2, $3)', ['unlock', 'passkey-seen', person.id])
    },
  }
}

function cannotSee(deps: Deps, person: Person, progress: Progress, { why, retryAfterSeconds }: Extract<Look, { seen: 'nothing' }>): Reply {
  const seconds = Math.max(retryAfterSeconds ?? 0, 120)
  const again = why === 'forbidden' ? undefined : new Date(Date.now() + seconds * 1000)
  const next = { ...progress, watch: progress.watch + 1 }
  return {
    card: 'cannotSee',
    about: why,
    draw: (reader) => cards.cannotSee(reader, { why, againAt: again, timezone: person.timeZone }),
    alongside: async (tx) => {
      await keep(person, next)(tx)
      if (again) await deps.jobs.send(tx, 'journey.look-again', { employeeId: person.id, watch: next.watch }, seconds)
    },
  }
}

function gateCard({ settings }: Deps, person: Person, gate: Gate): Reply {
  const { alternatives, company } = settings
  const ways = { alternatives, helpdesk: company.helpdesk }
  const draws: Record<Gate['gate'], Reply['draw']> = {
    guest: (reader) => cards.guest(reader, {}),
    disabled: (reader) => cards.disabled(reader, {}),
    'not-in-scope': (reader) => cards.notInScope(reader, {}),
    'shared-device': (reader) => cards.sharedDevice(reader, ways),
    'no-smartphone': (reader) => cards.noSmartphone(reader, ways),
    'not-your-turn': (reader) => cards.notYourTurn(reader, { date: 'date' in gate ? gate.date : undefined, timezone: person.timeZone }),
    holds: (reader) => cards.done(reader, { how: 'how' in gate ? gate.how : 'authenticator', already: true }),
  }
  return { card: gate.gate, draw: draws[gate.gate] }
}

/** Going on ends "Not now". */
const keep = (person: Person, progress: Progress) => async (tx: Queryable) => {
  await save(tx, person.id, progress)
  if (person.snoozedUntil) await people.snooze(tx, person.id, null)
}
