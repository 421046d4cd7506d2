// The Teams window: the person's chat with the bot, the helpdesk channel, and the box to write in.
import { company } from './company.js'
import { Conversation } from './conversation.js'
import { closeDialog } from './dialog.js'
import { choice, el } from './dom.js'
import { icon } from './icons.js'
import { avatar, drawNote } from './message.js'
import { themeButton } from './theme.js'
import { devices, go, here } from './where.js'

/** @typedef {import('../office-api.ts').Person} Person */
/** @typedef {import('../office-api.ts').OfficeEvent} OfficeEvent */

const botName = 'Unlock'
/** Chats that were opened since the page was loaded, one for each device. @type {Set<string>} */
const opened = new Set()

/** @param {HTMLElement} room @param {() => Person[]} people */
export function chatRoom(room, people) {
  const person = () => people().find((one) => one.id === here().personId)
  /** The channel is seen as somebody of the helpdesk sees it, whoever sits in the chat meanwhile. */
  const agents = () => people().filter(({ helpdesk }) => helpdesk)
  let agentId = ''
  function me() {
    const { personId, tab } = here()
    if (tab === 'chat') return personId
    if (agentId) return agentId
    return agents().some(({ id }) => id === personId) ? personId : (agents()[0]?.id ?? personId)
  }
  const meHere = () => people().find((one) => one.id === me())
  /** Cards name people by their Teams id (`29:…`). */
  const myIds = () => [me(), meHere()?.teamsId ?? me()]
  /** In the channel people stand with their names. @param {string} from */
  const isMine = (from) => from === 'person' || from === me() || from === meHere()?.name
  const list = el('div', { class: 'messages', 'data-test': 'chat', role: 'log', 'aria-live': 'polite', tabindex: '0' })
  const conversation = new Conversation(list, { nameOf, myIds, isMine, me, onLink })
  const head = el('header', { class: 'chat-head' })
  const problem = el('div', { class: 'chat-problem' })
  const box = el('textarea', {
    id: 'message-box',
    rows: '1',
    dir: 'auto',
    'data-test': 'message-box',
    'aria-label': 'Message',
    placeholder: 'Type a message',
  })
  const send = el('button', { type: 'submit', class: 'send', 'data-test': 'send', 'aria-label': 'Send', title: 'Send' }, icon('send'))
  const form = el('form', { class: 'composer' }, box, send)
  room.replaceChildren(head, list, problem, form)

  /** @param {string} from */
  function nameOf(from) {
    if (from === 'bot') return botName
    return people().find((one) => one.id === from)?.name ?? (from === 'person' ? (person()?.name ?? '') : from)
  }

  /** @param {string} url @param {string} _id @param {(note: import('./message.js').Note) => void} say */
  function onLink(url, _id, say) {
    const phone = person()?.phoneModel ?? 'none'
    const opensChat = /^https:\/\/teams\.(microsoft|cloud\.microsoft)(\.com)?\/l\//.test(url)
    if (!opensChat || phone === 'none') return say({ text: `Would open: ${url}`, kind: 'note' })
    const on = phone.startsWith('iphone') ? 'iOS' : 'Android'
    say({ text: `Would open: ${url}\nThis link opens Teams on the phone, so you are now on the phone (${on}).`, kind: 'note' })
    go({ on, tab: 'chat' })
  }

  function drawHead() {
    const { tab, on } = here()
    /** @param {'chat' | 'channel'} to @param {string} label */
    const tabButton = (to, label) =>
      el(
        'button',
        {
          type: 'button',
          class: 'tab',
          'data-test': `${to}-tab`,
          'aria-current': tab === to && 'true',
          on: { click: () => go({ tab: to }) },
        },
        label,
      )
    const who = meHere()
    head.replaceChildren(
      el(
        'div',
        { class: 'chat-title' },
        avatar(botName, true),
        el('div', {}, el('h1', {}, botName), el('p', { class: 'who', dir: 'auto' }, who ? `You are ${who.name}` : '')),
      ),
      el('nav', { class: 'tabs', 'aria-label': 'Conversations' }, tabButton('chat', 'Chat'), tabButton('channel', 'Helpdesk channel')),
      el(
        'div',
        { class: 'chat-tools' },
        tab === 'channel' &&
          choice({
            label: 'Seen by',
            test: 'agent',
            value: me(),
            options: [...agents(), ...(person() && !person()?.helpdesk ? [/** @type {Person} */ (person())] : [])].map(({ id, name }) => [
              id,
              name,
            ]),
            onChange: (id) => {
              agentId = id
              closeDialog()
              void showNow()
            },
          }),
        choice({
          label: 'Teams on',
          test: 'device',
          value: on,
          options: devices.map((device) => [device, device]),
          onChange: (device) => go({ on: /** @type {any} */ (device) }),
        }),
        themeButton(),
      ),
    )
    list.setAttribute('aria-label', tab === 'chat' ? `Chat with ${botName}` : 'Helpdesk channel')
    room.setAttribute('aria-label', tab === 'chat' ? 'Chat' : 'Helpdesk channel')
    box.placeholder = tab === 'chat' ? 'Type a message' : 'Write to the channel'
  }

  async function read() {
    const { personId, tab } = here()
    if (!personId) return
    await conversation.load(() => (tab === 'chat' ? company.chat(personId) : company.channel(me())))
  }

  async function openOnce() {
    const { personId, on, tab } = here()
    const key = `${personId} ${on}`
    if (!personId || tab !== 'chat' || opened.has(key)) return
    opened.add(key)
    await company.open(personId, on)
  }

  /** @param {string} [text] */
  const complain = (text) => problem.replaceChildren(...(text ? [drawNote({ text, kind: 'error' })] : []))

  async function sendMessage() {
    const text = box.value.trim()
    const { personId, on, tab } = here()
    if (!text || !personId) return
    box.value = ''
    complain()
    box.style.height = ''
    try {
      const answer = await company.say(me(), { text, on, in: tab === 'channel' ? 'helpdesk-channel' : 'personal' })
      if ((answer?.botStatus ?? 200) >= 300) complain('Unable to reach the app. Please try again.')
    } catch {
      complain('Your message was not sent. Please try again.')
      box.value ||= text
    }
    await read()
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void sendMessage()
  })
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
    event.preventDefault()
    form.requestSubmit()
  })
  box.addEventListener('input', () => {
    box.style.height = 'auto'
    box.style.height = `${Math.min(box.scrollHeight, 140)}px`
  })

  let shown = ''
  async function showNow() {
    const { tab } = here()
    const hadFocus = head.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement).dataset.test : undefined
    drawHead()
    if (hadFocus) /** @type {HTMLElement | null} */ (head.querySelector(`[data-test="${hadFocus}"]`))?.focus()
    if (shown !== `${me()} ${tab}`) {
      closeDialog()
      conversation.empty()
      complain()
    }
    shown = `${me()} ${tab}`
    await read()
    await openOnce().catch((error) => complain(error.message))
  }
  return {
    show: showNow,
    /** @param {OfficeEvent} event */
    receive(event) {
      const { personId, tab } = here()
      if (event.type === 'chat' && tab === 'chat' && event.personId === personId) conversation.receive(event.item)
      if (event.type === 'channel' && tab === 'channel') conversation.receive(event.item)
    },
  }
}
