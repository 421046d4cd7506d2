// From where somebody is to what they are shown. Facts are told ∪ seen; what Entra can say is asked, not remembered.
import type { Reply, Turn } from '../conversation/turn.ts'
import type { Deps } from '../deps.ts'
import type { Platform, TeamsClient } from '../people.ts'
import { currentStep } from './journey.ts'
import { type About, isRiskOver, type Look, look, riskNow } from './look.ts'
import { load, type Progress } from './progress-store.ts'
import { askForPhone, cannotSee, finish, gateCard, making, stepReply } from './replies.ts'
import { type StepId, steps } from './steps.ts'
import { stopReply } from './stop.ts'

export type Change = (progress: Progress) => Progress
type Facts = Extract<Look, { seen: 'facts' }>

export type Walker = Pick<Turn, 'person' | 'client'> & {
  /** Nobody waits for the answer. */
  background?: boolean
}
/** A sentence before the step; it may depend on which step that turns out to be. */
export type Lead = string | ((step: StepId) => string | undefined)

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
  { person, client, background }: Walker,
  change: Change = asked,
  lead?: Lead,
  known?: Progress,
): Promise<Walk> {
  const before = known ?? (await load(deps.db, person.id))
  if (before.stopped && before.stopped !== 'risk') return { seen: 'gate', reply: stopReply(deps, person, before, before.stopped) }
  // It ends when Entra says so, and not because Entra says nothing.
  const atRisk = before.stopped === 'risk' && !(await isRiskOver(deps.entra, person.id))
  if (atRisk) return { seen: 'gate', reply: stopReply(deps, person, before, 'risk') }
  const told = { ...change(before), stopped: undefined }
  const progress = standing(told, client)
  const named = progress.phone !== undefined
  const phone = progress.phone ?? (client === 'ios' ? 'iphone' : undefined)
  const seen = await lookFor(deps, { id: person.id, named, background }, { ...progress, phone })
  if (seen.seen === 'nothing') return { seen: 'nothing', reply: cannotSee(deps, person, progress, seen) }
  if (seen.seen === 'gate') return { seen: 'gate', reply: gateCard(deps, person, { ...progress, stopped: before.stopped }, seen.gate) }
  const already = seen.facts.has('passkey-seen') && (!progress.createShownAt || progress.finishedAt)
  if (already) return { seen: 'facts', reply: finish(person, progress, seen, true) }
  if (!phone) return { seen: 'facts', reply: askForPhone(person, progress) }
  const here = { ...anew(progress, seen), phone }
  const place = currentStep(steps, factsOf(here, seen), unasked(here, seen))
  if (!place) return { seen: 'facts', reply: finish(person, here, seen, false) }
  const { id } = place.step
  const unread = making.includes(id) && seen.riskUnread ? await riskNow(deps.entra, person.id) : undefined
  if (unread === 'at-risk') return { seen: 'gate', reply: stopReply(deps, person, { ...progress, stopped: before.stopped }, 'risk') }
  if (unread) return { seen: 'nothing', reply: cannotSee(deps, person, progress, unread) }
  const first = progress.finishedAt && !here.finishedAt ? 'passkey-gone' : typeof lead === 'function' ? lead(id) : lead
  return { seen: 'facts', step: id, reply: stepReply(deps, person, here, seen, { place, platform: platformOf(here), lead: first }) }
}

/**
 * Told steps need no news of this second, and Entra answers few questions about ways to sign in (limits.json). Whatever
 * Entra itself decides is asked afresh: nobody is "done" by an old answer, nor "not yet".
 */
async function lookFor({ entra, settings }: Deps, who: Pick<About, 'id' | 'named' | 'background'>, progress: Progress): Promise<Look> {
  const { replacingSince, oldPhone, phone, createShownAt } = progress
  const replacing = replacingSince && { since: replacingSince, gone: oldPhone === 'gone' }
  const about = { ...who, phone, replacing, makingSince: createShownAt, now: new Date() }
  const since = performance.now()
  if (who.background) return look(entra, settings, { ...about, since })
  const recent = await look(entra, settings, about)
  if (recent.seen === 'nothing') return recent
  if (recent.seen === 'facts') {
    const place = currentStep(steps, factsOf(progress, recent))
    if (place && place.step.knownFrom !== 'entra' && !recent.facts.has('passkey-seen')) return recent
  }
  return look(entra, settings, { ...about, since })
}

/** Finished once and the passkey is no longer there: what was told was about another phone or another time. */
const anew = (progress: Progress, seen: Facts): Progress =>
  progress.finishedAt && !seen.facts.has('passkey-seen')
    ? { ...progress, told: progress.told.filter(isOfPlace), finishedAt: undefined, createShownAt: undefined }
    : progress

/** Where they chat now. Who has been at the phone once is not sent there again. */
function standing(progress: Progress, client: TeamsClient): Progress {
  if (client === 'ios' || client === 'android') return tell(progress, 'at-the-phone')
  return progress.told.includes('at-the-phone') ? progress : tell(progress, 'began-elsewhere')
}

/** About where they chat, and so true of any phone. */
export const isOfPlace = (fact: string) => fact === 'at-the-phone' || fact === 'began-elsewhere'

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
  // Entra no longer sees what the person has put right, but it was a step of theirs and counts.
  const updated = told.includes('authenticator-updated') ? ['authenticator-outdated'] : []
  return new Set([...told, ...seen.facts, ...version, ...tidied, ...updated])
}

/** Seen in Entra without a word from us: steps that were never theirs to do, so they do not count. */
const unasked = ({ told }: Progress, seen: Facts) =>
  new Set([...seen.facts].filter((fact) => fact !== 'passkey-seen' && !told.includes(fact)))

export function platformOf({ phone = 'android', systemVersion }: Progress): Platform {
  const version = systemVersion?.split('-')[1]
  if (version === undefined || systemVersion === 'too-old') return phone
  if (phone === 'iphone') return version === '17' ? 'iphone-17' : 'iphone-18'
  return version === '14' ? `${phone}-14` : `${phone}-15`
}
