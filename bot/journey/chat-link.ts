// A link that opens this very chat in Teams, and the same as a picture for a phone's camera (teams.md §11).
import { toDataURL } from 'qrcode'

export const chatLink = (appId: string) => `https://teams.microsoft.com/l/chat/0/0?users=28:${encodeURIComponent(appId)}`

const drawn = new Map<string, string>()

/** Drawn once at start: it is the same for everybody. */
export async function drawChatQr(appId: string): Promise<void> {
  drawn.set(appId, await toDataURL(chatLink(appId), { margin: 2, width: 240 }))
}

export const chatQr = (appId: string) => drawn.get(appId)
