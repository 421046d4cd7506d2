// One message of a chat: who, when, what; and what became of a press on its card.
import { drawCard, drawText } from './card.js'
import { el } from './dom.js'
import { icon } from './icons.js'

/** @typedef {import('../office-api.ts').ChatItem} ChatItem */
/** @typedef {{ text: string, kind: 'error' | 'note' }} Note */
/**
 * @typedef {object} Shown
 * @property {ChatItem} item
 * @property {Record<string, unknown>} [card] the view of the person who sits at the page
 * @property {boolean} mine
 * @property {string} name
 * @property {Note} [note]
 * @property {import('./card.js').OnPress} onPress
 * @property {(url: string) => void} onLink
 */

const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })

/** @param {string} name */
export const initials = (name) =>
  name
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => [...word][0])
    .filter((_, place, all) => place === 0 || place === all.length - 1)
    .join('')
    .toUpperCase()

/** @param {string} name @param {boolean} [isBot] */
export function avatar(name, isBot = false) {
  let sum = 0
  for (const letter of name) sum += letter.codePointAt(0) ?? 0
  const colour = isBot ? 'bot' : String(sum % 6)
  return el('span', { class: 'avatar', 'data-colour': colour, 'aria-hidden': 'true' }, isBot ? icon('unlock') : initials(name))
}

/** @param {Shown} shown */
export function drawMessage({ item, card, mine, name, note, onPress, onLink }) {
  const at = new Date(item.at)
  const head = el(
    'header',
    { class: 'message-head' },
    el('span', { class: mine ? 'hidden' : 'message-name', dir: 'auto' }, mine ? 'You' : name),
    el('time', { datetime: item.at }, Number.isNaN(at.valueOf()) ? '' : time.format(at)),
    item.updatedAt && !item.deleted && el('span', { class: 'edited' }, 'Edited'),
  )
  const bubble = el('div', { class: card && !item.deleted ? 'bubble with-card' : 'bubble' })
  if (item.deleted) bubble.append(el('em', { class: 'deleted' }, 'This message was deleted'))
  else {
    if (item.text) bubble.append(item.from === 'bot' ? drawText(item.text, onLink) : el('p', { class: 'text', dir: 'auto' }, item.text))
    if (card) bubble.append(drawCard(card, onPress, onLink))
  }
  return el(
    'article',
    {
      class: `message ${mine ? 'mine' : 'theirs'}${item.thread ? ' answer' : ''}`,
      'data-thread': item.thread,
      'data-id': item.activityId,
      'data-from': item.from,
      'data-test': 'message',
      tabindex: '-1',
    },
    !mine && avatar(name, item.from === 'bot'),
    el('div', { class: 'message-body' }, head, bubble, note && drawNote(note)),
  )
}

/** @param {Note} note */
export const drawNote = (note) =>
  el('p', { class: `note ${note.kind}`, role: note.kind === 'error' ? 'alert' : 'status', dir: 'auto' }, note.text)

/** @param {Element} message @param {Note | undefined} note */
export function showNote(message, note) {
  message.querySelector('.note')?.remove()
  if (note) message.querySelector('.message-body')?.append(drawNote(note))
}

/** @param {string} name */
export const drawTyping = (name) =>
  el(
    'div',
    { class: 'message theirs typing', 'data-test': 'typing' },
    avatar(name, true),
    el('div', { class: 'dots', role: 'img', 'aria-label': `${name} is typing` }, el('i'), el('i'), el('i')),
  )

/**
 * Puts a newly drawn message where the old one stood; a focused button keeps the focus, by its place in the card.
 * @param {Element} old
 * @param {HTMLElement} drawn
 */
export function replaceMessage(old, drawn) {
  const controls = 'button, input, select, textarea, a[href]'
  const focused = document.activeElement
  const place = focused && old.contains(focused) ? [...old.querySelectorAll(controls)].indexOf(focused) : undefined
  old.replaceWith(drawn)
  if (place === undefined) return
  const control = /** @type {HTMLElement | undefined} */ ([...drawn.querySelectorAll(controls)][place])
  const next = control ?? drawn
  next.focus({ preventScroll: true })
}
