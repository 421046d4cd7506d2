// What somebody is shown, and the rows and jobs that belong to showing it.
import * as cards from '../../cards/cards.ts'
import { troubleHelp } from '../../cards/trouble.ts'
import * as audit from '../audit/audit.ts'
import * as people from '../conversation/person-store.ts'
import type { Person, Reply } from '../conversation/turn.ts'
import type { Queryable } from '../database/database.ts'
import type { Deps } from '../deps.ts'
import type { Platform } from '../people.ts'
import { chatLink, chatQr } from './chat-link.ts'
import type { Place } from './journey.ts'
import type { Gate, Look } from './look.ts'
import { type Progress, save } from './progress-store.ts'
import type { StepId } from './steps.ts'
import { stopReply } from './stop.ts'
import { nextWatch } from './watch-clock.ts'

type Facts = Extract<Look, { seen: 'facts' }>

/** Steps that lead to a passkey: Entra is watched, and nobody at risk gets there. */
export const making: readonly string[] = ['get-start-pass', 'move-passkey', 'create-passkey', 'add-account']

interface Shown {
  place: Place<StepId>
  platform: Platform
  /** A sentence before the step. */
  lead?: string
}

export function stepReply(deps: Deps, person: Person, progress: Progress, seen: Facts, { place, platform, lead }: Shown): Reply {
  const { step, number, total } = place
  const watching = making.includes(step.id)
  const makes = step.until === 'passkey-seen'
  const until = watching ? new Date(Date.now() + deps.settings.watch.forMinutes * 60_000) : undefined
  const next: Progress = {
    ...progress,
    createShownAt: makes ? (progress.createShownAt ?? new Date()) : progress.createShownAt,
    watch: progress.watch + 1,
    watchUntil: until,
  }
  return {
    card: 'step',
    about: step.id,
    draw: (reader) =>
      cards.step(reader, {
        stepId: step.id,
        platform,
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
      if (watching) await nextWatch(deps, tx, { employeeId: person.id, watch: next.watch })
    },
  }
}

export function finish(person: Person, progress: Progress, seen: Facts, already: boolean): Reply {
  const finishedAt = progress.finishedAt ?? new Date()
  return {
    card: 'done',
    draw: (reader) => cards.done(reader, { how: 'authenticator', already, firstName: seen.firstName }),
    alongside: async (tx) => {
      await keep(person, { ...progress, finishedAt, watchUntil: undefined, replacingSince: undefined, oldPhone: undefined })(tx)
      if (!progress.finishedAt) await audit.append(tx, { actor: { kind: 'unlock' }, verb: 'passkey-seen', subject: person.id })
    },
  }
}

export function cannotSee(
  deps: Deps,
  person: Person,
  progress: Progress,
  { why, retryAfterSeconds }: Extract<Look, { seen: 'nothing' }>,
): Reply {
  const seconds = Math.max(retryAfterSeconds ?? 0, 120)
  const again = why === 'forbidden' ? undefined : new Date(Date.now() + seconds * 1000)
  const next = { ...progress, watch: progress.watch + 1 }
  const first = person.welcomed ? undefined : { firstName: person.name.split(' ')[0], company: deps.settings.company.name }
  return {
    card: 'cannotSee',
    about: why,
    draw: (reader) => cards.cannotSee(reader, { why, againAt: again, timezone: person.timeZone, first }),
    alongside: async (tx) => {
      await keep(person, next)(tx)
      if (again) await deps.jobs.send(tx, 'journey.look-again', { employeeId: person.id, watch: next.watch }, seconds)
    },
  }
}

export function gateCard(deps: Deps, person: Person, progress: Progress, gate: Gate): Reply {
  if (gate.gate === 'at-risk') return stopReply(deps, person, progress, 'risk')
  const { settings } = deps
  const { alternatives, company } = settings
  const { helpdesk } = company
  const ways = { alternatives, helpdesk }
  const draws: Record<Exclude<Gate['gate'], 'at-risk'>, Reply['draw']> = {
    guest: (reader) => cards.guest(reader, {}),
    disabled: (reader) => cards.disabled(reader, {}),
    'not-in-scope': (reader) => cards.notInScope(reader, {}),
    // POL-01 of the catalogue: only those who look after sign-in can open it.
    'not-open': (reader) =>
      troubleHelp(reader, { help: 'trouble.not-opened', row: 'pol-01', platform: progress.phone ?? 'android', how: 'hand', helpdesk }),
    'shared-device': (reader) => cards.sharedDevice(reader, ways),
    'no-smartphone': (reader) => cards.noSmartphone(reader, ways),
    // A day of the calendar, the same one wherever they are.
    'not-your-turn': (reader) => cards.notYourTurn(reader, { date: 'date' in gate ? gate.date : undefined }),
    holds: (reader) => cards.done(reader, { how: 'how' in gate ? gate.how : 'authenticator', already: true }),
  }
  return { card: gate.gate, draw: draws[gate.gate], alongside: keep(person, { ...progress, watchUntil: undefined }) }
}

export const askForPhone = (person: Person, progress: Progress): Reply => ({
  card: 'choosePhone',
  draw: (reader) => cards.choosePhone(reader, {}),
  alongside: keep(person, progress),
})

/** Going on ends "Not now". */
const keep = (person: Person, progress: Progress) => async (tx: Queryable) => {
  await save(tx, person.id, progress)
  if (person.snoozedUntil) await people.snooze(tx, person.id, null)
}
