// What the bot asks of Graph and of Teams, as it asks.
import { company } from './company.js'
import { el } from './dom.js'
import { here } from './where.js'

/** @typedef {import('../office-api.ts').LogLine} LogLine */

const shown = 200
const time = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' })

/** @param {HTMLElement} panel */
export function logPanel(panel) {
  /** @type {LogLine[]} */
  let lines = []
  const list = el('ol', { class: 'log', 'data-test': 'log-lines', tabindex: '0', 'aria-label': 'Requests, newest first' })
  const only = el('input', { type: 'checkbox', 'data-test': 'log-only-person' })
  const details = el(
    'details',
    { class: 'plain-details' },
    el('summary', { 'data-test': 'log-open' }, 'Requests of the bot'),
    el('label', { class: 'check' }, only, ' Only about this person'),
    list,
  )
  panel.replaceChildren(details)
  only.addEventListener('change', draw)
  details.addEventListener('toggle', draw)

  /** @param {LogLine} line */
  const isWanted = (line) => !only.checked || line.personId === here().personId

  /** @param {LogLine} line */
  const drawLine = (line) =>
    el(
      'li',
      { class: line.status >= 400 || line.status === 0 ? 'bad' : '' },
      el('time', { datetime: line.at }, time.format(new Date(line.at))),
      el('b', {}, String(line.status)),
      el('span', {}, `${line.to} ${line.method} ${line.path}`),
    )

  function draw() {
    if (details.open) list.replaceChildren(...lines.filter(isWanted).slice(-shown).reverse().map(drawLine))
  }

  return {
    async show() {
      lines = await company.log()
      draw()
    },
    draw,
    /** @param {LogLine} line */
    receive(line) {
      lines = [...lines.slice(1 - 500), line]
      if (!details.open || !isWanted(line)) return
      list.prepend(drawLine(line))
      if (list.childElementCount > shown) list.lastElementChild?.remove()
    },
  }
}
