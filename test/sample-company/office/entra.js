// What Entra ID holds of the person now, and what an administrator could do there.
import { company } from './company.js'
import { deedButton, el, redraw } from './dom.js'
import { here } from './where.js'

/** @typedef {import('../office-api.ts').EntraView} EntraView */
/** @typedef {import('../office-api.ts').EntraDeed} EntraDeed */

/** @type {Record<string, string>} */
const kinds = {
  password: 'Password',
  fido2: 'Passkey',
  microsoftAuthenticator: 'Authenticator app',
  phone: 'Phone number',
  softwareOath: 'One-time codes',
  temporaryAccessPass: 'Temporary Access Pass',
  windowsHelloForBusiness: 'Windows Hello',
  platformCredential: 'Platform credential',
  email: 'Email',
}
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })

/** @param {string} type */
const kindOf = (type) => kinds[type] ?? type

/** @param {HTMLElement} panel */
export function entraPanel(panel) {
  /** @type {EntraView | undefined} */
  let view
  let refusal = ''
  let group = ''

  /** @param {EntraDeed} deed */
  async function administer(deed) {
    const { personId } = here()
    refusal = ''
    try {
      const answer = await company.administer(personId, deed)
      if (here().personId === personId) view = answer
    } catch (error) {
      refusal = /** @type {Error} */ (error).message
    }
    draw()
  }

  /** @param {EntraView['methods'][number]} method */
  const methodRow = ({ type, id, name, aaGuid, createdAt }) =>
    el(
      'li',
      { class: 'entry', 'data-type': kindOf(type) },
      el(
        'div',
        {},
        el('strong', {}, kindOf(type)),
        name && el('span', { class: 'subtle', dir: 'auto' }, name),
        aaGuid && el('span', { class: 'subtle code' }, aaGuid),
        createdAt && el('span', { class: 'subtle' }, day.format(new Date(createdAt))),
      ),
      kindOf(type) !== 'Password' &&
        deedButton({
          test: 'entra-delete-method',
          key: id,
          label: 'Delete',
          name: `Delete ${kindOf(type)} ${name ?? ''}`.trim(),
          deed: () => administer({ do: 'delete-method', id }),
        }),
    )

  /** @param {string} name */
  const groupChip = (name) =>
    el(
      'li',
      { class: 'chip' },
      el('span', { dir: 'auto' }, name),
      deedButton({
        test: 'entra-remove-from-group',
        key: name,
        label: '×',
        kind: 'tiny',
        name: `Remove from ${name}`,
        deed: () => administer({ do: 'remove-from-group', group: name }),
      }),
    )

  function draw() {
    if (!view) return panel.replaceChildren()
    const { profile, methods, groups, roles, risk, signIn } = view
    const isRisky = risk !== undefined && risk.level !== 'none' && !['none', 'remediated', 'dismissed'].includes(risk.state)
    redraw(
      panel,
      el(
        'header',
        { class: 'room-head' },
        el('h2', {}, 'Entra now'),
        el('p', { class: 'subtle wrap' }, profile.userPrincipalName),
        // The helpdesk asks for its end.
        profile.employeeNumber &&
          el('p', { class: 'subtle' }, 'Employee number ', el('span', { 'data-test': 'entra-number' }, profile.employeeNumber)),
      ),
      el(
        'p',
        { class: 'badges' },
        badge(profile.userType),
        badge(profile.enabled ? 'Account on' : 'Account off', profile.enabled ? 'good' : 'bad'),
        badge(risk ? `Risk: ${risk.level}, ${risk.state}` : 'No risk', isRisky ? 'bad' : ''),
        roles.map((role) => badge(role, 'notable')),
      ),
      refusal && el('p', { class: 'note error', role: 'alert' }, refusal),
      el('h3', {}, 'Ways to sign in'),
      el(
        'ul',
        { class: 'entries', 'data-test': 'entra-methods' },
        methods.map(methodRow),
        methods.length === 0 && el('li', { class: 'empty' }, 'None'),
      ),
      el(
        'div',
        { class: 'inline' },
        deedButton({ test: 'entra-issue-pass', label: 'Issue a pass', deed: () => administer({ do: 'issue-pass' }) }),
        deedButton({
          test: 'entra-set-enabled',
          label: profile.enabled ? 'Disable account' : 'Enable account',
          deed: () => administer({ do: 'set-enabled', enabled: !profile.enabled }),
        }),
      ),
      el('h3', {}, 'How they signed in'),
      el(
        'p',
        { class: 'subtle', 'data-test': 'entra-sign-in' },
        `${signIn.provedMinutesAgo} minutes ago, ${signIn.contexts.join(', ') || 'no authentication context'}`,
      ),
      el(
        'div',
        { class: 'inline' },
        deedButton({
          test: 'entra-signed-in-when',
          label: signIn.provedMinutesAgo > 60 ? 'Sign in anew' : 'Let it be hours ago',
          deed: () => administer({ do: 'set-sign-in', signIn: { provedMinutesAgo: signIn.provedMinutesAgo > 60 ? 0 : 300 } }),
        }),
        deedButton({
          test: 'entra-signed-in-how',
          label: signIn.contexts.includes('c1') ? 'Take c1 away' : 'Meet c1',
          deed: () => administer({ do: 'set-sign-in', signIn: { contexts: signIn.contexts.includes('c1') ? [] : ['c1'] } }),
        }),
      ),
      el('h3', {}, 'Groups'),
      el('ul', { class: 'chips', 'data-test': 'entra-groups' }, groups.map(groupChip)),
      addToGroup(),
      el('h3', {}, 'Company policy'),
      el(
        'div',
        { class: 'inline' },
        deedButton({ test: 'entra-attestation-on', label: 'Attestation on', deed: () => administer({ do: 'set-attestation', on: true }) }),
        deedButton({
          test: 'entra-attestation-off',
          label: 'Attestation off',
          deed: () => administer({ do: 'set-attestation', on: false }),
        }),
      ),
    )
  }

  function addToGroup() {
    const input = el('input', {
      type: 'text',
      'data-test': 'entra-group',
      'aria-label': 'Group to add',
      placeholder: 'Add to group',
      value: group,
    })
    input.addEventListener('input', () => {
      group = input.value
    })
    return el(
      'form',
      {
        class: 'inline',
        on: {
          submit: (/** @type {Event} */ event) => {
            event.preventDefault()
            const wanted = group.trim()
            group = ''
            if (wanted) void administer({ do: 'add-to-group', group: wanted })
          },
        },
      },
      input,
      el('button', { type: 'submit', class: 'button', 'data-test': 'entra-add-to-group', 'aria-label': 'Add to group' }, 'Add'),
    )
  }

  return {
    async show() {
      const { personId } = here()
      refusal = ''
      const answer = await company.entra(personId)
      if (here().personId === personId) view = answer
      draw()
    },
    /** @param {string} personId @param {EntraView} answer */
    receive(personId, answer) {
      if (personId !== here().personId) return
      view = answer
      draw()
    },
  }
}

/** @param {string} text @param {string} [kind] */
const badge = (text, kind = '') => el('span', { class: `badge ${kind}` }, text)
