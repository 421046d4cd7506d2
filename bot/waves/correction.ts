// Corrects the words of a wave that was sent, or is being sent: a form, and the wave waits for the new words to be approved.
import { correctionForm } from '../../cards/desk/wave-form.ts'
import type { Answering, Reply } from '../conversation/turn.ts'
import type { Deps } from '../deps.ts'
import { changing, waveAt } from './changing.ts'
import type { Wrong } from './check.ts'
import * as corrections from './correction-store.ts'
import { readWords, type Values, valuesOf } from './form.ts'
import { organising, type Work } from './organising.ts'
import { refused } from './roles.ts'
import { waveReply } from './show.ts'
import { correctable, type Wave } from './wave.ts'

const formReply = ({ id, version, content }: Wave, values: Values, errors: Wrong[] = []): Reply => ({
  card: 'correctionForm',
  about: `${id} ${version}`,
  draw: (reader) => correctionForm(reader, { values, errors, kind: content.kind }),
})

export const correct = (deps: Deps): Answering =>
  organising(deps, async ({ person, about }, roles) => {
    if (!roles.organiser) await refused(deps, person, 'not-an-organiser', about)
    const wave = await waveAt(deps, about)
    if (!correctable.includes(wave.state)) return waveReply(deps, wave, person, roles, 'changed')
    return formReply(wave, valuesOf({ ...wave, content: wave.correction ?? wave.content }, deps.settings.waves.zone))
  })

export const saveCorrection = (deps: Deps): Answering => {
  const work: Work = async ({ person, about, inputs = {} }, roles) => {
    const [id, version] = about?.split(' ') ?? []
    if (!roles.organiser) await refused(deps, person, 'not-an-organiser', id)
    const wave = await waveAt(deps, id)
    if (String(wave.version) !== version || !correctable.includes(wave.state)) return waveReply(deps, wave, person, roles, 'changed')
    const { kind, reminders } = wave.content
    const wrong: Wrong[] = []
    const words = readWords(deps, inputs, kind, wrong)
    if (wrong.length > 0) return formReply(wave, inputs, wrong)
    const correction = { kind, ...words, ...(reminders ? { reminders } : {}) }
    const waits: Wave = {
      ...wave,
      correction,
      correctedBy: person.id,
      correctionWriters: [...wave.correctionWriters, person.id],
      askedAt: undefined,
      version: wave.version + 1,
      ...(wave.state === 'running' ? { state: 'paused', why: 'correcting' } : {}),
    }
    return changing(await waveReply(deps, waits, person, roles), person, 'wave-correction-drafted', wave, (tx) =>
      corrections.save(tx, wave, correction, person.id),
    )
  }
  return organising(deps, work, async ({ about, inputs = {} }) => {
    const [id, version] = about?.split(' ') ?? []
    return formReply({ ...(await waveAt(deps, id)), version: Number(version) }, inputs, [{ id: 'cannot-see' }])
  })
}
