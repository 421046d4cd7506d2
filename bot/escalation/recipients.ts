// Who has to hear of a request, and where, as Entra says: not as anybody in a chat says.
import * as people from '../conversation/person-store.ts'
import type { Deps } from '../deps.ts'
import type { EmployeeId } from '../people.ts'
import type { Recipient, Unresolved, Way } from './notice.ts'
import type { Tier } from './proof.ts'
import { seenAsManager } from './seen-manager-store.ts'

/** More mailboxes than this nobody has; a list without end would be somebody's doing. */
const mostMailboxes = 5
/** A group of hundreds is not who answers alarms. */
const mostOfSecurity = 20

type Tools = Pick<Deps, 'db' | 'entra' | 'settings'>

/** The person and their manager, before the transaction that writes the notices. */
export async function recipientsOf(deps: Tools, id: EmployeeId): Promise<(Way | Unresolved)[]> {
  const [person, manager] = await Promise.all([mailsOf(deps, id), managerOf(deps, id)])
  const outside = deps.settings.notices.webhook ? [{ recipient: 'person', channel: 'webhook' } as const] : []
  const known = (ways: Way[] | undefined, recipient: Recipient): (Way | Unresolved)[] => ways ?? [{ recipient }]
  return [{ recipient: 'person', channel: 'chat', employeeId: id }, ...outside, ...known(person, 'person'), ...known(manager, 'manager')]
}

/** Undefined: Entra gave no answer. */
export function waysTo(deps: Tools, recipient: Recipient, subject: EmployeeId | undefined): Promise<Way[] | undefined> {
  if (recipient === 'security' || subject === undefined) return securityChats(deps)
  return recipient === 'person' ? mailsOf(deps, subject) : managerOf(deps, subject)
}

async function mailsOf({ entra, settings }: Tools, id: EmployeeId): Promise<Way[] | undefined> {
  if (!settings.notices.mailbox) return []
  const standing = await entra.standing(id)
  if (!standing.ok) return standing.why === 'not-found' ? [] : undefined
  const { mail, otherMails } = standing.value
  const all = new Set([mail, ...otherMails].flatMap((address) => (address ? [address.toLowerCase()] : [])))
  return [...all].slice(0, mostMailboxes).map((address) => ({ recipient: 'person', channel: 'mail', employeeId: id, address }))
}

async function managerOf({ entra, settings, db }: Tools, id: EmployeeId): Promise<Way[] | undefined> {
  const answer = await entra.manager(id)
  if (!answer.ok) return undefined
  const manager = answer.value
  await seenAsManager(db, id, manager?.id)
  if (!manager?.enabled) return []
  const chat = (await people.reachable(db, manager.id)) ? [{ channel: 'chat', employeeId: manager.id } as const] : []
  const mail =
    settings.notices.mailbox && manager.mail
      ? [{ channel: 'mail', employeeId: manager.id, address: manager.mail.toLowerCase() } as const]
      : []
  return [...chat, ...mail].map((way) => ({ recipient: 'manager', ...way }))
}

/** Accounts that need special care are security's business from the first moment. */
export const toSecurity = ({ settings }: Pick<Deps, 'settings'>, tier: Tier | null | undefined): (Way | Unresolved)[] =>
  tier === 'standard' || tier === 'new-hire' || !tier ? [] : everySecurity(settings)

export function everySecurity({ notices, groups }: Deps['settings']): (Way | Unresolved)[] {
  const outside = notices.webhook ? [{ recipient: 'security', channel: 'webhook' } as const] : []
  return [...outside, ...(groups.security ? [{ recipient: 'security' } as const] : [])]
}

/** Those of the security group who have a chat with us; who has none is reached by the webhook alone. */
async function securityChats({ entra, settings, db }: Tools): Promise<Way[] | undefined> {
  const group = settings.groups.security
  if (!group) return []
  const members = await entra.members(group)
  if (!members.ok) return undefined
  const here = await people.reachableOf(db, members.value, mostOfSecurity)
  return here.map((employeeId) => ({ recipient: 'security', channel: 'chat', employeeId }))
}
