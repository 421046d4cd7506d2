// The dry run: who would be written to, and what is in the way. Reads Entra page by page; a process that dies is followed by another
// that goes on at the same page.
import type { Deps } from '../deps.ts'
import type { Answer } from '../entra/entra.ts'
import { approveReminder } from './approve-reminder.ts'
import * as audience from './audience-store.ts'
import { contentHash, sealAudience } from './seal.ts'
import type { Wave } from './wave.ts'
import * as waves from './wave-store.ts'

type Phase = 'groups' | 'addresses' | 'minus' | 'registrations' | 'included' | 'excluded'
const phases: Phase[] = ['groups', 'addresses', 'minus', 'registrations', 'included', 'excluded']

/** Where it stands. All of it fits into a job. */
export interface Gathering {
  waveId: string
  version: number
  phase: Phase
  index: number
  next?: string
  chunk: number
  unknown: number
  blind: string[]
  tries: number
}

export const firstPage = (waveId: string, version: number): Gathering => ({
  waveId,
  version,
  phase: 'groups',
  index: 0,
  chunk: 0,
  unknown: 0,
  blind: [],
  tries: 0,
})

/** A job may run for a minute; the next one goes on. */
const workForMs = 30_000
const mostTries = 20
const addressesAtOnce = 15

type Done = { next?: string; more: boolean; unknown?: number }

export const gather = (deps: Deps) => async (data: object) => {
  let at = data as Gathering
  const endsAt = performance.now() + workForMs
  for (;;) {
    const wave = await waves.load(deps.db, at.waveId)
    if (wave?.state !== 'gathering' || wave.version !== at.version) return
    const done = await onePage(deps, wave, at)
    if (!done.ok) return puzzled(deps, wave, at, done)
    const after = advance(at, done.value)
    if (!after) return complete(deps, wave, at)
    at = after
    if (performance.now() > endsAt) return void (await deps.jobs.send(deps.db, 'waves.gather', at, 0))
  }
}

function advance(at: Gathering, { next, more, unknown = 0 }: Done): Gathering | undefined {
  const on = { ...at, chunk: at.chunk + 1, unknown: at.unknown + unknown, tries: 0 }
  if (next !== undefined) return { ...on, next }
  if (more) return { ...on, index: at.index + 1, next: undefined }
  const phase = phases[phases.indexOf(at.phase) + 1]
  return phase && { ...on, phase, index: 0, next: undefined }
}

const nothing: Answer<Done> = { ok: true, value: { more: false } }

async function onePage(deps: Deps, wave: Wave, at: Gathering): Promise<Answer<Done>> {
  switch (at.phase) {
    case 'groups':
      if (at.index === 0 && wave.follows && wave.audience.of) await audience.addFrom(deps.db, wave.id, wave.follows, wave.audience.of)
      return members(deps, wave.audience.groups, at, (people) =>
        audience.add(deps.db, deps.settings, wave.id, at.chunk + 1000, people, wave.audience.groups[at.index]?.name),
      )
    case 'minus':
      return members(deps, wave.audience.minus, at, (people) =>
        audience.leaveOut(
          deps.db,
          wave.id,
          people.map(({ id }) => id),
        ),
      )
    case 'addresses':
      return addresses(deps, wave, at)
    case 'registrations':
      return registrations(deps, wave, at)
    default:
      return scope(deps, wave, at, at.phase)
  }
}

type People = Parameters<typeof audience.add>[4]

async function members(
  { directory }: Deps,
  groups: { id: string }[],
  at: Gathering,
  take: (people: People) => Promise<void>,
): Promise<Answer<Done>> {
  const group = groups[at.index]
  if (!group) return nothing
  const page = await directory.members(group.id, at.next)
  if (!page.ok) return page
  await take(page.value.items)
  return { ok: true, value: { next: page.value.next, more: at.index + 1 < groups.length } }
}

async function addresses(deps: Deps, wave: Wave, at: Gathering): Promise<Answer<Done>> {
  const some = wave.audience.addresses.slice(at.index * addressesAtOnce, (at.index + 1) * addressesAtOnce)
  if (some.length === 0) return nothing
  const found = await deps.directory.byAddress(some)
  if (!found.ok) return found
  await audience.add(deps.db, deps.settings, wave.id, at.chunk + 1000, found.value)
  const more = wave.audience.addresses.length > (at.index + 1) * addressesAtOnce
  return { ok: true, value: { more, unknown: Math.max(0, some.length - found.value.length) } }
}

async function registrations({ db, directory }: Deps, wave: Wave, at: Gathering): Promise<Answer<Done>> {
  const page = await directory.registrations(at.next)
  if (!page.ok) return page
  const ids = (those: { id: string }[]) => those.map(({ id }) => id)
  await audience.mark(db, wave.id, 'passkey', ids(page.value.items.filter(({ passkey }) => passkey)))
  await audience.mark(db, wave.id, 'way-in', ids(page.value.items.filter(({ wayIn }) => wayIn)))
  return { ok: true, value: { next: page.value.next, more: false } }
}

/** Whom the company's passkey policy lets make one in Authenticator. */
async function scope(deps: Deps, wave: Wave, at: Gathering, which: 'included' | 'excluded'): Promise<Answer<Done>> {
  const policy = await deps.entra.passkeyPolicy()
  if (!policy.ok) return policy
  const { enabled, selfService, includes, excludedGroups } = policy.value
  if (!enabled || !selfService) return nothing
  const groups = which === 'excluded' ? excludedGroups : includes.filter((one) => one.authenticatorAllowed).map(({ group }) => group)
  if (groups.includes('all_users')) {
    await audience.markAll(deps.db, wave.id, which)
    return nothing
  }
  return members(
    deps,
    groups.map((id) => ({ id })),
    at,
    (people) =>
      audience.mark(
        deps.db,
        wave.id,
        which,
        people.map(({ id }) => id),
      ),
  )
}

/** Entra gave no answer: later again, and for what only the counts need, not at all. */
async function puzzled(deps: Deps, wave: Wave, at: Gathering, { why, retryAfterSeconds }: Extract<Answer<unknown>, { ok: false }>) {
  const optional = { registrations: 'registrations', included: 'scope', excluded: 'scope' }[at.phase as string]
  const passing = why === 'throttled' || why === 'unavailable'
  if (passing && at.tries < mostTries) {
    return deps.jobs.send(deps.db, 'waves.gather', { ...at, tries: at.tries + 1 }, retryAfterSeconds ?? 10)
  }
  if (!optional)
    return void (await waves.step(deps.db, wave.id, ['gathering'], 'draft', why === 'not-found' ? 'group-gone' : `entra-${why}`))
  const after = advance({ ...at, blind: [...new Set([...at.blind, optional])] }, { more: false })
  if (after) await deps.jobs.send(deps.db, 'waves.gather', after, 0)
  else await complete(deps, wave, { ...at, blind: [...new Set([...at.blind, optional])] })
}

async function complete({ db }: Deps, wave: Wave, { unknown, blind }: Gathering): Promise<void> {
  await db.transaction(async (tx) => {
    await audience.judge(tx, wave.id, { registered: !blind.includes('registrations'), scoped: !blind.includes('scope') })
    const found = { contentHash: contentHash(wave), audienceHash: await sealAudience(tx, wave.id), unknown, blind }
    if (!(await waves.gathered(tx, wave, found))) throw new Error('a preview was overtaken')
    await approveReminder(tx, wave.id)
  })
}
