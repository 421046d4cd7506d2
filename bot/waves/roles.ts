// Who may do what with waves. Asked of Entra at every step; while it does not answer, nobody may do anything (security.md B1).
import type { Deed } from '../../cards/desk/waves.ts'
import * as audit from '../audit/audit.ts'
import type { Person } from '../conversation/turn.ts'
import type { Queryable } from '../database/database.ts'
import type { Deps } from '../deps.ts'
import { linked } from '../escalation/agents.ts'
import { groupsNow } from '../groups-now.ts'
import { Refusal } from '../refusal.ts'
import { wroteAlone } from './alone-store.ts'
import { needsAnother, type Wave, wrote } from './wave.ts'

export interface Roles {
  organiser: boolean
  approver: boolean
}

/** Undefined: Entra gave no answer. */
export async function rolesOf(
  { entra, settings }: Pick<Deps, 'entra' | 'settings'>,
  { id }: Pick<Person, 'id'>,
): Promise<Roles | undefined> {
  const { organisers, approvers } = settings.groups
  const held = await groupsNow(entra, id)
  if (!held.ok) return undefined
  const isIn = (group: string | undefined) => group !== undefined && held.value.has(group)
  return { organiser: isIn(organisers), approver: isIn(approvers) }
}

/** Throws, and the refusal is in the audit. */
export async function refused({ db }: Pick<Deps, 'db'>, person: Pick<Person, 'id'>, reason: string, wave?: string): Promise<never> {
  await db.transaction((tx) => onRecord(tx, person, reason, wave))
  throw new Refusal(403, 'Only those who organise waves can do this.')
}

/** A press of which nothing came. */
export async function onRecord(tx: Queryable, { id }: Pick<Person, 'id'>, reason: string, wave?: string): Promise<void> {
  const detail = wave === undefined ? {} : { wave }
  await audit.append(tx, { actor: { kind: 'employee', id }, verb: 'wave-refused', decision: 'denied', reason, detail })
}

/** Organisers do all of it; who may only approve looks, and can always stop it. */
const forApprovers: Deed[] = ['refresh', 'pause', 'cancel', 'outcome']
export const mayDo = ({ organiser }: Roles, deed: Deed): boolean => organiser || forApprovers.includes(deed)

/** To how many people they may write without anybody else's look, now: counted over a day, or a large wave could go out as many small ones. */
export async function aloneUpTo({ db, settings }: Pick<Deps, 'db' | 'settings'>, wave: Wave, { id }: Pick<Person, 'id'>): Promise<number> {
  const most = settings.waves.aloneUpTo
  return wrote(id, wave) ? most - (await wroteAlone(db, id, wave.id)) : most
}

/** Small and without a link: whoever wrote it, or any approver. Otherwise an approver who wrote none of it (security.md B2). */
export function mayApprove(wave: Wave, { organiser, approver }: Roles, { id }: Pick<Person, 'id'>, alone: number): boolean {
  if (needsAnother(wave, alone)) return approver && !wrote(id, wave)
  return approver || (organiser && wrote(id, wave))
}

/**
 * With any of their accounts: who has two is still one person, however many may approve (security.md B2). Undefined: Entra does not say. Whose account
 * is gone has no other one to press with.
 */
export async function wroteSomehow({ entra }: Pick<Deps, 'entra'>, wave: Wave, { id }: Pick<Person, 'id'>): Promise<boolean | undefined> {
  if (wrote(id, wave)) return true
  const writers = new Set([wave.madeBy, ...wave.writers])
  const [own, ...theirs] = await Promise.all([id, ...writers].map((one) => entra.profile(one)))
  if (!own?.ok || theirs.some((one) => !one.ok && one.why !== 'not-found')) return undefined
  return theirs.some((one) => one.ok && linked(own.value, one.value))
}
