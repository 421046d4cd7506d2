// The words, the labels and the keys between them.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import en from '../../cards/content/en.json' with { type: 'json' }
import { labelTable } from '../../cards/content/labels.ts'
import { language, locales } from '../../cards/content/language.ts'
import links from '../../cards/content/links.json' with { type: 'json' }
import trouble from '../../cards/content/trouble.en.json' with { type: 'json' }
import { type NoticeView, noticeMail } from '../../cards/notice.ts'
import { everyMessage, samples } from './every-message.ts'
import { partsOf } from './parts.ts'

const source = ['en', 'trouble.en']
  .map((file) => readFileSync(new URL(`../../cards/content/${file}.json`, import.meta.url), 'utf8'))
  .join('\n')
const messages = everyMessage('en')
/** What is read in a mail, and so on no card. */
const mails = Object.values(samples.get('notice') ?? {}).map(
  (view) => noticeMail({ cardId: 'card-1', locale: 'en' }, view as NoticeView).text,
)
const said = [...messages.map(({ card }) => `${card.text}\n${JSON.stringify(card.json)}`), ...mails].join('\n')

describe('labels', () => {
  const used = [...source.matchAll(/\{label\.([\w.-]+)\}/g)].map(([, key]) => key ?? '')
  it('every quoted label is in the table, and every entry is quoted somewhere', () => {
    expect([...new Set(used)].sort()).toEqual(Object.keys(labelTable).sort())
  })
  it.each(Object.entries({ ...labelTable, ...links }))('%s says where it was seen and when', (_key, fact) => {
    expect(fact.source).not.toBe('')
    expect(fact.lastVerified).toMatch(/^20\d\d-\d\d-\d\d$/)
    for (const label of Object.values('elsewhere' in fact ? (fact.elsewhere ?? {}) : {})) {
      expect(label.source).not.toBe('')
      expect(['high', 'medium']).toContain(label.confidence)
    }
  })
  it('nobody types a quoted label into a message by hand', () => {
    expect([...source.matchAll(/“[^{”]/g)].map(([text]) => text)).toEqual([])
  })
})

describe('content', () => {
  it('every text is shown by some card', () => {
    const fixed = (text: string) => text.split('{')[0]?.trim() ?? ''
    const spare = [
      ...Object.values(en.buttons),
      ...Object.values(en.exits),
      ...Object.values(en.phones),
      ...Object.values(en.messages).flatMap(({ body }) => body),
      ...Object.values(trouble.buttons),
      ...Object.values(trouble.questions).flatMap((question) => Object.values(question)),
      ...Object.values(trouble.help).flatMap(({ body }) => body),
    ]
    expect(spare.filter((text) => !said.includes(fixed(text)))).toEqual([])
  })
  it('every lead and every reading has its words', () => {
    expect(Object.values(en.leads).every((text) => text.endsWith('.'))).toBe(true)
    expect(Object.values(en.readings).filter((text) => text.length > 26)).toEqual([])
  })
  it.each(locales)('a notice speaks to whom the account belongs to without their name, and to others with it (%s)', (locale) => {
    const notices = everyMessage(locale).filter(({ cardName }) => cardName === 'notice')
    const toThem = notices.filter(({ name }) => name.startsWith('notice · person'))
    expect(toThem).toHaveLength(6)
    expect(toThem.filter(({ card }) => card.text.includes('Ines')).map(({ name }) => name)).toEqual([])
    const toOthers = notices.filter((one) => !toThem.includes(one))
    expect(toOthers.filter(({ card }) => !partsOf(card).paragraphs[0]?.includes('Ines')).map(({ name }) => name)).toEqual([])
  })
  it('a language nobody wrote yet is answered in English; a country of one we have, in that language', () => {
    expect(locales).toContain('en')
    expect(language('xx-XX').locale).toBe('en')
    expect(language('en-GB').locale).toBe('en')
  })
  it('a step says its words for the most specific phone', () => {
    const iphones = messages
      .filter(({ name }) => name.startsWith('step · switch-on-authenticator'))
      .map(({ card }) => partsOf(card).paragraphs[0])
    expect(new Set(iphones).size).toBe(iphones.length)
    expect(iphones).toHaveLength(7)
  })
})
