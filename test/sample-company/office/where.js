// Who sits at the page, on which device and at which tab. The URL hash holds it: #<personId>/<device>[/channel].

/** @typedef {import('../office-api.ts').TeamsOn} TeamsOn */
/** @typedef {{ personId: string, on: TeamsOn, tab: 'chat' | 'channel' }} Where */

/** @type {TeamsOn[]} */
export const devices = ['iOS', 'Android', 'Windows', 'Mac', 'Web']

/** @type {Set<(now: Where, before: Where) => void>} */
const listeners = new Set()

/** @returns {Where} */
function read() {
  const [personId = '', on = '', tab] = location.hash.slice(1).split('/').map(decodeURIComponent)
  return { personId, on: devices.find((device) => device === on) ?? 'Windows', tab: tab === 'channel' ? 'channel' : 'chat' }
}

let now = read()

export const here = () => now

/** @param {Partial<Where>} change */
export function go(change) {
  const next = { ...now, ...change }
  location.hash = [next.personId, next.on, ...(next.tab === 'channel' ? ['channel'] : [])].map(encodeURIComponent).join('/')
  arrive()
}

/** @param {(now: Where, before: Where) => void} listener */
export const onMove = (listener) => listeners.add(listener)

function arrive() {
  const before = now
  now = read()
  if (before.personId === now.personId && before.on === now.on && before.tab === now.tab) return
  for (const listener of listeners) listener(now, before)
}

window.addEventListener('hashchange', arrive)
