// Opens a chat with somebody who has none with us but has just pressed something elsewhere, and waits for it to lead on.
import type { Deps } from '../deps.ts'
import type { Speaker } from '../teams/teams.ts'
import * as people from './person-store.ts'

type Tools = Pick<Deps, 'db' | 'bulk' | 'directory' | 'settings' | 'log'>

/**
 * Puts the app there first, where the company gave its catalogue id. False: Teams or a policy did not let us, and only the person can open it.
 * What they are told next is their welcome: when Teams reports the app, no second one pushes it up.
 */
export async function openChat(deps: Tools, speaker: Speaker): Promise<boolean> {
  const { db, log } = deps
  const { employeeId, address } = speaker
  await people.expectFirst(db, speaker)
  const opened = await open(deps, speaker)
  if (!opened.ok) {
    log.warn({ why: opened.why, code: opened.code }, 'somebody who pressed in the channel has no chat with us')
    await people.wasNotReached(db, employeeId)
    return false
  }
  await people.meet(db, { ...speaker, address: { ...address, conversationId: opened.conversationId } })
  return true
}

/** Teams gives the same chat again when there is one, so asking twice does no harm (teams.md §7). */
async function open({ bulk, directory, settings }: Tools, { employeeId, address }: Speaker) {
  const first = await bulk.open(address.serviceUrl, employeeId)
  const { catalogId } = settings.waves
  if (first.ok || first.why !== 'not-installed' || !catalogId) return first
  const installed = await directory.install(employeeId, catalogId)
  return installed.ok ? bulk.open(address.serviceUrl, employeeId) : first
}
