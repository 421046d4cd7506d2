// What organisers do by card, in their own chat: list, draft, look, approve. Who may is asked at each step.
import { randomUUID } from 'node:crypto'
import { language, locales } from '../../cards/content/language.ts'
import { waveForm } from '../../cards/desk/wave-form.ts'
import { backToWave, type NoteId, waveList } from '../../cards/desk/waves.ts'
import * as audit from '../audit/audit.ts'
import { type Answering, type Command, type Handler, Overtaken, type Person, type Reply, type Turn } from '../conversation/turn.ts'
import type { Queryable } from '../database/database.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../refusal.ts'
import { isUuid } from '../uuid.ts'
import { cardOf } from './announce.ts'
import type { Wrong } from './check.ts'
import { readForm, type Values, valuesOf } from './form.ts'
import { mayApprove, mustBeOrganiser, type Roles, refused, rolesOf } from './roles.ts'
import { sealOf } from './seal.ts'
import { waveReply } from './show.ts'
import type { Wave } from './wave.ts'
import * as waves from './wave-store.ts'

export function reads(text: string): Command | undefined {
  const said = text.trim().toLowerCase()
  if (said === 'waves') return { name: 'waves.list' }
  return said === 'new wave' ? { name: 'waves.new' } : undefined
}

/** Words of somebody who is no organiser count as anybody's: they learn nothing about who may do what. */
export const commanded =
  (deps: Deps): Handler =>
  async (turn) => {
    const { command, person } = turn
    if (command?.name !== 'waves.list' && command?.name !== 'waves.new') return undefined
    const roles = await rolesOf(deps, person)
    if (!roles.organiser && !roles.approver) return undefined
    return command.name === 'waves.new' && roles.organiser ? draft(deps)(turn) : list(deps)(turn)
  }

export const list =
  (deps: Deps): Answering =>
  async ({ person }) => {
    await mustBeOrganiser(deps, person)
    return listReply(deps)
  }

export async function listReply({ db }: Pick<Deps, 'db'>, without?: string): Promise<Reply> {
  const all = (await waves.list(db)).filter(({ id }) => id !== without)
  return { card: 'waveList', draw: (reader) => waveList(reader, { waves: all }) }
}

const formReply = (about: string | undefined, values: Values, errors: Wrong[] = []): Reply => ({
  card: 'waveForm',
  about,
  draw: (reader) => waveForm(reader, { values, errors }),
})

export const draft =
  (deps: Deps): Answering =>
  async ({ person }) => {
    if (!(await mustBeOrganiser(deps, person)).organiser) await refused(deps, person, 'not-an-organiser')
    return formReply(undefined, {})
  }

/** The wave that the pressed card is about, by our own row of the card. */
export async function waveAt({ db }: Pick<Deps, 'db'>, about: string | undefined): Promise<Wave> {
  const wave = about === undefined ? undefined : await waves.load(db, about)
  if (!wave) throw new Refusal(400, 'This wave is not there any more.')
  return wave
}

export const open =
  (deps: Deps): Answering =>
  async ({ person, choice }) => {
    const roles = await mustBeOrganiser(deps, person)
    if (!isUuid(choice ?? '')) throw new Refusal(400, 'There is no such wave.')
    return waveReply(deps, await waveAt(deps, choice), person, roles)
  }

export const edit =
  (deps: Deps): Answering =>
  async ({ person, about }) => {
    if (!(await mustBeOrganiser(deps, person)).organiser) await refused(deps, person, 'not-an-organiser', about)
    const wave = await waveAt(deps, about)
    return formReply(`${wave.id} ${wave.version}`, valuesOf(wave))
  }

export const save =
  (deps: Deps): Answering =>
  async ({ person, about, inputs = {} }) => {
    const roles = await mustBeOrganiser(deps, person)
    if (!roles.organiser) await refused(deps, person, 'not-an-organiser', about?.split(' ')[0])
    const read = await readForm(deps, inputs)
    if ('wrong' in read) return formReply(about, inputs, read.wrong)
    const [id, version] = about?.split(' ') ?? []
    const before = id === undefined ? undefined : await waveAt(deps, id)
    if (before && String(before.version) !== version) return waveReply(deps, before, person, roles, 'changed')
    const now = { id: before?.id ?? randomUUID(), ...read.draft }
    const saved: Wave = {
      ...(before ?? fresh(person)),
      ...now,
      state: 'draft',
      version: before ? before.version + 1 : 0,
      why: undefined,
      people: undefined,
    }
    return changing(await waveReply(deps, saved, person, roles), person, before ? 'wave-changed' : 'wave-drafted', saved, async (tx) => {
      if (!before) await waves.create(tx, person.id, now)
      return before ? waves.edit(tx, before, now) : true
    })
  }

const fresh = (person: Person) => ({ madeBy: person.id, nth: 0, zones: [], unknown: 0, blind: [] }) as unknown as Wave

/** A guarded change with its entry in the audit; when somebody else was first, all of it is worked out anew. */
export function changing(
  reply: Reply,
  person: Person,
  verb: audit.Event['verb'],
  { id }: Pick<Wave, 'id'>,
  change: (tx: Queryable) => Promise<boolean>,
  detail: audit.Event['detail'] = {},
): Reply {
  return {
    ...reply,
    alongside: async (tx) => {
      if (!(await change(tx))) throw new Overtaken('a wave moved on')
      await audit.append(tx, { actor: { kind: 'organiser', id: person.id }, verb, detail: { wave: id, ...detail } })
    },
  }
}

/** The card exactly as a reader of that language gets it, shown to the organiser alone. */
export const look =
  (deps: Deps): Answering =>
  async ({ person, about, inputs = {} }) => {
    await mustBeOrganiser(deps, person)
    const wave = await waveAt(deps, about)
    const locale = locales.find((one) => one === inputs.language) ?? language(person.locale).locale
    const first = person.name.split(' ')[0]
    const back = { title: backToWave, wave: wave.id }
    return { card: 'waveLook', about: wave.id, draw: ({ cardId }) => cardOf(deps.settings, wave, { cardId, locale }, first, back) }
  }

const isOld = (deps: Deps, { previewedAt }: Wave) =>
  previewedAt === undefined || Date.now() - previewedAt.getTime() > deps.settings.waves.previewHours * 3_600_000

/** Repeats the number of people (security.md B2). The version is the one whose preview the approver saw. */
export const approve =
  (deps: Deps): Answering =>
  async (turn: Turn) => {
    const { person, about, choice, inputs = {} } = turn
    const roles: Roles = await mustBeOrganiser(deps, person)
    const wave = await waveAt(deps, about)
    const answer = (note: NoteId) => waveReply(deps, wave, person, roles, note)
    if (wave.state !== 'previewed' || choice !== `v${wave.version}`) return answer('changed')
    if (!mayApprove(deps, wave, roles, person))
      return roles.approver || roles.organiser ? answer('someone-else') : refused(deps, person, 'not-an-approver', wave.id)
    if (isOld(deps, wave)) return answer('old')
    if (!wave.people) return answer('empty')
    if (Number(inputs.number?.replace(/[\s,.']/g, '') || Number.NaN) !== wave.people) return answer('number')
    const seal = sealOf(wave)
    const approved: Wave = { ...wave, state: 'approved', approvedBy: person.id, seal }
    return changing(
      await waveReply(deps, approved, person, roles),
      person,
      'wave-approved',
      wave,
      (tx) => waves.approve(tx, wave, person.id, seal),
      { seal, people: wave.people },
    )
  }
