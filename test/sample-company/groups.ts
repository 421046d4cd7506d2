// The company's groups and directory roles. `holds` nests one group in another.
import { uuidOf } from './ids.ts'

interface GroupRow {
  name: string
  holds?: readonly string[]
  /** The group carries a directory role, and so do its members. */
  role?: RoleName
}

const groupRows = {
  'all-staff': { name: 'All staff' },
  oslo: { name: 'Oslo office' },
  finance: { name: 'Finance' },
  'wave-1': { name: 'Passkey rollout, wave 1', holds: ['oslo'] },
  'wave-2': { name: 'Passkey rollout, wave 2' },
  'passkeys-open': { name: 'Passkeys on phones' },
  'passkeys-proven': { name: 'Passkeys with attestation', holds: ['finance'] },
  'passkeys-excluded': { name: 'Passkeys not yet' },
  'security-keys': { name: 'May use a key or Windows Hello' },
  'pass-first': { name: 'Starts with a pass' },
  helpdesk: { name: 'IT helpdesk' },
  'helpdesk-privileged': { name: 'IT helpdesk, administrators' },
  organisers: { name: 'Rollout organisers' },
  approvers: { name: 'Rollout approvers' },
  security: { name: 'Security team' },
  auditors: { name: 'Auditors' },
  'shared-device': { name: 'Shared device workers' },
  'no-smartphone': { name: 'No smartphone' },
  'break-glass': { name: 'Emergency accounts' },
  vip: { name: 'Executives' },
  crowd: { name: 'Crowd' },
  'exchange-admins': { name: 'Exchange administrators', role: 'Exchange Administrator' },
} as const satisfies Record<string, GroupRow>

export type GroupKey = keyof typeof groupRows

export const groupKeys = Object.keys(groupRows) as GroupKey[]
export const groupId = (key: GroupKey): string => uuidOf(`group ${key}`)
export const groupRow = (key: GroupKey): GroupRow => groupRows[key]

/** By key, id or display name. */
export const findGroup = (text: string): GroupKey | undefined =>
  groupKeys.find((key) => key === text || groupId(key) === text.toLowerCase() || groupRow(key).name === text)

/** These groups and every group around them. */
export function withParents(keys: Iterable<GroupKey>): Set<GroupKey> {
  const all = new Set(keys)
  for (const key of all) for (const parent of groupKeys) if (groupRow(parent).holds?.includes(key)) all.add(parent)
  return all
}

/** Template ids are Microsoft's own: a built-in role's definition id equals its template id. */
export const roleTemplates = {
  'Global Administrator': '62e90394-69f5-4237-9190-012177145e10',
  'User Administrator': 'fe930be7-5e62-47db-91af-98c3a49a38b1',
  'Authentication Administrator': 'c4e39bd9-1100-46d3-8c65-fb160da0071f',
  'Privileged Authentication Administrator': '7be44c8a-adaf-4e2a-84d6-ab2649e08a13',
  'Exchange Administrator': '29232cdf-9323-42fd-ade2-1d097af3e4de',
} as const

export type RoleName = keyof typeof roleTemplates

export const roleNames = Object.keys(roleTemplates) as RoleName[]
export const roleId = (role: RoleName): string => uuidOf(`role ${role}`)
