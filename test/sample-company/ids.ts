// Ids that are the same in every run, made from names.
import { createHash } from 'node:crypto'

const digest = (text: string) => createHash('sha256').update(`contoso:${text}`).digest()

export function uuidOf(text: string): string {
  const bytes = digest(text).subarray(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

export const opaqueOf = (text: string, length = 43): string => digest(text).toString('base64url').slice(0, length)

export const tenantId = uuidOf('tenant')
export const appId = uuidOf('bot')
/** In the company's catalogue. The manifest id (`externalId`) is the bot's app id. */
export const catalogId = uuidOf('catalogue entry')
export const botTeamsId = `28:${appId}`
export const helpdeskChannel = {
  teamId: `19:${opaqueOf('it team', 32)}@thread.tacv2`,
  channelId: `19:${opaqueOf('helpdesk channel', 32)}@thread.tacv2`,
  aadGroupId: uuidOf('it team'),
}
