// The office: one page with which one person can be anybody in the sample company.
import { chatRoom } from './chat.js'
import { company } from './company.js'
import { deedButton, el } from './dom.js'
import { entraPanel } from './entra.js'
import { faultsPanel } from './faults.js'
import { icon } from './icons.js'
import { live } from './live.js'
import { logPanel } from './log.js'
import { peopleRoom } from './people.js'
import { phoneRoom } from './phone.js'
import { teamsAppPanel } from './teams-app.js'
import { tenantPanel } from './tenant.js'
import { go, here, onMove } from './where.js'

/** @param {string} id */
const part = (id) => /** @type {HTMLElement} */ (document.getElementById(id))

/** @type {import('../office-api.ts').Person[]} */
let staff = []
const people = peopleRoom(
  part('people'),
  () => staff,
  () => enter('chat'),
)
const chat = chatRoom(part('chat'), () => staff)
const phone = phoneRoom(part('phone'))
const entra = entraPanel(part('entra'))
const faults = faultsPanel(part('faults'))
const log = logPanel(part('log'))
const tenant = tenantPanel(part('tenant'), () => staff)
teamsAppPanel(part('teams-app'))

/** On a narrow page one room is seen at a time. @type {[string, string, string][]} */
const rooms = [
  ['people', 'people', 'People'],
  ['chat', 'chat', 'Chat'],
  ['phone', 'phone', 'Phone'],
  ['entra', 'shield', 'Entra'],
]

/** @param {string} room */
function enter(room) {
  document.body.dataset.room = room
  for (const button of part('rooms').children) button.setAttribute('aria-current', String(button.getAttribute('data-for') === room))
  // Only a list that is seen can scroll to the one who is chosen.
  if (room === 'people') people.show()
}

part('rooms').append(
  ...rooms.map(([room, sign, label]) =>
    el('button', { type: 'button', 'data-for': room, 'data-test': `room-${room}`, on: { click: () => enter(room) } }, icon(sign), label),
  ),
)

async function readAll() {
  staff = await company.people()
  if (!staff.some((one) => one.id === here().personId) && staff[0]) go({ personId: staff[0].id, on: here().on })
  people.show()
  await Promise.all([chat.show(), phone.show(), entra.show(), tenant.show(), faults.show(), log.show()])
}

onMove((now, before) => {
  if (now.personId !== before.personId) {
    people.show()
    log.draw()
    void Promise.all([phone.show(), entra.show()]).catch(complain)
  }
  void chat.show().catch(complain)
})

/** @param {Error} error */
function complain(error) {
  console.error(error)
  part('connection').textContent = error.message
  part('connection').hidden = false
}

part('reset').append(
  deedButton({
    test: 'reset',
    label: 'Start over: everything as on the first day',
    deed: () => company.startOver().then(() => location.reload(), complain),
  }),
)
if (new URLSearchParams(location.search).has('chat-only')) document.body.classList.add('chat-only')
enter('chat')
live(
  (event) => {
    if (event.type === 'chat' || event.type === 'channel') chat.receive(event)
    if (event.type === 'chat' && event.item.from === 'bot' && !event.item.typing) people.hasNews(event.personId)
    if (event.type === 'phone') phone.receive(event.personId, event.phone)
    if (event.type === 'entra') entra.receive(event.personId, event.entra)
    if (event.type === 'company') tenant.receive(event.company)
    if (event.type === 'log') log.receive(event.line)
  },
  () => void readAll().catch(complain),
)
await readAll().catch(complain)
