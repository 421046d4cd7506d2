// Asked for approval: whoever may give it, and has a chat with Unlock, gets the wave as a card.
import type { Deps } from '../deps.ts'
import { rolesOf } from './roles.ts'
import { waveReply } from './show.ts'
import { tellGroup } from './tell-group.ts'
import { awaiting, wrote } from './wave.ts'
import * as waves from './wave-store.ts'

export const tellApprovers = (deps: Deps) => async (data: object) => {
  const { waveId } = data as { waveId: string }
  const wave = await waves.load(deps.db, waveId)
  const waits = wave && awaiting(wave)
  const group = deps.settings.groups.approvers
  if (!waits || !group) return
  await tellGroup(deps, group, `ask ${wave.id} ${wave.version}`, async (person) => {
    if (wrote(person.id, waits)) return undefined
    const roles = await rolesOf(deps, person)
    if (!roles) throw new Error('the roles of an approver could not be read')
    return waveReply(deps, wave, person, roles)
  })
}
