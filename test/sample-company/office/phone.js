// The phone of the person: its screens as buttons, what is on it, and what it says when it refuses.
import { company } from './company.js'
import { choice, deedButton, el, redraw } from './dom.js'
import { models, phoneScreens } from './phone-screens.js'
import { here } from './where.js'

/** @typedef {import('../office-api.ts').PhoneState} PhoneState */
/** @typedef {import('../office-api.ts').PhoneDeed} PhoneDeed */
/** @typedef {import('../office-api.ts').PhoneModel} PhoneModel */

/** @param {HTMLElement} room */
export function phoneRoom(room) {
  /** @type {PhoneState | undefined} */
  let phone
  let says = ''
  const chosen = { store: 'authenticator', account: 'work', fail: '', next: 'iphone-ios18' }

  /** @param {PhoneDeed} deed */
  async function use(deed) {
    const { personId } = here()
    says = ''
    try {
      const state = await company.usePhone(personId, deed)
      if (here().personId === personId) phone = state
    } catch (error) {
      if (here().personId === personId) says = /** @type {Error} */ (error).message
    }
    draw()
  }

  const { choose, settings, app, passkeys } = phoneScreens(use, chosen)

  function draw() {
    if (!phone) return redraw(room, el('p', { class: 'empty' }, ''))
    const { model } = phone
    const kind = model.startsWith('iphone') ? 'iphone' : 'android'
    const alert =
      says &&
      el(
        'div',
        { class: 'phone-says', role: 'alert', 'data-test': 'phone-error' },
        el('p', { dir: 'auto' }, says),
        deedButton({ test: 'phone-ok', label: 'OK', deed: dismiss }),
      )
    const screen =
      model === 'none'
        ? el('div', { class: 'screen' }, el('p', { class: 'empty' }, 'This person has no smartphone.'), alert)
        : el('div', { class: 'screen' }, settings(phone), app(phone), passkeys(phone), alert)
    redraw(
      room,
      el(
        'header',
        { class: 'room-head row' },
        el('h2', {}, 'Their phone'),
        choice({
          label: 'Model',
          hideLabel: true,
          test: 'phone-change-model',
          value: model,
          options: models,
          onChange: (value) => use({ do: 'change-model', model: /** @type {PhoneModel} */ (value) }),
        }),
      ),
      el(
        'div',
        { class: `handset ${kind}` },
        el('div', { class: 'status-bar', 'aria-hidden': 'true' }, el('span', {}, '9:41'), el('i'), el('span', {}, '▮▮▮ 100 %')),
        screen,
      ),
      el(
        'details',
        { class: 'plain-details', 'data-key': 'next' },
        el('summary', {}, 'They get a new phone'),
        el(
          'div',
          { class: 'inline' },
          choose('next', 'New phone', models),
          deedButton({
            test: 'phone-switch-phone',
            label: 'Switch',
            deed: () => use({ do: 'switch-phone', model: /** @type {PhoneModel} */ (chosen.next) }),
          }),
        ),
      ),
    )
  }

  function dismiss() {
    says = ''
    draw()
  }

  return {
    async show() {
      const { personId } = here()
      says = ''
      const state = await company.phone(personId)
      if (here().personId === personId) phone = state
      draw()
    },
    /** @param {string} personId @param {PhoneState} state */
    receive(personId, state) {
      if (personId !== here().personId) return
      phone = state
      draw()
    },
  }
}
