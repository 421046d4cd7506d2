// Light or dark: what the system says, until somebody presses the button.
import { el } from './dom.js'
import { icon } from './icons.js'

const systemDark = matchMedia('(prefers-color-scheme: dark)')
/** @type {Set<() => void>} */
const listeners = new Set()
/** @type {'light' | 'dark' | undefined} */
let chosen = /** @type {any} */ (localStorage.getItem('theme') ?? undefined)

/** @returns {'light' | 'dark'} */
export const theme = () => chosen ?? (systemDark.matches ? 'dark' : 'light')

/** @param {() => void} listener */
export const onThemeChange = (listener) => listeners.add(listener)

function apply() {
  document.documentElement.dataset.theme = theme()
  for (const listener of listeners) listener()
}

export function themeButton() {
  const button = el('button', { type: 'button', class: 'quiet', 'data-test': 'theme' })
  const label = () => {
    const next = theme() === 'dark' ? 'Light' : 'Dark'
    button.replaceChildren(icon(next === 'Light' ? 'sun' : 'moon'))
    button.setAttribute('aria-label', `${next} colours`)
    button.title = `${next} colours`
  }
  button.addEventListener('click', () => {
    chosen = theme() === 'dark' ? 'light' : 'dark'
    localStorage.setItem('theme', chosen)
    apply()
  })
  onThemeChange(label)
  label()
  return button
}

systemDark.addEventListener('change', apply)
apply()
