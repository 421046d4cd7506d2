// What the bot may do in Microsoft Graph, against what it needs: too little stops something, too much is a danger of its own.
import { type Finding, finding, type Looking, unread } from './finding.ts'
import file from './permissions.json' with { type: 'json' }

const known = [...file.permissions, ...file.optional].map(({ name }) => name)

/** Why the bot must not hold this permission; undefined when nothing forbids it. */
export function forbidden(permission: string): string | undefined {
  return file.forbidden.find(({ pattern }) => new RegExp(pattern).test(permission))?.because
}

const grant = (name: string) =>
  `npm run permissions -- --apply grants it; or Entra admin center > Enterprise applications > Unlock > Permissions: ${name}`
const takeAway = 'npm run permissions lists it with the call that takes it away'

export async function permissionChecks({ tenant }: Looking): Promise<Finding[]> {
  const held = await tenant.permissions()
  if (!held.ok) return [finding('permissions-readable', { ...unread(held.why), found: 'there is no token that names them' })]
  const needed = file.permissions.map(
    ({ name, level, why, without }): Finding => ({
      verdict: held.value.has(name) ? 'present' : 'missing',
      level: level === 'needed' ? 'needed' : 'wanted',
      title: `Permission ${name}`,
      found: why,
      without,
      mend: grant(name),
    }),
  )
  return [...needed, ...[...held.value].filter((name) => !known.includes(name) || forbidden(name)).map(tooMuch)]
}

function tooMuch(name: string): Finding {
  const because = forbidden(name)
  return {
    verdict: 'too-much',
    level: because ? 'needed' : 'wanted',
    title: `Permission ${name}`,
    without: because ? `it must go: ${because}` : 'Unlock does not use it, and whoever takes over the bot could',
    mend: takeAway,
  }
}
