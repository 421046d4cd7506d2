// Puts a card together: words in the reader's language, buttons, exits, and the same message as plain text.
import type { Card, Helpdesk, Reader } from './card.ts'
import { contactFacts } from './contact.ts'
import type { ButtonId, MessageId, Paragraphs } from './content/content.ts'
import { inDirection, isRightToLeft, type Language, languageOfReader, type Values } from './content/language.ts'
import { type Layout, render } from './render.ts'
import { suited } from './suited.ts'
import type { Verb } from './verbs.ts'

/** A button: what it says (a key, or words that the step brings along) and what it does. */
export interface Press {
  label: ButtonId | { words: string }
  verb: Verb
  choice?: string
  /** Opens a dialog instead of being answered by a card. */
  dialog?: true
}

/** A field of a form. `name` is what its value is called in a turn's `inputs`. */
export interface Field {
  name: string
  label: string
  /** What must not stay empty says so in these words. */
  missing?: string
  value?: string
  /** One line, or room for several; absent for a choice. */
  lines?: 'one' | 'several'
  atMost?: number
  choices?: { title: string; value: string }[]
}

/** As it stands in the card, apart from what buttons carry. */
export const inputId = (name: string) => `in-${name}`

export interface Parts {
  layout?: Layout
  lead?: string
  title?: string
  paragraphs: string[]
  /** Paragraphs that say what to do, one thing after the other. */
  deeds?: boolean
  /** A face, finger or PIN is needed for it. */
  unlocks?: boolean
  list?: string[]
  contact?: Helpdesk
  facts?: { name: string; value: string }[]
  /** Fields to fill in; a layout `form` shows them. */
  inputs?: Field[]
  choices?: { title: string; value: string }[]
  /** What the choices are of; absent, phones. */
  choiceLabel?: string
  link?: { title: string; url: string }
  picture?: { url: string; alt: string; text: string }
  footer?: string
  /** Broken where they get too wide for a small phone; the exits follow as a row of their own. */
  rows?: Press[][]
  /** None of them is the way on, so none is stressed. */
  equals?: boolean
  exits?: 'all' | 'not-now' | 'none'
  /** Offers "More", quietly: beside the footer where there is one. */
  more?: boolean
}

export const press = (label: Press['label'], verb: Verb, choice?: string): Press => ({
  label,
  verb,
  ...(choice === undefined ? {} : { choice }),
})

/** The message of that key, and whatever else the card shows. */
export function message(reader: Reader, ids: MessageId | MessageId[], parts: Partial<Parts> & { values?: Values } = {}): Card {
  const spoken = languageOfReader(reader)
  const all = [ids].flat().map((id) => spoken.words.messages[id])
  const { values, ...rest } = parts
  const title = all.map((one) => one.title).find((one) => one !== undefined)
  return compose(reader, { title, paragraphs: all.flatMap(({ body }) => said(spoken, body, values)), ...rest })
}

/** Paragraphs with their values in place; those that lack one are left out. */
export function said(spoken: Language, paragraphs: Paragraphs, values?: Values): string[] {
  return paragraphs.map((text) => spoken.say(text, values)).filter((text) => text !== undefined)
}

export function compose(reader: Reader, given: Parts): Card {
  const spoken = languageOfReader(reader)
  const parts = suited(spoken, reader.needs ?? [], given)
  const facts = [...(parts.facts ?? []), ...contactFacts(spoken, parts.contact)]
  const fields = parts.inputs ?? []
  const rows = (parts.rows ?? []).flatMap((row) => fitting(spoken, row))
  const more = parts.more ? [press({ words: spoken.words.exits.more }, 'conversation.more')] : []
  const withFooter = parts.layout === 'step' && parts.footer !== undefined
  const exits = [...fitting(spoken, exitRow(spoken, parts.exits ?? 'all')), ...(withFooter ? [] : fitting(spoken, more))]
  const buttons = [...rows, ...exits, ...(withFooter ? [more] : [])].flat()
  const text = asText(
    spoken,
    parts,
    facts,
    buttons.map(({ label }) => titleOf(spoken, label)),
  )
  const json = render(parts.layout ?? 'message', {
    text,
    rtl: isRightToLeft(spoken.locale),
    lead: one(parts.lead, (lead) => ({ text: lead })),
    title: one(parts.title, (title) => ({ text: title })),
    paragraphs: parts.paragraphs.map((paragraph) => ({ text: paragraph })),
    list: (parts.list ?? []).map((item) => ({ text: item })),
    contact: facts.length > 0 ? [{ facts }] : [],
    rows: rows.map((row, index) => ({
      buttons: row.map((button, place) => drawn(reader, spoken, button, !parts.equals && index + place === 0)),
    })),
    exits: exits.map((row) => ({ buttons: row.map((button) => drawn(reader, spoken, button, false)) })),
    link: one(parts.link, (link) => link),
    picture: one(parts.picture, (picture) => picture),
    form: fields.length > 0 ? [{ inputs: fields.map(drawnField) }] : [],
    choices: parts.choices ?? [],
    label: parts.choiceLabel ?? spoken.words.frame.pick,
    missing: spoken.words.frame['pick-missing'],
    footer: one(parts.footer, (footer) => ({ text: footer })),
    foot: one(parts.footer, (footer) => ({ text: footer, buttons: more.map((button) => drawn(reader, spoken, button, false)) })),
  })
  const offers = [...buttons.map(({ verb }) => verb), ...fields.map(({ name }) => inputId(name))]
  return { json, text, offers: [...new Set(offers)] }
}

