// The screens of the phone, as lists of what is on it with a button for what can be done.
import { choice, deedButton, el } from './dom.js'

/** @typedef {import('../office-api.ts').PhoneState} PhoneState */
/** @typedef {import('../office-api.ts').PhoneDeed} PhoneDeed */
/** @typedef {import('../office-api.ts').PhoneModel} PhoneModel */
/** @typedef {{ store: string, account: string, fail: string, next: string }} Chosen what the choosers stand at */

/** @type {[PhoneModel, string][]} */
export const models = [
  ['iphone-ios18', 'iPhone, iOS 18'],
  ['iphone-ios17', 'iPhone, iOS 17'],
  ['iphone-ios16', 'iPhone, iOS 16'],
  ['samsung-14', 'Samsung, Android 14'],
  ['pixel-14', 'Pixel, Android 14'],
  ['pixel-15', 'Pixel, Android 15'],
  ['android-14', 'Other Android 14'],
  ['none', 'No smartphone'],
]
/** @type {Record<string, string>} */
const stores = { authenticator: 'Authenticator', icloud: 'iCloud Keychain', google: 'Google Password Manager', samsung: 'Samsung Pass' }
const failures = /** @type {[string, string][]} */ ([
  ['', 'Nothing'],
  ['left-over', 'Saved only on the phone'],
  ['nothing', 'Unknown error'],
])
const accounts = /** @type {[string, string][]} */ ([
  ['work', 'Work account'],
  ['other', 'Another account'],
])

/** @param {(deed: PhoneDeed) => Promise<void>} use @param {Chosen} chosen */
export function phoneScreens(use, chosen) {
  /** @param {PhoneDeed} deed @param {string} label @param {{ name?: string, kind?: string, test?: string, key?: string }} [more] */
  const button = (deed, label, more = {}) =>
    deedButton({ test: more.test ?? `phone-${deed.do}`, label, deed: () => use(deed), name: more.name, kind: more.kind, key: more.key })

  /** @param {keyof Chosen} key @param {string} label @param {[string, string][]} options */
  const choose = (key, label, options) =>
    choice({
      label,
      test: `phone-${key}`,
      value: chosen[key],
      options,
      onChange: (value) => {
        chosen[key] = value
      },
    })

  /** @param {PhoneState} state */
  const settings = ({ screenLock, authenticator }) =>
    group(
      'Settings',
      row(
        'Screen lock',
        screenLock ? 'On' : 'Off',
        !screenLock && button({ do: 'set-screen-lock' }, 'Set up', { name: 'Set a screen lock' }),
      ),
      row(
        'Authenticator for passkeys',
        authenticator.switchedOn ? 'On' : 'Off',
        !authenticator.switchedOn &&
          button({ do: 'switch-on-authenticator' }, 'Switch on', { name: 'Switch on Authenticator in settings' }),
      ),
    )

  /** @param {PhoneState} state */
  const app = ({ authenticator: { installed, version, accountAdded } }) =>
    group(
      'Authenticator',
      installed
        ? row('App', version, button({ do: 'update-authenticator' }, 'Update', { name: 'Update Authenticator' }))
        : row('App', 'Not installed', button({ do: 'install-authenticator' }, 'Install', { name: 'Install Authenticator' })),
      row(
        'Work account',
        accountAdded ? 'Added' : 'Not added',
        !accountAdded && button({ do: 'add-account' }, 'Add', { name: 'Add the work account' }),
      ),
      row(
        'Another account',
        'Private, or of another company',
        button({ do: 'add-account', account: 'other' }, 'Add', { name: 'Add another account', test: 'phone-add-other-account' }),
      ),
    )

  /** @param {PhoneState} state */
  const passkeys = (state) =>
    group(
      'Passkeys',
      state.passkeys.map(({ store, account, knownToEntra }, place) =>
        row(
          stores[store] ?? store,
          [...address(account), el('br'), knownToEntra ? 'Known to Entra' : 'Only on this phone'],
          button({ do: 'delete-passkey', store }, 'Delete', { name: `Delete the passkey in ${stores[store]}`, key: `${store}-${place}` }),
        ),
      ),
      state.passkeys.length === 0 && el('p', { class: 'empty' }, 'No passkeys on this phone'),
      el(
        'details',
        { class: 'make', 'data-key': 'make', open: true },
        el('summary', {}, 'New passkey'),
        choose('store', 'Save in', Object.entries(stores)),
        choose('account', 'For', accounts),
        choose('fail', 'What fails', failures),
        deedButton({
          test: 'phone-create-passkey',
          label: 'Create passkey',
          kind: 'primary',
          deed: () => {
            const { store, account, fail } = chosen
            return use(/** @type {PhoneDeed} */ ({ do: 'create-passkey', store, account, ...(fail ? { fail } : {}) }))
          },
        }),
      ),
      row(
        'Sign in to Microsoft 365',
        state.signedInWithPasskey ? 'Signed in with the passkey' : 'Not signed in with a passkey yet',
        button({ do: 'sign-in-with-passkey' }, 'Sign in', { name: 'Sign in with the passkey' }),
      ),
    )

  return { choose, settings, app, passkeys }
}

/** @param {string} title @param {...any} rows */
const group = (title, ...rows) => el('section', { class: 'group' }, el('h3', {}, title), el('div', { class: 'rows' }, ...rows))

/** An address that is too long for its line goes on after the @. @param {string} account */
const address = (account) => account.split(/(?<=@)/).flatMap((part, place) => (place ? [el('wbr'), part] : [part]))

/** @param {string} label @param {string | (Node | string)[]} value @param {Node | false} [control] */
const row = (label, value, control) =>
  el('div', { class: 'phone-row' }, el('div', {}, el('strong', {}, label), el('span', { class: 'subtle', dir: 'auto' }, value)), control)
