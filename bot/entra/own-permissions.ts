// What the bot itself may do in the tenant, as its own token says.
import { z } from 'zod'

const claimsShape = z.object({ roles: z.array(z.string()).default([]) })

/**
 * Names of the application permissions in a token for Microsoft Graph. Undefined: the token does not say; it was made for Graph, so nobody
 * promises its form.
 */
export function permissionsIn(token: string): Set<string> | undefined {
  try {
    const claims = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')
    return new Set(claimsShape.parse(JSON.parse(claims)).roles)
  } catch {
    return undefined
  }
}
