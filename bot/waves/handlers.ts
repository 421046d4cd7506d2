// What organisers do by card, in their own chat: list, draft, look, approve. Who may is asked at each step.
import { randomUUID } from 'node:crypto'
import { language, locales } from '../../cards/content/language.ts'
import { waveForm } from '../../cards/desk/wave-form.ts'
import { waveList } from '../../cards/desk/wave-list.ts'
import { backToWave } from '../../cards/desk/waves.ts'
import * as messages from '../conversation/message-store.ts'
import { bareLine, isMistyped } from '../conversation/mistyped.ts'
import type { Answering, Command, Handler, Person, Reply } from '../conversation/turn.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../refusal.ts'
import { isUuid } from '../uuid.ts'
import { cardOf } from './announce.ts'
import { changing, waveAt } from './changing.ts'
import type { Wrong } from './check.ts'
import { readForm, type Values, valuesOf } from './form.ts'
import { cannotSee, organising, type Work } from './organising.ts'
import { type Roles, refused, rolesOf } from './roles.ts'
import { waveReply } from './show.ts'
import { awaiting, type Wave } from './wave.ts'
import * as waves from './wave-store.ts'

export function reads(text: string): Command | undefined {
  const said = bareLine(text)
  if (said === 'waves' || isMistyped(said, 'waves')) return { name: 'waves.list' }
  return said === 'new wave' || isMistyped(said, 'new wave') ? { name: 'waves.new' } : undefined
}

const ofWaves = ['wave', 'waveList', 'waveForm']

/** Words of somebody who is no organiser count as anybody's: they learn nothing about who may do what. */
export const commanded =
  (deps: Deps): Handler =>
  async (turn) => {
    const { command, person } = turn
    if (command?.name !== 'waves.list' && command?.name !== 'waves.new') return undefined
    const roles = await rolesOf(deps, person)
    if (roles === undefined && (await messages.hasHad(deps.db, person.id, ofWaves))) return cannotSee(turn)
    if (!roles?.organiser && !roles?.approver) return undefined
    return command.name === 'waves.new' && roles.organiser ? draft(deps)(turn) : list(deps)(turn)
  }

export const list = (deps: Deps): Answering => organising(deps, (_, roles) => listReply(deps, roles))

export async function listReply({ db }: Pick<Deps, 'db'>, { organiser }: Roles, without?: string): Promise<Reply> {
  const all = (await waves.list(db)).filter(({ id }) => id !== without)
  return { card: 'waveList', draw: (reader) => waveList(reader, { waves: all, mayWrite: organiser }) }
}

const formReply = (about: string | undefined, values: Values, errors: Wrong[] = []): Reply => ({
  card: 'waveForm',
  about,
  draw: (reader) => waveForm(reader, { values, errors }),
})

export const draft = (deps: Deps): Answering =>
  organising(deps, async ({ person }, roles) => {
    if (!roles.organiser) await refused(deps, person, 'not-an-organiser')
    return formReply(undefined, {})
  })

export const open = (deps: Deps): Answering =>
  organising(deps, async ({ person, choice }, roles) => {
    if (!isUuid(choice ?? '')) throw new Refusal(400, 'There is no such wave.')
    return waveReply(deps, await waveAt(deps, choice), person, roles)
  })

export const edit = (deps: Deps): Answering =>
  organising(deps, async ({ person, about }, roles) => {
    if (!roles.organiser) await refused(deps, person, 'not-an-organiser', about)
    const wave = await waveAt(deps, about)
    return formReply(`${wave.id} ${wave.version}`, valuesOf(wave, deps.settings.waves.zone))
  })

export const save = (deps: Deps): Answering => {
  const work: Work = async ({ person, about, inputs = {} }, roles) => {
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
      return before ? waves.edit(tx, before, person.id, now) : true
    })
  }
  return organising(deps, work, async ({ about, inputs = {} }) => formReply(about, inputs, [{ id: 'cannot-see' }]))
}

const fresh = (person: Person) =>
  ({ madeBy: person.id, writers: [], correctionWriters: [], nth: 0, zones: [], unknown: 0, words: 0, blind: [] }) as unknown as Wave

/** The card exactly as a reader of that language gets it, shown to the organiser alone. */
export const look = (deps: Deps): Answering =>
  organising(deps, async ({ person, about, inputs = {} }) => {
    const read = await waveAt(deps, about)
    const wave = awaiting(read) ?? read
    const locale = locales.find((one) => one === inputs.language) ?? language(person.locale).locale
    const first = person.name.split(' ')[0]
    const back = { title: backToWave, wave: wave.id }
    return { card: 'waveLook', about: wave.id, draw: ({ cardId }) => cardOf(deps.settings, wave, { cardId, locale }, first, back) }
  })
