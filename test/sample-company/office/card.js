// An Adaptive Card as Teams shows it, drawn with Microsoft's own renderer.
import { hostConfig } from './host-config.js'
import { theme } from './theme.js'

/** The renderer and the markdown library stand in the page as globals. @type {any} */
const { AdaptiveCards, markdownit } = window

/** @typedef {{ type: string, verb?: string, data?: Record<string, unknown>, title?: string }} CardAction */
/** @typedef {(action: CardAction, inputs: Record<string, string>, button: HTMLElement | undefined) => void} OnPress */

const markdown = markdownit({ html: false, linkify: false })
AdaptiveCards.AdaptiveCard.onProcessMarkdown = (/** @type {string} */ text, /** @type {any} */ result) => {
  result.outputHtml = markdown.render(text)
  result.didProcess = true
}
AdaptiveCards.GlobalSettings.setTabIndexAtCardRoot = false

/**
 * Gives every action an id, so that a press can be told in the very words of the card.
 * @param {any} node
 * @param {Map<string, CardAction>} actions
 * @returns {any}
 */
function nameActions(node, actions) {
  if (Array.isArray(node)) return node.map((/** @type {any} */ one) => nameActions(one, actions))
  if (node === null || typeof node !== 'object') return node
  const isAction = typeof node.type === 'string' && node.type.startsWith('Action.')
  /** @type {any} */
  const copy = {}
  for (const [key, value] of Object.entries(node)) copy[key] = key === 'data' ? value : nameActions(value, actions)
  if (isAction) {
    copy.id ??= `action-${actions.size}`
    actions.set(copy.id, node)
  }
  return copy
}

/**
 * @param {Record<string, unknown>} json
 * @param {OnPress} onPress
 * @param {(url: string) => void} onLink
 * @returns {HTMLElement}
 */
export function drawCard(json, onPress, onLink) {
  /** @type {Map<string, CardAction>} */
  const actions = new Map()
  const card = new AdaptiveCards.AdaptiveCard()
  card.hostConfig = new AdaptiveCards.HostConfig(hostConfig(theme()))
  card.onAnchorClicked = (/** @type {any} */ _element, /** @type {HTMLAnchorElement} */ anchor) => {
    onLink(anchor.href)
    return true
  }
  card.onExecuteAction = (/** @type {any} */ action) => {
    const asWritten = actions.get(action.id)
    if (action.url) return onLink(action.url)
    if (!asWritten) return
    const wantsInputs = /** @type {any} */ (asWritten).associatedInputs?.toLowerCase() !== 'none'
    onPress(asWritten, wantsInputs ? inputsOf(card) : {}, action.renderedElement)
  }
  card.parse(nameActions(json, actions))
  const drawn = /** @type {HTMLElement | undefined} */ (card.render())
  const frame = document.createElement('div')
  frame.className = 'card'
  if (drawn) frame.append(drawn)
  finish(frame)
  return frame
}

/** @param {any} card @returns {Record<string, string>} */
function inputsOf(card) {
  const filled = card.getAllInputs().filter((/** @type {any} */ input) => input.id && input.value !== undefined && input.value !== '')
  return Object.fromEntries(filled.map((/** @type {any} */ input) => [input.id, String(input.value)]))
}

/** What Teams does and the renderer does not: text in its own direction, buttons that say their whole label. @param {HTMLElement} frame */
function finish(frame) {
  for (const text of frame.querySelectorAll('.ac-textBlock, .ac-textBlock p, .ac-textBlock li, .ac-richTextBlock, label, select, button')) {
    text.setAttribute('dir', 'auto')
  }
  for (const input of frame.querySelectorAll('input[type=text], textarea')) input.setAttribute('dir', 'auto')
}

/** A plain message of the bot, in which Teams reads markdown. @param {string} text @param {(url: string) => void} onLink */
export function drawText(text, onLink) {
  const body = [{ type: 'TextBlock', text, wrap: true }]
  const drawn = drawCard({ type: 'AdaptiveCard', version: '1.5', body }, () => {}, onLink)
  drawn.className = 'plain'
  return drawn
}
