// A wave as a card: drawn from what stands in SQL now, and drawn again in its place when that changes.
import { type NoteId, type WaveView, wave as waveCard } from '../../cards/desk/waves.ts'
import { saidTime } from '../../cards/when.ts'
import { deliver } from '../conversation/deliver.ts'
import * as messages from '../conversation/message-store.ts'
import * as people from '../conversation/person-store.ts'
import { speak } from '../conversation/speak.ts'
import type { Person, Reply } from '../conversation/turn.ts'
import type { Deps } from '../deps.ts'
import type { EmployeeId } from '../people.ts'
import { traits } from './audience-store.ts'
import * as corrections from './correction-store.ts'
import * as deliveries from './delivery-store.ts'
import { few, toldCounts } from './few.ts'
import { forecast } from './forecast.ts'
import { aloneUpTo, mayApprove, mayDo, type Roles, rolesOf } from './roles.ts'
import { awaiting, type Counts, needsAnother, secondsFor, type Wave } from './wave.ts'
import * as waves from './wave-store.ts'

export async function viewOf(deps: Deps, wave: Wave, person: Person, roles: Roles, note?: NoteId): Promise<WaveView> {
  const { db, settings } = deps
  const known = wave.state !== 'draft' && wave.state !== 'gathering'
  const [counts, reasons, found] = known
    ? await Promise.all([
        deliveries.counts(db, wave.id),
        deliveries.reasons(db, wave.id),
        wave.state === 'previewed' ? traits(db, wave.id) : {},
      ])
    : [undefined, [], {}]
  const waits = awaiting(wave)
  const among = amongPeople(counts, reasons)
  const queued = counts?.queued ?? 0
  const alone = waits ? await aloneUpTo(deps, waits, person) : 0
  const another = waits !== undefined && needsAnother(waits, alone)
  const { reminders } = wave.content
  return {
    id: wave.id,
    name: wave.name,
    state: wave.state,
    why: wave.why,
    version: wave.version,
    people: wave.people,
    unknownAddresses: wave.unknown,
    counts: wave.state === 'previewed' ? undefined : counts,
    reasons: toldCounts(reasons, among),
    traits: toldCounts(traitsOf(found), Math.min(among, queued)),
    blind: wave.state === 'previewed' ? wave.blind : [],
    tooFew: wave.state === 'previewed' && among < few,
    plan:
      counts && ['previewed', 'approved', 'running', 'paused'].includes(wave.state)
        ? await planOf(deps, wave, person, counts.queued, found)
        : undefined,
    helpdesk: wave.state === 'previewed' && counts ? await helpdeskOf(deps, among < few ? among : queued) : undefined,
    starts: wave.startAt && wave.startAt > new Date() ? saidTime(wave.startAt, new Date(), 'en', person.timeZone) : undefined,
    reminders: reminders && { days: reminders.afterDays, times: reminders.times },
    reminds: reminders !== undefined && wave.state === 'finished' && (await waves.reminders(db, wave.id)) < reminders.times,
    follows: wave.audience.of,
    needsAnother: another ? settings.waves.aloneUpTo : undefined,
    asked: wave.askedAt !== undefined && waits !== undefined,
    awaits: waits && (wave.state === 'previewed' ? 'wave' : 'correction'),
    corrected: wave.words > 0 && known ? await corrections.progress(db, wave.id) : undefined,
    mayWrite: roles.organiser,
    may: (deed) => mayDo(roles, deed),
    mayApprove: waits !== undefined && mayApprove(waits, roles, person, alone),
    languages: settings.languages.map((locale) => ({
      value: locale,
      title: new Intl.DisplayNames('en', { type: 'language' }).of(locale) ?? locale,
    })),
    note,
  }
}

/** What the dry run says of the helpdesk's load. */
async function helpdeskOf({ db, settings }: Deps, waiting: number) {
  const earlier = await forecast(db)
  return {
    ...earlier,
    expected: earlier && Math.round((waiting * earlier.asked) / earlier.reached),
    most: settings.waves.stopAt.openRequests,
  }
}

