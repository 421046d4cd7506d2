// What one look at the tenant found. The words stand in checks.json and permissions.json, each with its source.
import type { Directory } from '../entra/directory.ts'
import type { Entra } from '../entra/entra.ts'
import type { Tenant } from '../entra/tenant.ts'
import type { Settings } from '../settings.ts'
import type { Channels } from '../teams/channels.ts'
import checks from './checks.json' with { type: 'json' }

export type CheckId = keyof typeof checks

/** `unknown`: it could not be read, which is neither good nor bad. */
export type Verdict = 'present' | 'missing' | 'too-much' | 'unknown'

export interface Finding {
  verdict: Verdict
  /** `needed`: without it people cannot be helped. `wanted`: something works less well, or less safely. */
  level: 'needed' | 'wanted'
  /** What was looked at: "Passkeys are switched on", "groups.helpdesk". */
  title: string
  /** What was seen. */
  found?: string
  /** What stops working, and what mends it; of use when the verdict is not `present`. */
  without: string
  mend: string
}

export interface Looking {
  tenant: Tenant
  entra: Pick<Entra, 'memberships'>
  directory: Pick<Directory, 'members' | 'byAddress'>
  /** Ids of the channels of a team that the bot can write to. */
  channels(teamId: string, serviceUrl?: string): Promise<Channels>
  /** Whether anything answers where notices go, with a key that can be read. */
  webhook(): Promise<{ key: boolean; answers: boolean }>
  settings: Settings
  /** The id in the app's manifest: the bot's own. */
  appId: string
  /** Ours, as package.json says. */
  version: string
}

type Seen = { verdict: Verdict; about?: string; found?: string; level?: Finding['level'] }

export function finding(check: CheckId, { verdict, about, found, level }: Seen): Finding {
  const { title, without, mend, level: usual } = checks[check]
  return {
    verdict,
    level: level ?? (usual === 'needed' ? 'needed' : 'wanted'),
    title: about ? `${title}: ${about}` : title,
    ...(found ? { found } : {}),
    without,
    mend,
  }
}

export const is = (good: boolean, found?: string): Seen => ({ verdict: good ? 'present' : 'missing', found })

const reasons = {
  unavailable: 'Microsoft Graph did not answer',
  throttled: 'Microsoft Graph asks to wait',
  forbidden: 'Microsoft Graph refused: the permission is missing',
  'not-found': 'Microsoft Graph knows no such thing',
  unlicensed: 'the licence is missing',
}

export const unread = (why: keyof typeof reasons): Seen => ({ verdict: 'unknown', found: reasons[why] })
