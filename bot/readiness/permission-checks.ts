// What the bot may do in Microsoft Graph, against what it needs: too little stops something, too much is a danger of its own.
import type { Settings } from '../settings.ts'
import { type Finding, finding, type Looking, unread } from './finding.ts'
import file from './permissions.json' with { type: 'json' }

type Asking = Pick<Settings, 'notices' | 'helpdeskChannel'>
type Permission = (typeof file.permissions)[number] | (typeof file.optional)[number]

/** What this company's bot uses: all that every bot does, and what its settings ask for beside that. */
const wantedBy = (settings: Asking): Permission[] => [...file.permissions, ...file.optional.filter(({ when }) => askedFor(settings, when))]

function askedFor(settings: Asking, when: string): boolean {
  if (when === 'notices.mailbox') return settings.notices.mailbox !== undefined
  return when === 'helpdeskChannel' && settings.helpdeskChannel !== undefined
}

/** Of the permissions `held`, those that the bot must not have, each with why (security.md T17). With one of them it does not start. */
export function forbidden(held: Iterable<string>, settings: Asking): { name: string; because: string }[] {
  const wanted = wantedBy(settings).map(({ name }) => name)
  return [...held].flatMap((name) => {
    const rule = wanted.includes(name) ? undefined : file.forbidden.find(({ pattern }) => new RegExp(pattern).test(name))
    return rule ? [{ name, because: rule.because }] : []
  })
}

const grant = ({ name, ...permission }: Permission) =>
  `npm run permissions -- --apply ${'when' in permission ? `--with ${name} ` : ''}grants it; or Entra admin center > Enterprise applications > Unlock > Permissions: ${name}`
const takeAway = 'npm run permissions lists it with the call that takes it away'

export async function permissionChecks({ tenant, settings }: Looking): Promise<Finding[]> {
  const held = await tenant.permissions()
  if (!held.ok) return [finding('permissions-readable', { ...unread(held.why), found: 'there is no token that names them' })]
  const wanted = wantedBy(settings)
  const needed = wanted.map(
    (permission): Finding => ({
      verdict: held.value.has(permission.name) ? 'present' : 'missing',
      level: 'level' in permission && permission.level === 'needed' ? 'needed' : 'wanted',
      title: `Permission ${permission.name}`,
      found: permission.why,
      without: permission.without,
      mend: grant(permission),
    }),
  )
  const dangers = forbidden(held.value, settings)
  const others = [...held.value].filter((name) => !wanted.some((permission) => permission.name === name))
  return [...needed, ...others.map((name) => tooMuch(name, dangers.find((danger) => danger.name === name)?.because))]
}

const tooMuch = (name: string, because?: string): Finding => ({
  verdict: 'too-much',
  level: because ? 'needed' : 'wanted',
  title: `Permission ${name}`,
  without: because ? `the bot does not start: ${because}` : 'Unlock does not use it, and whoever takes over the bot could',
  mend: takeAway,
})