const traitsOf = (found: Record<string, number>) => Object.entries(found).map(([why, count]) => ({ why, count }))

/** Recipients but for those of whom everybody can see why they are skipped. */
function amongPeople(counts: Counts | undefined, reasons: { why: string; count: number }[]): number {
  const all = Object.values(counts ?? {}).reduce((sum, count) => sum + count, 0)
  return reasons.reduce((left, { why, count }) => (why === 'guest' || why === 'disabled' ? left - count : left), all)
}

/** How long it takes at the set pace, and when the last time zone is through. */
async function planOf({ db, settings }: Deps, wave: Wave, { timeZone }: Person, waiting: number, found: Record<string, number>) {
  const { hours, perSecond } = settings.waves
  const seconds = secondsFor(waiting, found['no-chat'] ?? 0, perSecond)
  const [row] = await db.query<{ done: Date | null }>(
    `select max(next_open(greatest(now(), coalesce($2::timestamptz, now())), z.zone, $3::time, $4::time, $5)) as done from unnest($1::text[]) z(zone)`,
    [wave.zones, wave.startAt ?? null, hours.from, hours.to, hours.weekdaysOnly],
  )
  const done = new Date((row?.done ?? new Date()).getTime() + seconds * 1000)
  return {
    time: lasting(seconds),
    rate: Math.round(perSecond * 10) / 10,
    from: hours.from,
    to: hours.to,
    done: saidTime(done, new Date(), 'en', timeZone),
  }
}

/** "3 min, 25 sec" */
function lasting(seconds: number): string {
  const parts = { hours: Math.floor(seconds / 3600), minutes: Math.floor((seconds % 3600) / 60), seconds: seconds % 60 }
  const said = Object.entries(parts).filter(([unit, value]) => value > 0 && (unit !== 'seconds' || seconds < 3600))
  const unit = (name: string, value: number) =>
    new Intl.NumberFormat('en', { style: 'unit', unit: name.slice(0, -1), unitDisplay: 'short' }).format(value)
  return said.map(([name, value]) => unit(name, value)).join(', ') || unit('seconds', 1)
}

export async function waveReply(deps: Deps, wave: Wave, person: Person, roles: Roles, note?: NoteId): Promise<Reply> {
  const view = await viewOf(deps, wave, person, roles, note)
  return { card: 'wave', about: wave.id, draw: (reader) => waveCard(reader, view) }
}

/** While Entra does not answer, the wave is shown without what only some may do. */
const nobody: Roles = { organiser: false, approver: false }

/** Said on its own: whoever looks at this wave sees it change, and what needs somebody is written to who made it. */
export async function show(deps: Deps, id: string): Promise<void> {
  const wave = await waves.load(deps.db, id)
  if (!wave) return
  let isWaiting = false
  for (const viewer of await waves.viewers(deps.db, wave)) if (!(await showTo(deps, wave, viewer))) isWaiting = true
  if (isWaiting) await waves.showSoon(deps.db, id)
}

const worthWriting = ['finished', 'paused']

/** False: its card is still on its way to them, with what stood in SQL a moment ago. A second one below would say the same. */
async function showTo(deps: Deps, wave: Wave, viewer: EmployeeId): Promise<boolean> {
  const person = await people.load(deps.db, viewer)
  if (!person) return true
  const live = await messages.newest(deps.db, viewer)
  const its = live?.card === 'wave' && live.about === wave.id ? live : undefined
  if (its?.state === 'queued' || its?.state === 'sending') return false
  const onto = its?.activityId && its.state === 'sent' ? its : undefined
  if (!onto && !(viewer === wave.madeBy && worthWriting.includes(wave.state))) return true
  const reply = await waveReply(deps, wave, person, (await rolesOf(deps, person)) ?? nobody)
  if (await speak(deps, person, reply, onto)) await deliver(deps, person.id)
  return true
}
