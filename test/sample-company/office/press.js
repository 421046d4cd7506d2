// A press on a card: what Teams sends, and how it shows the answer.
import { company } from './company.js'

const cardAnswer = 'application/vnd.microsoft.card.adaptive'
const messageAnswer = 'application/vnd.microsoft.activity.message'
export const pressFailed = 'Something went wrong. Please try again.'

/** @typedef {{ card?: Record<string, unknown>, dialog?: import('./dialog.js').Task, note?: import('./message.js').Note }} Outcome */

/**
 * @param {string} personId
 * @param {import('../office-api.ts').Press} press
 * @returns {Promise<Outcome>}
 */
export async function press(personId, press) {
  try {
    return read(await company.press(personId, press))
  } catch {
    return { note: { text: pressFailed, kind: 'error' } }
  }
}

/** @param {import('../office-api.ts').PressAnswer} answer @returns {Outcome} */
function read({ status, body }) {
  const { statusCode = status, type = '', value } = /** @type {any} */ (body ?? {})
  if (status !== 200 || statusCode >= 400 || String(type).includes('error')) return { note: { text: pressFailed, kind: 'error' } }
  const { task } = /** @type {any} */ (body ?? {})
  if (task?.type === 'continue') return { dialog: task.value }
  if (task?.type === 'message') return { note: { text: String(task.value), kind: 'note' } }
  if (type === cardAnswer) return { card: value }
  if (type === messageAnswer) return { note: { text: String(value), kind: 'note' } }
  return {}
}

/**
 * Teams asks by itself for a person's own view of a card that has `refresh`, if the person is among its `userIds`.
 * @param {import('../office-api.ts').ChatItem} item
 * @param {string[]} myIds
 * @returns {import('./card.js').CardAction | undefined}
 */
export function refreshOf(item, myIds) {
  const { action, userIds } = /** @type {any} */ (item.card?.refresh ?? {})
  if (!action || item.deleted) return undefined
  const isFor = !Array.isArray(userIds) || userIds.some((id) => myIds.includes(id))
  return isFor ? action : undefined
}

/**
 * Shows the pressed button as busy and the others of its card as waiting; the answer ends it.
 * @param {HTMLElement | undefined} button
 * @returns {() => void} ends it
 */
export function busy(button) {
  const card = button?.closest('.card')
  card?.classList.add('waiting')
  button?.setAttribute('aria-busy', 'true')
  return () => {
    card?.classList.remove('waiting')
    button?.removeAttribute('aria-busy')
  }
}
