// Building and redrawing elements. Text is only ever set as text, so nothing a person or the bot writes can become HTML.

/** @typedef {Node | string | number | false | null | undefined} Child */
/** @typedef {Record<string, any>} Props attribute values; `on` holds event listeners, `value` and `checked` are set as properties */

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Props} [props]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function el(tag, props = {}, ...children) {
  const element = document.createElement(tag)
  const { on = {}, value, ...attributes } = props
  for (const [name, given] of Object.entries(attributes)) {
    if (given === undefined || given === null || given === false) continue
    element.setAttribute(name, given === true ? '' : String(given))
  }
  for (const [event, listener] of Object.entries(on)) element.addEventListener(event, listener)
  element.append(...children.flat().filter(isShown).map(asNode))
  if (value !== undefined) Object.assign(element, { value })
  return element
}

/** @param {Child} child @returns {child is Node | string | number} */
const isShown = (child) => child !== false && child !== null && child !== undefined

/** @param {Node | string | number} child */
const asNode = (child) => (child instanceof Node ? child : String(child))

/** @param {Element} container @returns {HTMLDetailsElement[]} */
const foldsOf = (container) => [...container.querySelectorAll('details')].filter((fold) => fold.dataset.key)

/**
 * Replaces what stands in a container. The control that had the focus has it again, found by its `data-test` and `data-key`;
 * `details` with a `data-key` stay open or closed.
 * @param {Element} container
 * @param {...(Child | Child[])} children
 */
export function redraw(container, ...children) {
  const focused = document.activeElement
  const had = focused instanceof HTMLElement && container.contains(focused) ? focused : undefined
  const hook = had?.dataset.test
  const key = had?.dataset.key
  const scroll = container.scrollTop
  const wasOpen = new Map(foldsOf(container).map((fold) => [fold.dataset.key, fold.open]))
  container.replaceChildren(...children.flat().filter(isShown).map(asNode))
  for (const fold of foldsOf(container)) fold.open = wasOpen.get(fold.dataset.key) ?? fold.open
  container.scrollTop = scroll
  if (!had) return
  const same = [...container.querySelectorAll(`[data-test="${CSS.escape(hook ?? '')}"]`)].filter(
    (one) => one instanceof HTMLElement && one.dataset.key === key,
  )
  const next = /** @type {HTMLElement} */ (same[0] ?? container)
  if (next === container) container.setAttribute('tabindex', '-1')
  next.focus({ preventScroll: true })
}

/**
 * A labelled choice.
 * @param {{ label: string, test: string, value: string, options: [value: string, label: string][], onChange: (value: string) => void,
 *   hideLabel?: boolean }} choice
 */
export function choice({ label, test, value, options, onChange, hideLabel }) {
  const list = options.map(([optionValue, text]) => el('option', { value: optionValue, selected: optionValue === value }, text))
  return el(
    'label',
    { class: 'field' },
    el('span', { class: hideLabel ? 'hidden' : 'field-label' }, label),
    el('select', { 'data-test': test, on: { change: (/** @type {any} */ event) => onChange(event.target.value) } }, list),
  )
}

/**
 * A button that shows that it is busy until its deed is over.
 * @param {{ test: string, label: string, deed: () => Promise<unknown> | void, name?: string, key?: string, kind?: string }} button
 */
export function deedButton({ test, label, deed, name, key, kind = '' }) {
  const button = el('button', { type: 'button', class: `button ${kind}`, 'data-test': test, 'data-key': key, 'aria-label': name }, label)
  button.addEventListener('click', async () => {
    if (button.getAttribute('aria-busy') === 'true') return
    button.setAttribute('aria-busy', 'true')
    try {
      await deed()
    } finally {
      button.removeAttribute('aria-busy')
    }
  })
  return button
}
