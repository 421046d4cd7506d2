// What can be done with a wave by one press: preview, ask, pause, go on, stop, take back, copy.
import { randomUUID } from 'node:crypto'
import { waveOutcome } from '../../cards/desk/wave-outcome.ts'
import type { Deed } from '../../cards/desk/waves.ts'
import type * as audit from '../audit/audit.ts'
import type { Answering, Person, Reply } from '../conversation/turn.ts'
import type { Queryable } from '../database/database.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../refusal.ts'
import { changing, waveAt } from './changing.ts'
import * as corrections from './correction-store.ts'
import { firstPage } from './gather.ts'
import { listReply } from './handlers.ts'
import { helpdeskIsFull } from './helpdesk.ts'
import { organising } from './organising.ts'
import { outcome } from './outcome-store.ts'
import { mayDo, type Roles } from './roles.ts'
import { waveReply } from './show.ts'
import { awaiting, type Wave, type WaveState } from './wave.ts'
import * as waves from './wave-store.ts'

interface At {
  deps: Deps
  wave: Wave
  person: Person
  roles: Roles
}

type Doing = (at: At) => Promise<Reply>

export const act = (deps: Deps): Answering =>
  organising(deps, async ({ person, about, choice }, roles) => {
    const doing = Object.hasOwn(deeds, choice ?? '') ? deeds[choice as Deed] : undefined
    if (!doing || !mayDo(roles, choice as Deed)) throw new Refusal(doing ? 403 : 400, 'There is no such button.')
    return doing({ deps, wave: await waveAt(deps, about), person, roles })
  })

/** One step between states; from any other state it only shows how things are. */
const moves =
  (from: WaveState[], to: WaveState, verb: audit.Event['verb'], why?: string, then?: (at: At, tx: Queryable) => Promise<void>): Doing =>
  async (at) => {
    const { deps, wave, person, roles } = at
    if (!from.includes(wave.state)) return waveReply(deps, wave, person, roles, 'changed')
    const moved = await waveReply(deps, { ...wave, state: to, why }, person, roles)
    return changing(moved, person, verb, wave, async (tx) => {
      if (!(await waves.step(tx, wave.id, from, to, why))) return false
      await then?.(at, tx)
      return true
    })
  }

const stoppable: WaveState[] = ['approved', 'running', 'paused']

const deeds: Record<Deed, Doing> = {
  refresh: ({ deps, wave, person, roles }) => waveReply(deps, wave, person, roles),
  preview: async ({ deps, wave, person, roles }) => {
    if (!['draft', 'previewed', 'gathering'].includes(wave.state)) return waveReply(deps, wave, person, roles, 'changed')
    const shown = await waveReply(deps, { ...wave, state: 'gathering', why: undefined, people: undefined, unknown: 0 }, person, roles)
    return changing(shown, person, 'wave-previewed', wave, async (tx) => {
      const version = await waves.gather(tx, wave)
      if (version === undefined) return false
      await deps.jobs.send(tx, 'waves.gather', firstPage(wave.id, version), 0)
      return true
    })
  },
  ask: async ({ deps, wave, person, roles }) => {
    if (!awaiting(wave)) return waveReply(deps, wave, person, roles, 'changed')
    const asked = await waveReply(deps, { ...wave, askedAt: new Date() }, person, roles)
    return changing(asked, person, 'wave-approval-asked', wave, async (tx) => {
      if (!(await waves.ask(tx, wave))) return false
      await deps.jobs.send(tx, 'waves.ask', { waveId: wave.id }, 0)
      return true
    })
  },
  pause: moves(['running'], 'paused', 'wave-paused', 'by-hand'),
  resume: async (at) => {
    const stays = at.wave.correction ? 'correction-waits' : (await helpdeskIsFull(at.deps)) ? 'helpdesk-full' : undefined
    return stays ? waveReply(at.deps, at.wave, at.person, at.roles, stays) : moves(['paused'], 'running', 'wave-resumed')(at)
  },
  drop: async ({ deps, wave, person, roles }) => {
    if (!wave.correction) return waveReply(deps, wave, person, roles, 'changed')
    const goesOn = wave.why === 'correcting' ? { state: 'running' as const, why: undefined } : {}
    const dropped = await waveReply(deps, { ...wave, correction: undefined, version: wave.version + 1, ...goesOn }, person, roles)
    return changing(dropped, person, 'wave-correction-dropped', wave, (tx) => corrections.drop(tx, wave))
  },
  // Of a wave that is through, its reminders are stopped.
  cancel: (at) => moves(at.wave.content.reminders ? [...stoppable, 'finished'] : stoppable, 'cancelled', 'wave-cancelled')(at),
  recall: moves(['paused', 'finished', 'cancelled'], 'recalled', 'wave-recalled', undefined, ({ deps, wave }, tx) =>
    deps.jobs.send(tx, 'waves.recall', { waveId: wave.id }, 0),
  ),
  delete: async ({ deps, wave, person, roles }) => {
    if (!['draft', 'gathering', 'previewed'].includes(wave.state)) return waveReply(deps, wave, person, roles, 'changed')
    return changing(await listReply(deps, roles, wave.id), person, 'wave-deleted', wave, (tx) => waves.remove(tx, wave))
  },
  duplicate: (at) => copy(at),
  retry: (at) => copy(at, 'not-reached'),
  outcome: async ({ deps, wave }) => {
    const view = { id: wave.id, name: wave.name, ...(await outcome(deps.db, wave.id)) }
    return { card: 'waveOutcome', about: wave.id, draw: (reader) => waveOutcome(reader, view) }
  },
}

/** A draft like it. With `of`: for some of its recipients, found when it is previewed. */
async function copy({ deps, wave, person, roles }: At, of?: 'not-reached'): Promise<Reply> {
  const id = randomUUID()
  const { name, content } = wave
  const audience = of ? { groups: [], minus: [], addresses: [], of } : wave.audience
  const follows = of ? wave.id : wave.follows
  // Until somebody approved them, they are still the words of those who wrote them.
  const writers = wave.approvedBy ? [] : [wave.madeBy, ...wave.writers]
  const draft = { id, name, content, audience, writers, ...(follows ? { follows } : {}) }
  const made = { madeBy: person.id, correctionWriters: [], nth: 0, zones: [], unknown: 0, words: 0, blind: [] }
  const shown: Wave = { ...draft, ...made, state: 'draft', version: 0 }
  return changing(await waveReply(deps, shown, person, roles), person, 'wave-drafted', shown, async (tx) => {
    await waves.create(tx, person.id, draft)
    return true
  })
}
