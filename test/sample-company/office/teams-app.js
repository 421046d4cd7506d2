// The app in this person's Teams: what its owner or the person does with it.
import { company } from './company.js'
import { deedButton, el } from './dom.js'
import { here } from './where.js'

/** @type {[import('../office-api.ts').AppDeed['do'], string][]} */
const deeds = [
  ['install', 'Install'],
  ['uninstall', 'Remove'],
  ['block', 'Block'],
  ['unblock', 'Unblock'],
]

/** @param {HTMLElement} panel */
export function teamsAppPanel(panel) {
  const refusal = el('p', { class: 'note error', role: 'alert', hidden: true })
  /** @param {string} text */
  const say = (text) => {
    refusal.textContent = text
    refusal.hidden = text === ''
  }
  const buttons = deeds.map(([deed, label]) =>
    deedButton({
      test: `app-${deed}`,
      label,
      deed: () => {
        say('')
        return company.changeApp(here().personId, deed).catch((error) => say(error.message))
      },
    }),
  )
  panel.replaceChildren(el('h3', {}, 'Unlock in their Teams'), el('div', { class: 'inline' }, buttons), refusal)
}
