// After "not me": whoever is signed in to the account is signed out, where the company lets us; otherwise security does it.
import * as audit from '../audit/audit.ts'
import type { Deps } from '../deps.ts'
import { raise } from './alarm.ts'
import * as requests from './escalation-store.ts'

export const endSessions = (deps: Deps) => async (data: object) => {
  const { id } = data as { id: string }
  const { db, entra } = deps
  const request = await requests.load(db, id)
  if (!request) return
  const { number, employeeId: subject } = request
  const ended = await entra.revokeSessions(subject)
  if (ended.ok) {
    const detail = { request: String(number) }
    await db.transaction((tx) => audit.append(tx, { actor: { kind: 'unlock' }, verb: 'sessions-ended', subject, detail }))
    return
  }
  await db.transaction((tx) =>
    raise(deps, tx, { kind: 'sessions-not-ended', key: id, request: { id, number }, subject, reason: ended.why }),
  )
  // Asked again: security knows, and nothing is lost by trying.
  if (ended.why !== 'forbidden') throw new Error(`Entra did not end the sessions of request ${number}: ${ended.why}`)
}
