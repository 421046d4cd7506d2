// What the bot itself may do in the tenant, as its own token says: more than it needs is a danger that nobody would notice.
import dangerous from './dangerous-permissions.json' with { type: 'json' }

/**
 * Names of the application permissions in `token` that the bot must not hold, each with why. `mayIssue`: the company has chosen
 * that the bot issues passes by its own right.
 * Throws for what is no token.
 */
export function tooMuch(token: string, { mayIssue }: { mayIssue: boolean }): { role: string; why: string }[] {
  const { roles = [] } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { roles?: unknown[] }
  return roles.map(String).flatMap((role) => {
    const found = dangerous.permissions.find(({ name }) => covers(name, role))
    return found && !(mayIssue && found.toIssuePasses) ? [{ role, why: found.why }] : []
  })
}

/** `RoleManagement.ReadWrite.*` names all that begin so. */
const covers = (name: string, role: string) => (name.endsWith('*') ? role.startsWith(name.slice(0, -1)) : role === name)
