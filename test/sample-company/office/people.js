// Who one can be: everybody of the sample company, to search and choose from.
import { el, redraw } from './dom.js'
import { avatar } from './message.js'
import { go, here } from './where.js'

/** @typedef {import('../office-api.ts').Person} Person */

/** @param {HTMLElement} room @param {() => Person[]} people @param {() => void} onChosen */
export function peopleRoom(room, people, onChosen) {
  /** People with an answer that nobody has read yet. @type {Set<string>} */
  const unread = new Set()
  const search = el('input', { type: 'search', 'data-test': 'people-search', 'aria-label': 'Search people', placeholder: 'Search people' })
  const list = el('ul', { class: 'people-list' })
  const none = el('p', { class: 'empty', role: 'status' })
  room.replaceChildren(
    el('header', { class: 'room-head' }, el('h2', {}, 'Be anybody'), el('p', { class: 'subtle' }, 'The people of the sample company')),
    search,
    none,
    list,
  )

  /** @param {Person} person */
  function entry(person) {
    const isHere = person.id === here().personId
    return el(
      'li',
      {},
      el(
        'button',
        {
          type: 'button',
          class: 'person',
          'data-test': `person-${person.id}`,
          'aria-current': isHere && 'true',
          on: {
            click: () => {
              go({ personId: person.id })
              onChosen()
            },
          },
        },
        avatar(person.name),
        el(
          'span',
          { class: 'person-words' },
          el('strong', { dir: 'auto' }, person.name),
          el('span', { class: 'subtle', dir: 'auto' }, person.title),
          el('span', { class: 'story', dir: 'auto' }, person.story),
        ),
        unread.has(person.id) && el('span', { class: 'unread' }, el('span', { class: 'hidden' }, 'new message')),
      ),
    )
  }

  function draw() {
    unread.delete(here().personId)
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean)
    const found = people().filter((one) => {
      const all = `${one.name} ${one.title} ${one.story} ${one.mail}`.toLowerCase()
      return words.every((word) => all.includes(word))
    })
    none.textContent = found.length ? '' : 'Nobody is found.'
    redraw(list, found.map(entry))
  }

  search.addEventListener('input', draw)
  room.addEventListener('keydown', (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (!step) return
    const buttons = /** @type {HTMLElement[]} */ ([...list.querySelectorAll('button')])
    const place = buttons.indexOf(/** @type {HTMLElement} */ (document.activeElement))
    event.preventDefault()
    const next = place + step < 0 ? search : buttons[place + step]
    next?.focus()
  })

  return {
    show() {
      draw()
      list.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest' })
    },
    /** @param {string} personId */
    hasNews(personId) {
      if (personId === here().personId || unread.has(personId)) return
      unread.add(personId)
      draw()
    },
  }
}
