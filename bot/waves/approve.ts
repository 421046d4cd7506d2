// The second look: what was previewed goes out when somebody who may has repeated the number of people (security.md B2).
import type { NoteId } from '../../cards/desk/waves.ts'
import type { Answering, Turn } from '../conversation/turn.ts'
import type { Deps } from '../deps.ts'
import { changing, waveAt } from './changing.ts'
import { mayApprove, mustBeOrganiser, type Roles, refused } from './roles.ts'
import { sealOf } from './seal.ts'
import { waveReply } from './show.ts'
import type { Wave } from './wave.ts'
import * as waves from './wave-store.ts'

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
