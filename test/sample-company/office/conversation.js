// The messages of one conversation on the page: the person's chat with the bot, or the helpdesk channel.
import { openDialog } from './dialog.js'
import { drawMessage, drawTyping, replaceMessage, showNote } from './message.js'
import { busy, press, refreshOf } from './press.js'
import { onThemeChange, theme } from './theme.js'
import { here } from './where.js'

/** @typedef {import('../office-api.ts').ChatItem} ChatItem */
/** @typedef {import('./message.js').Note} Note */

const typingSeconds = 10

export class Conversation {
  /** @type {Map<string, ChatItem>} */ items = new Map()
  /** @type {Map<string, Note>} */ notes = new Map()
  /** This person's own views by message, each with the base card it was made for. @type {Map<string, { of: string, card: any }>} */ ownViews =
    new Map()
  /** @type {Map<string, string>} */ drawnAs = new Map()
  /** @type {Set<string>} */ refreshed = new Set()
  /** Seen live since the last reading began. @type {Set<string>} */ news = new Set()
  readings = 0
  /** @type {ReturnType<typeof setTimeout> | undefined} */ typingEnds

  /**
   * @param {HTMLElement} list
   * @param {{ nameOf: (from: string) => string, myIds: () => string[], isMine: (from: string) => boolean,
   *   me: () => string, onLink: (url: string, activityId: string, say: (note: Note) => void) => void }} world
   */
  constructor(list, world) {
    this.list = list
    this.world = world
    onThemeChange(() => this.drawAll())
  }

  /** Reads everything there is, oldest first; what happens meanwhile is newer than the answer. @param {() => Promise<ChatItem[]>} read */
  async load(read) {
    this.news.clear()
    const reading = ++this.readings
    const items = await read()
    if (reading !== this.readings) return
    const known = new Set(items.map((item) => item.activityId))
    for (const id of this.items.keys()) if (!known.has(id) && !this.news.has(id)) this.forget(id)
    for (const item of items) if (!this.news.has(item.activityId)) this.take(item)
    this.sort()
    this.toEnd()
  }

  empty() {
    for (const id of this.items.keys()) this.forget(id)
    this.notes.clear()
    this.ownViews.clear()
    this.refreshed.clear()
    this.stopTyping()
  }

  /** What happened just now. @param {ChatItem} item */
  receive(item) {
    this.news.add(item.activityId)
    this.take(item)
  }

  /** @param {ChatItem} item */
  take(item) {
    if (item.typing) return this.startTyping(item)
    if (item.from === 'bot' && !this.items.has(item.activityId)) this.stopTyping()
    this.items.set(item.activityId, item)
    this.draw(item)
    const action = refreshOf(item, this.world.myIds())
    const version = `${item.activityId} ${JSON.stringify(item.card)}`
    if (action && !this.refreshed.has(version)) {
      this.refreshed.add(version)
      void this.press(item, action, {}, undefined, 'automatic')
    }
  }

  /** @param {string} id */
  forget(id) {
    this.items.delete(id)
    this.drawnAs.delete(id)
    this.find(id)?.remove()
  }

  drawAll() {
    for (const item of this.items.values()) this.draw(item)
  }

  /** @param {ChatItem} item */
  draw(item) {
    const id = item.activityId
    const view = this.ownViews.get(id)
    const card = item.ownCard ?? (view && view.of === JSON.stringify(item.card) ? view.card : undefined) ?? item.card
    const looks = JSON.stringify([item, card, theme()])
    if (this.drawnAs.get(id) === looks) return
    this.drawnAs.set(id, looks)
    const drawn = drawMessage({
      item,
      card,
      note: this.notes.get(id),
      mine: this.world.isMine(item.from),
      name: this.world.nameOf(item.from),
      onPress: (action, inputs, button) => this.press(item, action, inputs, button, 'manual'),
      onLink: (url) => this.world.onLink(url, id, (said) => this.note(id, said)),
    })
    const wasAtEnd = this.isAtEnd()
    const old = this.find(id)
    if (old) replaceMessage(old, drawn)
    else this.list.insertBefore(drawn, this.endOfThread(item) ?? this.list.querySelector('.typing'))
    if (wasAtEnd || item.from === 'person') this.toEnd()
  }

  /** @param {string} id @param {Note | undefined} note */
  note(id, note) {
    if (note) this.notes.set(id, note)
    else this.notes.delete(id)
    // Beside the card, not with it: what was typed into its inputs stays.
    const message = this.find(id)
    if (message) showNote(message, note)
  }

  /**
   * @param {ChatItem} item
   * @param {import('./card.js').CardAction} action
   * @param {Record<string, string>} inputs
   * @param {HTMLElement | undefined} button
   * @param {'manual' | 'automatic'} trigger
   */
  async press(item, action, inputs, button, trigger) {
    const { on } = here()
    const personId = this.world.me()
    const id = item.activityId
    if (trigger === 'manual') this.note(id, undefined)
    const end = busy(button)
    const outcome = await press(personId, { activityId: id, action, inputs, on, trigger })
    end()
    if (this.world.me() !== personId) return
    if (outcome.card) this.ownViews.set(id, { of: JSON.stringify(this.items.get(id)?.card), card: outcome.card })
    const current = this.items.get(id)
    if (current) this.draw(current)
    if (trigger === 'manual' && outcome.note) this.note(id, outcome.note)
    if (outcome.dialog)
      openDialog(outcome.dialog, (pressed, filled) =>
        press(personId, { activityId: id, action: pressed, inputs: filled, on, inDialog: true }),
      )
  }

  /** @param {ChatItem} item */
  startTyping(item) {
    const left = typingSeconds * 1000 - (Date.now() - new Date(item.at).valueOf())
    if (item.from !== 'bot' || !(left > 0)) return
    const wasAtEnd = this.isAtEnd()
    this.stopTyping()
    this.list.append(drawTyping(this.world.nameOf('bot')))
    this.typingEnds = setTimeout(() => this.stopTyping(), left)
    if (wasAtEnd) this.toEnd()
  }

  stopTyping() {
    clearTimeout(this.typingEnds)
    this.list.querySelector('.typing')?.remove()
  }

  /** @param {string} id */
  find(id) {
    return this.list.querySelector(`[data-id="${CSS.escape(id)}"]`)
  }

  /** What stands after the thread that an answer belongs to. @param {ChatItem} item */
  endOfThread({ thread }) {
    if (!thread) return null
    const ofThread = [this.find(thread), ...this.list.querySelectorAll(`[data-thread="${CSS.escape(thread)}"]`)]
    return ofThread.at(-1)?.nextSibling ?? null
  }

  /** News that came before the first reading was over stands too early. */
  sort() {
    const shown = /** @type {HTMLElement[]} */ ([...this.list.querySelectorAll('[data-id]')])
    const items = shown.map((one) => this.items.get(one.dataset.id ?? ''))
    /** @param {ChatItem | undefined} item */
    const place = (item) => `${this.items.get(item?.thread ?? '')?.at ?? item?.at} ${item?.thread ? item.at : ''}`
    const order = shown
      .map((one, index) => ({ one, place: place(items[index]) }))
      .sort((a, b) => (a.place < b.place ? -1 : Number(a.place > b.place)))
    if (order.some(({ one }, index) => one !== shown[index])) this.list.prepend(...order.map(({ one }) => one))
  }

  isAtEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.list
    return scrollHeight - scrollTop - clientHeight < 120
  }

  toEnd() {
    this.list.scrollTop = this.list.scrollHeight
  }
}
