// Takes a drawn card apart again, the way a person meets it: what is said, and what can be pressed.
import type { Card } from '../../cards/card.ts'

interface Element {
  type: string
  text?: string
  size?: string
  style?: string
  facts?: { title: string; value: string }[]
  actions?: Action[]
  columns?: { items: Element[] }[]
  items?: Element[]
  choices?: { title: string }[]
  altText?: string
  label?: string
}

export interface Action {
  type: string
  title: string
  verb?: string
  data?: Record<string, unknown>
  url?: string
  fallback?: { type: string; data: Record<string, unknown> }
}

export interface Parts {
  /** All of it from top to bottom, a line each. */
  lines: string[]
  title: string | undefined
  paragraphs: string[]
  list: string[]
  facts: string[]
  choices: string[]
  rows: Action[][]
  footer: string[]
  images: { altText?: string }[]
}

export function partsOf(card: Card): Parts {
  const body = (card.json.body as unknown as Element[]).flatMap((element) => [
    element,
    ...(element.columns ?? []).flatMap(({ items }) => items),
    ...(element.type === 'Container' ? (element.items ?? []) : []),
  ])
  const texts = body.filter(({ type }) => type === 'TextBlock')
  const prose = texts.filter(({ style, size }) => style !== 'heading' && size !== 'Small').map(({ text }) => text ?? '')
  return {
    lines: body.flatMap(linesOf),
    title: texts.find(({ style }) => style === 'heading')?.text,
    paragraphs: prose.filter((text) => !text.startsWith('• ')),
    list: prose.filter((text) => text.startsWith('• ')),
    facts: body.flatMap(({ facts }) => facts ?? []).map(({ title, value }) => `${title}: ${value}`),
    choices: body.flatMap(({ choices }) => choices ?? []).map(({ title }) => title),
    rows: body.filter(({ type }) => type === 'ActionSet').map(({ actions }) => actions ?? []),
    footer: texts.filter(({ size }) => size === 'Small').map(({ text }) => text ?? ''),
    images: body.filter(({ type }) => type === 'Image'),
  }
}

function linesOf({ type, style, text, facts, choices, actions, altText, label }: Element): string[] {
  if (type === 'TextBlock') return [style === 'heading' ? `**${text}**` : (text ?? '')]
  if (type.startsWith('Input.') && label !== undefined) return [`${label}: ____`]
  if (type === 'Image') return [`(picture: ${altText})`]
  if (type === 'ActionSet') return [(actions ?? []).map(({ title }) => `[${title}]`).join(' ')]
  return [...(facts ?? []).map(({ title, value }) => `${title}: ${value}`), ...(choices ?? []).map(({ title }) => `( ) ${title}`)]
}

const withStop = (text: string) => (/[.!?:]$/.test(text) ? text : `${text}.`)

/** What a person reads as prose: a line break ends no sentence for the measure, so each line gets its stop (plain-language.md §4). */
export function prose(card: Card): string {
  const { title, paragraphs, list } = partsOf(card)
  return (
    [title, ...paragraphs, ...list]
      .filter((line) => line !== undefined)
      .map(withStop)
      .join(' ')
      // Bullets and the numbers of what to do are no words.
      .replace(/• |(?<!\S)\p{Nd}+\s?[:：]\s?(?=\P{Nd})/gu, '')
  )
}

/** The same, with what we cannot word ourselves taken out: labels become "this", addresses "link". */
export function cleaned(card: Card): string {
  return prose(card)
    .replace(/“[^”]*”/g, 'this')
    .replace(/\S+@\S+?(?=[.,]?(\s|$))|https?:\S+|\b[\w-]+(\.[\w-]+)+\b/g, 'link')
}

/** Does not break at "5.": a stop ends a sentence where a space and a capital, or nothing, follows. */
export function sentences(text: string): string[] {
  return text.split(/(?<=[.!?:])\s+(?=[\p{Lu}“\d])/u).filter((one) => one.trim() !== '')
}

export const wordsIn = (text: string): string[] => text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word))
