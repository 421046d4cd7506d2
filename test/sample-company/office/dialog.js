// A dialog over Teams: drawn from the answer to an invoke, gone from the page when it is closed, and at the time it was told.
import { drawCard } from './card.js'
import { el } from './dom.js'

/** @typedef {{ title: string, height: string | number, width: string | number, card: { content: Record<string, any> } }} Task */
/** @typedef {(action: import('./card.js').CardAction, inputs: Record<string, string>) => Promise<import('./press.js').Outcome>} OnPress */

/** @type {(() => void) | undefined} */
let closeOpen

/** Only one is open at a time. @param {Task} task @param {OnPress} onPress */
export function openDialog(task, onPress) {
  closeOpen?.()
  const note = el('p', { class: 'note', role: 'status', hidden: true })
  const left = el('span', { class: 'subtle', 'data-test': 'dialog-left' })
  const place = el('div', { class: 'dialog-card' })
  const box = el(
    'dialog',
    { class: 'teams-dialog', 'data-test': 'dialog' },
    el(
      'header',
      { class: 'dialog-head' },
      el('h2', { dir: 'auto' }, task.title),
      left,
      el(
        'button',
        { type: 'button', class: 'button', 'data-test': 'dialog-close', 'aria-label': 'Close', on: { click: () => close() } },
        '×',
      ),
    ),
    place,
    note,
  )
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let clock

  function close() {
    clearInterval(clock)
    // Not hidden but gone: a code must not stay behind in the page.
    box.close()
    box.remove()
    if (closeOpen === close) closeOpen = undefined
  }

  /** @param {Record<string, any>} content */
  function show(content) {
    clearInterval(clock)
    left.textContent = ''
    place.replaceChildren(
      drawCard(
        content,
        (action, inputs) => void answer(action, inputs),
        (url) => say(`Would open: ${url}`),
      ),
    )
    const ends = Date.parse(content.refresh?.expires ?? '')
    if (Number.isNaN(ends)) return
    const tick = () => {
      const seconds = Math.ceil((ends - Date.now()) / 1000)
      left.textContent = `closes in ${seconds} s`
      if (seconds <= 0) close()
    }
    clock = setInterval(tick, 500)
    tick()
  }

  /** @param {string} text */
  function say(text) {
    note.textContent = text
    note.hidden = false
  }

  /** @param {import('./card.js').CardAction} action @param {Record<string, string>} inputs */
  async function answer(action, inputs) {
    place.classList.add('waiting')
    const outcome = await onPress(action, inputs)
    place.classList.remove('waiting')
    if (!box.isConnected) return
    if (outcome.dialog) return show(outcome.dialog.card.content)
    if (outcome.note?.kind === 'error') return say(outcome.note.text)
    close()
    if (outcome.note) openMessage(task.title, outcome.note.text)
  }

  box.addEventListener('close', close)
  document.body.append(box)
  show(task.card.content)
  box.showModal()
  closeOpen = close
}

/** A dialog that only says something. @param {string} title @param {string} text */
export function openMessage(title, text) {
  const body = [{ type: 'TextBlock', text, wrap: true }]
  openDialog(
    { title, height: 'small', width: 'small', card: { content: { type: 'AdaptiveCard', version: '1.5', body } } },
    async () => ({}),
  )
}

/** When somebody else sits down at the page. */
export const closeDialog = () => closeOpen?.()
