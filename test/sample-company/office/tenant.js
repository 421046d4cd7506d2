// The company besides one person: mails and notices that the bot sent, rules for passes, what the bot may do, and who is signed in.
import { company } from './company.js'
import { deedButton, el, redraw } from './dom.js'

/** @typedef {import('../office-api.ts').CompanyView} CompanyView */

const powers = ['Mail.Send', 'UserAuthMethod-TAP.ReadWrite.All', 'User.RevokeSessions.All', 'RoleEligibilitySchedule.Read.Directory']
const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' })

/** @param {HTMLElement} panel @param {() => import('../office-api.ts').Person[]} people */
export function tenantPanel(panel, people) {
  /** @type {CompanyView | undefined} */
  let view
  let refusal = ''

  /** @param {import('../office-api.ts').CompanyDeed} deed */
  async function administer(deed) {
    refusal = ''
    try {
      view = await company.administerCompany(deed)
    } catch (error) {
      refusal = /** @type {Error} */ (error).message
    }
    draw()
  }

  /** @param {CompanyView['mails'][number]} mail */
  const mailRow = ({ at, to, subject, text }) =>
    el(
      'li',
      { class: 'entry' },
      el(
        'div',
        {},
        el('strong', { dir: 'auto' }, subject),
        el('span', { class: 'subtle' }, `${clock.format(new Date(at))} to ${to.join(', ')}`),
        el('span', { class: 'wrap', dir: 'auto' }, text),
      ),
    )

  /** @param {CompanyView['notices'][number]} notice */
  const noticeRow = ({ at, body, signature }) =>
    el(
      'li',
      { class: 'entry' },
      el(
        'div',
        {},
        el('span', { class: 'subtle' }, `${clock.format(new Date(at))} ${signature ? 'signed' : 'not signed'}`),
        el('span', { class: 'code wrap' }, body),
      ),
    )

  /** @param {string} permission */
  const power = (permission) => {
    const has = view?.permissions.includes(permission)
    return el(
      'li',
      { class: 'entry' },
      el('span', { class: 'code wrap' }, permission),
      deedButton({
        test: 'tenant-permission',
        key: permission,
        label: has ? 'Withhold' : 'Permit',
        name: `${has ? 'Withhold' : 'Permit'} ${permission}`,
        deed: () => administer({ do: has ? 'withhold' : 'permit', permission }),
      }),
    )
  }

  /** @param {{ personId: string, connection: string }} token */
  const tokenRow = ({ personId, connection }) =>
    el('li', { class: 'entry' }, `${people().find(({ id }) => id === personId)?.name ?? personId} (${connection})`)

  function draw() {
    if (!view) return panel.replaceChildren()
    const { passRules: rules, mails, notices, signedIn } = view
    redraw(
      panel,
      el('h3', {}, 'Rules for passes'),
      refusal && el('p', { class: 'note error', role: 'alert' }, refusal),
      el(
        'p',
        { class: 'subtle', 'data-test': 'tenant-rules' },
        `${rules.enabled ? 'On' : 'Off'}, ${rules.minimum} to ${rules.maximum} minutes, ${rules.once ? 'one use only' : 'one use or many'}`,
      ),
      el(
        'div',
        { class: 'inline' },
        deedButton({
          test: 'tenant-passes-on',
          label: rules.enabled ? 'Switch passes off' : 'Switch passes on',
          deed: () => administer({ do: 'set-pass-rules', rules: { enabled: !rules.enabled } }),
        }),
        deedButton({
          test: 'tenant-once',
          label: rules.once ? 'Allow many uses' : 'One use only',
          deed: () => administer({ do: 'set-pass-rules', rules: { once: !rules.once } }),
        }),
        deedButton({
          test: 'tenant-long',
          label: rules.minimum > 60 ? 'From 60 minutes' : 'From 120 minutes',
          deed: () => administer({ do: 'set-pass-rules', rules: { minimum: rules.minimum > 60 ? 60 : 120 } }),
        }),
      ),
      el('h3', {}, 'Mails the bot sent'),
      el(
        'ul',
        { class: 'entries', 'data-test': 'tenant-mails' },
        mails.map(mailRow),
        mails.length === 0 && el('li', { class: 'empty' }, 'None'),
      ),
      el('h3', {}, "Notices to the company's own system"),
      el(
        'ul',
        { class: 'entries', 'data-test': 'tenant-notices' },
        notices.map(noticeRow),
        notices.length === 0 && el('li', { class: 'empty' }, 'None'),
      ),
      el('h3', {}, 'Tokens in the token service'),
      el(
        'ul',
        { class: 'entries', 'data-test': 'tenant-tokens' },
        signedIn.map(tokenRow),
        signedIn.length === 0 && el('li', { class: 'empty' }, 'Nobody is signed in'),
      ),
      el('h3', {}, 'What the bot itself may do'),
      el('ul', { class: 'entries' }, powers.map(power)),
    )
  }

  return {
    async show() {
      view = await company.company()
      draw()
    },
    /** @param {CompanyView} now */
    receive(now) {
      view = now
      draw()
    },
  }
}