const one = <T, R>(value: T | undefined, make: (value: T) => R): R[] => (value === undefined ? [] : [make(value)])

function drawnField({ name, label, missing, value, lines, atMost, choices }: Field): object {
  const required = missing === undefined ? {} : { isRequired: true, errorMessage: missing }
  const common = { id: inputId(name), label, ...required, ...(value === undefined ? {} : { value }) }
  if (choices) return { type: 'Input.ChoiceSet', style: 'compact', ...common, choices }
  return { type: 'Input.Text', isMultiline: lines === 'several', maxLength: atMost ?? 300, ...common }
}

function drawn(reader: Reader, spoken: Language, { label, verb, choice, dialog }: Press, first: boolean): object {
  const data = { card: reader.cardId, ...(choice === undefined ? {} : { choice }) }
  // Buttons that answer a question are equals; only the way on is stressed.
  const style = first && choice === undefined ? 'positive' : 'default'
  const title = inDirection(spoken.locale, titleOf(spoken, label))
  // Dialogs know only submits; Teams reads its own mark in the data and asks for the dialog.
  if (dialog) return { type: 'Action.Submit', title, style, verb, data: { ...data, verb, msteams: { type: 'task/fetch' } }, submit: {} }
  // An old client sends a submit, which has no verb of its own.
  return { type: 'Action.Execute', title, style, verb, data, submit: { ...data, verb } }
}

function titleOf({ words }: Language, label: Press['label']): string {
  return typeof label === 'string' ? words.buttons[label] : label.words
}

function exitRow({ words }: Language, which: NonNullable<Parts['exits']>): Press[] {
  const person = press({ words: words.exits.person }, 'conversation.person')
  const notNow = press({ words: words.exits['not-now'] }, 'conversation.not-now')
  return { all: [person, notNow], 'not-now': [notNow], none: [] }[which]
}

// A card on a 320 pixel phone has 286 for its buttons; measured with Microsoft's renderer, where a title that does not fit is cut.
const room = 286
const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu
const widthOf = (title: string) => 26 + 7.4 * title.length + 7 * (title.match(wide)?.length ?? 0)

/** Breaks a row where the next button would be cut, and after three. */
function fitting(spoken: Language, row: Press[]): Press[][] {
  const rows: Press[][] = []
  let left = 0
  for (const button of row) {
    const needed = widthOf(titleOf(spoken, button.label))
    const last = rows.at(-1)
    if (last === undefined || last.length === 3 || needed > left) rows.push([button])
    else last.push(button)
    left = (rows.at(-1)?.length === 1 ? room : left) - needed - 8
  }
  return rows
}

/** Several things one of which is chosen, as the language lists them. */
const oneOf = (locale: string, options: string[]) => new Intl.ListFormat(locale, { type: 'disjunction' }).format(options)

function asText(spoken: Language, parts: Parts, facts: { name: string; value: string }[], buttons: string[]): string {
  const { frame, quoted } = spoken.words
  const fact = ({ name, value }: { name: string; value: string }) =>
    frame.fact.replace('{name}', () => name).replace('{value}', () => value)
  const options = [...(parts.choices ?? []).map(({ title }) => title), ...buttons].map((title) => quoted.replace('{text}', () => title))
  return [
    parts.lead,
    parts.title,
    ...parts.paragraphs,
    ...(parts.list ?? []).map((item) => `• ${item}`),
    ...facts.map(fact),
    ...(parts.inputs ?? []).map(({ label }) => label),
    parts.link && `${parts.link.title}: ${parts.link.url}`,
    parts.footer,
    options.length > 0 ? frame.answers.replace('{answers}', () => oneOf(spoken.locale, options)) : undefined,
  ]
    .filter((line) => line !== undefined)
    .join('\n')
}
