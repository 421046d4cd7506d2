// Who somebody is, as far as it decides what must be proved before they get a pass (graph.md §4.7 and §4.9).
import type { User } from '@microsoft/microsoft-graph-types'
import { z } from 'zod'
import type { Answer } from './entra.ts'
import type { Manager, Named, Standing } from './helping.ts'
import { type Members, moment, number, text } from './wire.ts'

const person = {
  id: z.string(),
  displayName: text,
  userPrincipalName: z.string(),
  userType: z.enum(['Member', 'Guest']).nullish(),
  accountEnabled: z.boolean(),
  assignedLicenses: z.array(z.unknown()),
  createdDateTime: moment.nullish(),
  employeeHireDate: moment.nullish(),
  employeeId: number,
  jobTitle: text,
  department: text,
  officeLocation: text,
  mail: text,
  otherMails: z.array(z.string()).nullish(),
  mobilePhone: text,
} satisfies Members<User>

export const personMembers = Object.keys(person).join(',')
export const personShape = z.object(person)

/** Roles, groups and units come in one list, each with members of its own. What may not be read comes as id and type alone (graph.md §1). */
export const around = z.object({
  '@odata.type': z.string(),
  id: z.string(),
  displayName: text,
  roleTemplateId: text,
  isAssignableToRole: z.boolean().nullish(),
  isMemberManagementRestricted: z.boolean().nullish(),
})
export const aroundMembers = 'id,displayName,roleTemplateId,isAssignableToRole,isMemberManagementRestricted'

export const assignment = z.object({ roleDefinitionId: z.string() })

type Around = z.output<typeof around>

interface Read {
  person: z.output<typeof personShape>
  around: Around[]
  owned: Around[]
  assigned: z.output<typeof assignment>[]
  eligible: Answer<z.output<typeof assignment>[]>
}

const isA = (kind: string) => (each: Around) => each['@odata.type'] === `#microsoft.graph.${kind}`
const isUnread = ({ displayName }: Around) => !displayName
const named = ({ id, displayName }: Around): Named => ({ id, name: displayName ?? '' })
const unread = { ok: false, why: 'forbidden' } as const

/** Not ok when a group or role may not be read: which one it is would decide. */
export function toStanding({ person: user, around: all, owned, assigned, eligible }: Read): Answer<Standing> {
  const groups = all.filter(isA('group'))
  const roles = all.filter(isA('directoryRole'))
  const units = all.filter(isA('administrativeUnit'))
  const ownedGroups = owned.filter(isA('group'))
  if ([...groups, ...ownedGroups].some(isUnread) || roles.some(({ roleTemplateId }) => !roleTemplateId)) return unread
  const canHoldRoles = ({ isAssignableToRole }: Around) => isAssignableToRole === true
  return {
    ok: true,
    value: {
      id: user.id,
      displayName: user.displayName || user.userPrincipalName,
      userPrincipalName: user.userPrincipalName,
      userType: user.userType === 'Guest' || (!user.userType && user.userPrincipalName.includes('#EXT#')) ? 'guest' : 'member',
      enabled: user.accountEnabled,
      licensed: user.assignedLicenses.length > 0,
      createdAt: user.createdDateTime ?? undefined,
      hiredAt: user.employeeHireDate ?? undefined,
      employeeId: user.employeeId || undefined,
      jobTitle: user.jobTitle ?? undefined,
      department: user.department ?? undefined,
      office: user.officeLocation ?? undefined,
      mail: user.mail ?? undefined,
      otherMails: user.otherMails ?? [],
      mobilePhone: user.mobilePhone ?? undefined,
      roles: [
        ...new Set([
          ...roles.map(({ roleTemplateId }) => roleTemplateId ?? ''),
          ...assigned.map(({ roleDefinitionId }) => roleDefinitionId),
        ]),
      ],
      eligibleRoles: eligible.ok ? { ok: true, value: eligible.value.map(({ roleDefinitionId }) => roleDefinitionId) } : eligible,
      roleGroups: groups.filter(canHoldRoles).map(named),
      ownedRoleGroups: ownedGroups.filter(canHoldRoles).map(named),
      restrictedUnits: units.some(isUnread)
        ? unread
        : { ok: true, value: units.filter(({ isMemberManagementRestricted }) => isMemberManagementRestricted).map(named) },
    },
  }
}

/** A manager may also be a contact outside of the company (graph.md §4.7). */
export const managerShape = z
  .object({
    '@odata.type': text,
    id: z.string(),
    displayName: text,
    userPrincipalName: text,
    mail: text,
    employeeId: number,
    accountEnabled: z.boolean().nullish(),
  })
  .transform((manager): Manager | undefined =>
    manager['@odata.type'] === '#microsoft.graph.orgContact' || !manager.userPrincipalName
      ? undefined
      : {
          id: manager.id,
          displayName: manager.displayName ?? '',
          userPrincipalName: manager.userPrincipalName,
          mail: manager.mail ?? undefined,
          employeeId: manager.employeeId || undefined,
          enabled: manager.accountEnabled === true,
        },
  )
