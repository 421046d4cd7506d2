// A dialog over Teams, as the answer to the invoke that asked for it. Here, and nowhere else, a code is put into what is shown.
import { reveal, Secret } from '../secret.ts'
import type { Dialog, DialogAnswer } from './teams.ts'

/** Status and body of the invoke's answer (learn.microsoft.com, use dialogs with bots). */
export function dialogResponse(answer: DialogAnswer, now = new Date()): { status: number; body?: object } {
  if ('refused' in answer) return { status: answer.refused }
  if ('dialog' in answer) return { status: 200, body: { task: { type: 'continue', value: taskOf(answer.dialog, now) } } }
  return answer.closes === undefined
    ? { status: 200, body: {} }
    : { status: 200, body: { task: { type: 'message', value: answer.closes } } }
}

function taskOf({ title, card, height, width, hideAfterSeconds }: Dialog, now: Date) {
  const shown = filled(card) as object
  // Adaptive Cards know when a card is stale (`refresh.expires`, 1.6). It is a request: a client that ignores it shows the card until it is closed.
  const stale =
    hideAfterSeconds === undefined ? {} : { refresh: { expires: new Date(now.getTime() + hideAfterSeconds * 1000).toISOString() } }
  const content = { ...shown, ...stale }
  return { title, height, width, card: { contentType: 'application/vnd.microsoft.card.adaptive', content } }
}

/** A copy with every Secret's value in its place. Who holds the copy has one thing to do with it: answer. */
function filled(node: unknown): unknown {
  if (Secret.is(node)) return reveal(node)
  if (Array.isArray(node)) return node.map(filled)
  if (typeof node !== 'object' || node === null) return node
  return Object.fromEntries(Object.entries(node).map(([name, value]) => [name, filled(value)]))
}
