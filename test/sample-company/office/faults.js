// The fault switch: which requests of the bot go wrong, and how.
import { company } from './company.js'
import { choice, deedButton, el, redraw } from './dom.js'

/** @typedef {import('../office-api.ts').Fault} Fault */

const kinds = /** @type {[string, string][]} */ ([
  ['status', 'Answers a status'],
  ['latency', 'Is slow'],
  ['timeout', 'Never answers'],
  ['drop-socket', 'Drops the line'],
  ['drop-after', 'Does it, then drops the line'],
])

/** One press, for who reads README for the first time. @type {Fault} */
const away = { where: 'graph', path: '', fault: { kind: 'status', status: 503 } }
/** @param {Fault} fault */
const isAway = (fault) => sentenceOf(fault) === sentenceOf(away) && !fault.path && !fault.method

/** @param {HTMLElement} panel */
export function faultsPanel(panel) {
  /** @type {Fault[]} */
  let faults = []
  let problem = ''
  const rule = { where: 'graph', path: '', method: '', kind: 'status', status: '503', ms: '5000', retryAfter: '', times: '', share: '' }

  /** @param {Fault[]} wanted */
  async function set(wanted) {
    problem = ''
    try {
      faults = (await company.setFaults(wanted)) ?? wanted
    } catch (error) {
      problem = /** @type {Error} */ (error).message
    }
    draw()
  }

  /** @param {keyof typeof rule} key @param {string} label @param {string} [type] */
  function field(key, label, type = 'number') {
    const input = el('input', {
      type,
      value: rule[key],
      'data-test': `fault-${key}`,
      min: type === 'number' && '0',
      step: key === 'share' && '0.05',
    })
    input.addEventListener('input', () => {
      rule[key] = input.value
    })
    return el('label', { class: 'field' }, el('span', { class: 'field-label' }, label), input)
  }

  /** @param {keyof typeof rule} key @param {string} label @param {[string, string][]} options */
  const chosen = (key, label, options) =>
    choice({
      label,
      test: `fault-${key}`,
      value: rule[key],
      options,
      onChange: (value) => {
        rule[key] = value
        draw()
      },
    })

  function draw() {
    const isGone = faults.some(isAway)
    const takeAway = deedButton({
      test: 'entra-away',
      label: isGone ? 'Bring Microsoft Entra back' : 'Take Microsoft Entra away',
      kind: 'primary',
      deed: () => set(isGone ? faults.filter((fault) => !isAway(fault)) : [...faults, away]),
    })
    const form = el(
      'form',
      { class: 'fault-form' },
      el('h3', {}, 'Or something of your own'),
      chosen('where', 'Where', [
        ['graph', 'Graph'],
        ['connector', 'Teams connector'],
      ]),
      chosen('method', 'Method', [
        ['', 'Any'],
        ['GET', 'GET'],
        ['POST', 'POST'],
        ['PUT', 'PUT'],
        ['PATCH', 'PATCH'],
        ['DELETE', 'DELETE'],
      ]),
      field('path', 'Path contains', 'text'),
      chosen('kind', 'What happens', kinds),
      rule.kind === 'status' && field('status', 'Status'),
      rule.kind === 'status' && field('retryAfter', 'Retry after, seconds'),
      rule.kind === 'latency' && field('ms', 'Milliseconds'),
      field('times', 'How many times'),
      field('share', 'Share, 0 to 1'),
      el('button', { type: 'submit', class: 'button', 'data-test': 'fault-add' }, 'Add fault'),
    )
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      void set([...faults, faultOf(rule)])
    })
    const list = faults.map((fault, place) =>
      el(
        'li',
        { class: 'entry' },
        el(
          'div',
          {},
          el('strong', {}, sentenceOf(fault)),
          el('span', { class: 'subtle code' }, `${fault.method || 'any method'}, ${fault.path || 'any path'}`),
        ),
        deedButton({
          test: 'fault-remove',
          key: String(place),
          label: 'Remove',
          name: `Remove: ${sentenceOf(fault)}`,
          deed: () => set(faults.filter((_, other) => other !== place)),
        }),
      ),
    )
    redraw(
      panel,
      el(
        'details',
        { class: 'plain-details', 'data-key': 'faults' },
        el('summary', { 'data-test': 'faults-open' }, faults.length ? `What goes wrong (${faults.length} on)` : 'What goes wrong'),
        problem && el('p', { class: 'note error', role: 'alert' }, problem),
        el('div', { class: 'inline' }, takeAway),
        el('ul', { class: 'entries' }, list),
        form,
      ),
    )
  }

  return {
    async show() {
      faults = await company.faults()
      draw()
    },
  }
}

/** @param {Record<'where' | 'path' | 'method' | 'kind' | 'status' | 'ms' | 'retryAfter' | 'times' | 'share', string>} rule @returns {Fault} */
function faultOf({ where, path, method, kind, status, ms, retryAfter, times, share }) {
  /** @type {any} */
  const fault = { kind }
  if (kind === 'status') Object.assign(fault, { status: Number(status) }, retryAfter && { retryAfter: Number(retryAfter) })
  if (kind === 'latency') fault.ms = Number(ms)
  return /** @type {Fault} */ ({
    where,
    path,
    ...(method ? { method } : {}),
    fault,
    ...(times ? { times: Number(times) } : {}),
    ...(share ? { share: Number(share) } : {}),
  })
}

/** @param {Fault} fault */
function sentenceOf({ where, fault, times, share }) {
  const what = {
    status: () => `answers ${/** @type {any} */ (fault).status}`,
    latency: () => `takes ${/** @type {any} */ (fault).ms} ms longer`,
    timeout: () => 'never answers',
    'drop-socket': () => 'drops the line',
    'drop-after': () => 'does it, then drops the line',
  }[fault.kind]()
  const how = [times && `${times} times`, share && `${Math.round(share * 100)} %`].filter(Boolean).join(', ')
  return `${where === 'graph' ? 'Graph' : 'Connector'} ${what}${how ? ` (${how})` : ''}`
}
