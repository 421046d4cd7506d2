// The second look: what was previewed, and new words for what was sent, count when somebody who may has repeated the number of people
// (security.md B2).
import type { NoteId } from '../../cards/desk/waves.ts'
import { also } from '../conversation/also.ts'
import type { Answering, Person, Reply } from '../conversation/turn.ts'
import type { Deps } from '../deps.ts'
import { changing, waveAt } from './changing.ts'
import * as corrections from './correction-store.ts'
import { cannotSee, organising } from './organising.ts'
import { aloneUpTo, mayApprove, onRecord, type Roles, refused, wroteSomehow } from './roles.ts'
import { contentHash, sealOf } from './seal.ts'
import { waveReply } from './show.ts'
import { awaiting, type Wave, wrote } from './wave.ts'
import * as waves from './wave-store.ts'

const isOld = (deps: Deps, { previewedAt }: Wave) =>
  previewedAt === undefined || Date.now() - previewedAt.getTime() > deps.settings.waves.previewHours * 3_600_000

/** The version is the one that the approver saw. */
export const approve = (deps: Deps): Answering =>
  organising(deps, async (turn, roles) => {
    const { person, about, choice, inputs = {} } = turn
    const wave = await waveAt(deps, about)
    const answer = (note: NoteId) => waveReply(deps, wave, person, roles, note)
    const waits = awaiting(wave)
    if (!waits || choice !== `v${wave.version}`) return answer('changed')
    if (!mayApprove(waits, roles, person, await aloneUpTo(deps, waits, person)))
      return roles.approver || roles.organiser ? answer('someone-else') : refused(deps, person, 'not-an-approver', wave.id)
    if (!wrote(person.id, waits)) {
      const theirs = await wroteSomehow(deps, waits, person)
      if (theirs === undefined) return cannotSee(turn)
      if (theirs) return also(await answer('someone-else'), (tx) => onRecord(tx, person, 'same-person', wave.id))
    }
    if (wave.state === 'previewed' && isOld(deps, wave)) return answer('old')
    if (!wave.people) return answer('empty')
    if (Number(inputs.number?.replace(/[\s,.']/g, '') || Number.NaN) !== wave.people) return answer('number')
    return wave.state === 'previewed' ? approved(deps, wave, person, roles) : corrected(deps, wave, waits, person, roles)
  })

async function approved(deps: Deps, wave: Wave, person: Person, roles: Roles): Promise<Reply> {
  const seal = sealOf(wave)
  const after: Wave = { ...wave, state: 'approved', approvedBy: person.id, seal }
  return changing(
    await waveReply(deps, after, person, roles),
    person,
    'wave-approved',
    wave,
    (tx) => waves.approve(tx, wave, person.id, seal),
    { seal, people: wave.people },
  )
}

async function corrected(deps: Deps, wave: Wave, { content }: Wave, person: Person, roles: Roles): Promise<Reply> {
  const hash = contentHash({ ...wave, content })
  const seal = sealOf({ ...wave, contentHash: hash })
  const goesOn = wave.why === 'correcting' ? { state: 'running' as const, why: undefined } : {}
  const after: Wave = { ...wave, content, correction: undefined, words: wave.words + 1, version: wave.version + 1, ...goesOn }
  return changing(
    await waveReply(deps, after, person, roles),
    person,
    'wave-corrected',
    wave,
    async (tx) => {
      if (!(await corrections.putInPlace(tx, wave, person.id, hash, seal))) return false
      await deps.jobs.send(tx, 'waves.correct', { waveId: wave.id }, 0)
      return true
    },
    { seal, people: wave.people },
  )
}
