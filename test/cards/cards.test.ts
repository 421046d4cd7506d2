// What every card promises, whatever it says.
import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import { everyMessage, functions, samples } from './every-message.ts'
import { partsOf } from './parts.ts'

// The renderer's own types are written for CommonJS and do not compile here; this is the part of it that we use.
type Context = { readonly eventCount: number; getEventAt(index: number): { message: string } }
const { AdaptiveCard, SerializationContext, Versions } = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js') as {
  AdaptiveCard: new () => {
    parse(json: unknown, context: Context): void
    validateProperties(): { validationEvents: { message: string }[] }
  }
  SerializationContext: new (version: unknown) => Context
  Versions: { v1_5: unknown }
}
const messages = everyMessage('en')
const withoutExits = ['private', 'moved', 'shut']
const names = (found: { name: string }[]) => found.map(({ name }) => name)

describe(`every one of ${messages.length} cards`, () => {
  it('has a sample', () => {
    const made = Object.keys(functions).filter((name) => name !== 'inPrivate')
    expect([...samples.keys()].sort()).toEqual(made.sort())
  })
  it('leads to a person and to "not now"', () => {
    const employee = messages.filter(({ cardName }) => !withoutExits.includes(cardName))
    expect(
      names(employee.filter(({ card }) => !['conversation.person', 'conversation.not-now'].every((verb) => card.offers.includes(verb)))),
    ).toEqual([])
    expect(messages.filter(({ cardName }) => withoutExits.includes(cardName)).flatMap(({ card }) => card.offers)).toEqual([])
  })
  it('has at most three buttons a row, with titles of at most 26 characters (a link: 30, alone in its row)', () => {
    const rows = messages.flatMap(({ name, card }) => partsOf(card).rows.map((row) => ({ name, row })))
    expect(names(rows.filter(({ row }) => row.length > 3 || row.length === 0))).toEqual([])
    const links = rows.filter(({ row }) => row.some(({ type }) => type === 'Action.OpenUrl'))
    expect(names(links.filter(({ row }) => row.length > 1 || (row[0]?.title.length ?? 0) > 30))).toEqual([])
    const titles = rows
      .filter((one) => !links.includes(one))
      .flatMap(({ name, row }) => row.map(({ title }) => ({ name: `${name}: ${title}`, title })))
    expect(names(titles.filter(({ title }) => title.length > 26))).toEqual([])
  })
  it('no button stands twice on it', () => {
    const twice = messages.filter(({ card }) => {
      const titles = partsOf(card)
        .rows.flat()
        .map(({ title }) => title)
      return new Set(titles).size < titles.length
    })
    expect(names(twice)).toEqual([])
  })
  it('carries in each button its own id and the choice, and nothing else', () => {
    for (const { card } of messages) {
      for (const button of partsOf(card)
        .rows.flat()
        .filter(({ type }) => type !== 'Action.OpenUrl')) {
        const { choice, ...data } = button.data ?? {}
        expect(button.type).toBe('Action.Execute')
        expect(data).toEqual({ card: 'card-1' })
        expect(['string', 'undefined']).toContain(typeof choice)
        expect(button.fallback).toMatchObject({ type: 'Action.Submit', data: { ...button.data, verb: button.verb } })
        expect(card.offers).toContain(button.verb)
      }
    }
  })
  it('B3: a link is https and its title shows the host', () => {
    const links = messages.flatMap(({ card }) =>
      partsOf(card)
        .rows.flat()
        .filter(({ type }) => type === 'Action.OpenUrl'),
    )
    expect(links.length).toBeGreaterThan(0)
    for (const { title, url } of links) {
      expect(URL.parse(url ?? '')?.protocol).toBe('https:')
      expect(title).toContain(URL.parse(url ?? '')?.host)
    }
  })
  it('says in plain text all that is drawn, with every button named', () => {
    for (const { card } of messages) {
      const { title, paragraphs, list, facts, rows, choices, footer } = partsOf(card)
      const spoken = [
        title,
        ...paragraphs.filter((text) => !text.includes('square code. It opens')),
        ...list,
        ...facts,
        ...choices,
        ...footer,
      ]
      for (const part of [...spoken, ...rows.flat().map((button) => button.title)]) expect(card.text).toContain(part ?? '')
      expect(card.json.fallbackText).toBe(card.text)
      expect(card.json.speak).toBe(card.text)
    }
  })
  it('has a text for every picture', () => {
    expect(messages.flatMap(({ card }) => partsOf(card).images).filter(({ altText }) => !altText)).toEqual([])
  })
  it('is a clean Adaptive Card 1.5 of less than 28 KB, with no placeholder left', () => {
    for (const { name, card } of messages) {
      const context = new SerializationContext(Versions.v1_5)
      const parsed = new AdaptiveCard()
      parsed.parse(card.json, context)
      const events = Array.from({ length: context.eventCount }, (_, index) => context.getEventAt(index).message)
      expect([...events, ...parsed.validateProperties().validationEvents.map(({ message }) => message)], name).toEqual([])
      const sent = JSON.stringify(card.json)
      expect(Buffer.byteLength(sent), name).toBeLessThan(28 * 1024)
      expect(sent, name).not.toMatch(/\$\{|\{label|\{button|undefined/)
      expect(card.text, name).not.toMatch(/[{}]|undefined/)
    }
  })
  it('C6: a card that speaks of a start pass says that nobody asks for it', () => {
    const pass = messages.filter(({ card }) => /start pass|Temporary Access Pass/.test(partsOf(card).paragraphs.join(' ')))
    expect(names(pass.filter(({ card }) => !/never|nobody/i.test(partsOf(card).paragraphs.join(' '))))).toEqual([])
    expect(pass.length).toBeGreaterThan(4)
  })
})

describe('words that must not be said', () => {
  it('nothing promises that a passkey moves to a new phone, and Bluetooth is named only where the square code can work', () => {
    expect(names(messages.filter(({ card }) => /already there|synced/i.test(card.text)))).toEqual([])
    const radio = messages.filter(({ card }) => /bluetooth/i.test(card.text))
    expect(names(radio).filter((name) => !/ladder|trouble\.(qr-bluetooth|lock-and-net)/.test(name))).toEqual([])
  })
  it('a card that could not look says neither "done" nor "you have none"', () => {
    const blind = messages.filter(({ cardName }) => cardName === 'cannotSee')
    expect(names(blind.filter(({ card }) => /\bdone\b|you have no|none/i.test(card.text)))).toEqual([])
  })
})
