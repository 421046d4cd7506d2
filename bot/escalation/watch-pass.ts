// As long as a pass is on the account: has a passkey come, was the pass used, must it go? The pass goes first, and only then is it said
// to be gone; who dies in between does it again, for deleting what is deleted does no harm (security.md K9, T10, T12).
import type { Deps } from '../deps.ts'
import type { Passkey, SignInMethods } from '../entra/entra.ts'
import { acceptedKinds } from '../journey/look.ts'
import { type Alarm, raise } from './alarm.ts'
import { change, type Doing } from './change.ts'
import type { Escalation, Move } from './escalation.ts'
import * as store from './escalation-store.ts'
import { isOverdue, passIsStuck } from './pass-store.ts'

const unlock = { kind: 'unlock' } as const
/** Two questions a look, of which Entra answers few (entra/limits.json): half as often as the watch of the journey, which asks one. */
export const secondsBetween = ({ settings }: Deps) => settings.watch.everySeconds * 2

/** Told by Entra alone; nobody has to press anything. */
export const watchPass = (deps: Deps) => async (data: object) => {
  const { id } = data as { id: string }
  const escalation = await store.load(deps.db, id)
  if (!escalation?.passId || escalation.passGoneAt) return
  await lookOnce(deps, escalation)
  const after = await store.load(deps.db, id)
  if (after?.passId && !after.passGoneAt) await deps.jobs.send(deps.db, 'escalation.watch-pass', { id }, secondsBetween(deps), id)
}

async function lookOnce(deps: Deps, escalation: Escalation): Promise<void> {
  const { db, entra, log, settings } = deps
  if (escalation.state !== 'issued') return takeOff(deps, escalation)
  const now = performance.now()
  const { employeeId } = escalation
  const [methods, passes, groups] = await Promise.all([
    entra.methods(employeeId, { since: now }),
    entra.passes(employeeId),
    entra.memberships(employeeId),
  ])
  if (!methods.ok || !passes.ok || !groups.ok) {
    log.warn({ request: escalation.number }, 'Entra does not say what became of a pass')
    // Unread is not unused: what must be gone by a time goes by that time.
    if (await isOverdue(db, escalation, settings))
      await takeOff(deps, escalation, 'pass-unused', { tells: 'pass-unused', reason: 'not-read' })
    return
  }
  const found = newPasskeys(escalation, methods.value)
  const accepted = acceptedKinds(settings, groups.value)
  const foreign = found.find((passkey) => !accepted.has(passkey.kind) && !isAnotherStore(passkey))
  const pass = passes.value.find((one) => one.id === escalation.passId)
  // Whatever else came with it: somebody may have added their own beside the one that was wanted (security.md T16).
  if (foreign) return takeOff(deps, escalation, 'wrong-passkey-seen', { tells: 'stopped', reason: foreign.kind })
  if (found.some(({ kind }) => accepted.has(kind))) {
    const doing = { changes: { outcome: 'passkey' }, detail: { outcome: 'passkey' }, tells: 'closed' } as const
    return takeOff(deps, escalation, 'request-closed', doing)
  }
  if (!pass) return takeOff(deps, escalation, 'pass-unused', { tells: 'pass-unused', reason: 'gone' })
  if (pass.why === 'used' && !escalation.passUsedAt) {
    await db.transaction((tx) => change(deps, tx, escalation, 'pass-used', { by: unlock, changes: { passUsedAt: 'now' } }))
    return
  }
  if (await isOverdue(db, escalation, settings, pass)) await takeOff(deps, escalation, 'pass-unused', { tells: 'pass-unused' })
}

/** Those that came after the pass was made; what was there before is not its fruit. */
const newPasskeys = ({ passMadeAt }: Escalation, { passkeys }: SignInMethods): Passkey[] =>
  passkeys.filter(({ createdAt }) => createdAt !== undefined && passMadeAt !== undefined && createdAt >= passMadeAt)

/** Saved in the phone's own store by mistake: the journey puts that right, with the same request open. Anything else is nobody's mistake. */
const isAnotherStore = ({ kind }: Passkey) => ['icloud-keychain', 'google-password-manager', 'samsung-pass'].includes(kind)

const about = ({ id, number, employeeId: subject, passId }: Escalation, kind: Alarm['kind']): Alarm => ({
  kind,
  key: `${id} ${passId}`,
  request: { id, number },
  subject,
})

const notDeleted = (escalation: Escalation, reason: string): Alarm => ({ ...about(escalation, 'pass-not-deleted'), reason })

/** Off the account first. Where Entra refuses, the request stays as it is and those who can are told. */
async function takeOff(deps: Deps, escalation: Escalation, name?: Move, doing: Omit<Doing, 'by'> = {}): Promise<void> {
  const { db, entra, log } = deps
  const gone = await entra.deletePass(escalation.employeeId, escalation.passId ?? '')
  if (!gone.ok) {
    log.error({ request: escalation.number, why: gone.why }, 'a pass could not be deleted: delete it in the Entra portal')
    if (await passIsStuck(db, escalation.id)) await db.transaction((tx) => raise(deps, tx, notDeleted(escalation, gone.why)))
    return
  }
  const changes = { ...doing.changes, passGoneAt: 'now' } as const
  const detail = { ...doing.detail, pass: escalation.passId }
  await db.transaction(async (tx) => {
    await change(deps, tx, escalation, name ?? 'pass-deleted', { by: unlock, ...doing, changes, detail })
    if (name === 'wrong-passkey-seen') await raise(deps, tx, { ...about(escalation, 'wrong-passkey'), reason: doing.reason })
  })
}
