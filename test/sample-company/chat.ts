// What stands in a chat or channel, as people see it.
import { randomUUID } from 'node:crypto'
import type { ChatItem } from './office-api.ts'
import type { Employee, World } from './world.ts'

export interface StoredItem extends ChatItem {
  /** What single people see instead, after an invoke was answered to them alone. */
  own: Map<string, Record<string, unknown>>
}

export interface Conversation {
  id: string
  items: StoredItem[]
}

let last = 0
/** Teams' activity ids are milliseconds; these never repeat. */
export function newActivityId(): string {
  last = Math.max(Date.now(), last + 1)
  return String(last)
}

export function addItem(conversation: Conversation, from: string, content: Partial<ChatItem>): StoredItem {
  const item: StoredItem = { activityId: newActivityId(), from, at: new Date().toISOString(), own: new Map(), ...content }
  conversation.items.push(item)
  return item
}

/** The typing sign is an item of its own that vanishes at the next message. */
export function showTyping(conversation: Conversation): StoredItem {
  hideTyping(conversation)
  return addItem(conversation, 'bot', { activityId: `typing-${randomUUID()}`, typing: true })
}

export function hideTyping(conversation: Conversation): void {
  conversation.items = conversation.items.filter(({ typing }) => !typing)
}

export function viewOf(item: StoredItem, viewerId?: string): ChatItem {
  const { own, ...shared } = item
  const ownCard = viewerId ? own.get(viewerId) : undefined
  return structuredClone(ownCard ? { ...shared, ownCard } : shared)
}

export const findItem = (conversation: Conversation, activityId: string): StoredItem | undefined =>
  conversation.items.find((item) => item.activityId === activityId && !item.typing)

export function tellChat(world: World, employee: Employee | undefined, item: StoredItem): void {
  world.tell(employee ? { type: 'chat', personId: employee.id, item: viewOf(item, employee.id) } : { type: 'channel', item: viewOf(item) })
}
