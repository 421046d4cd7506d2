// security.md C7–C9: what people and settings files write stays text.
import fc from 'fast-check'
import MarkdownIt from 'markdown-it'
import { describe, expect, it } from 'vitest'
import * as cards from '../../cards/cards.ts'
import { plain, setting } from '../../cards/plain.ts'

const markdown = new MarkdownIt({ html: true, linkify: true })
const harmlessTokens = ['text', 'paragraph_open', 'paragraph_close', 'inline', 'softbreak', 'text_special']
const tokens = (text: string) =>
  markdown
    .parse(text, {})
    .flatMap((token) => [token, ...(token.children ?? [])])
    .map(({ type }) => type)
    .filter((type) => !harmlessTokens.includes(type))

const pieces = [
  '[',
  ']',
  '(',
  ')',
  '*',
  '**',
  '_',
  '__',
  '~~',
  '`',
  '```',
  '<',
  '>',
  '![',
  '](',
  'https://evil.com',
  'www.evil.com',
  'evil.com',
  'a@evil.com',
]
const more = [
  '# ',
  '- ',
  '1. ',
  '+ ',
  '> ',
  '|',
  '\\',
  '\n',
  '\r\n',
  '\u2028',
  '&lt;',
  '&#91;',
  '<at>IT</at>',
  '<b>',
  '\u202e',
  '\u200b',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: that is the attack
  '${$root}',
  '===',
  '---',
  'Kim',
  ' ',
  'é',
]
const nasty = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.array(fc.constantFrom(...pieces, ...more), { maxLength: 12 }).map((parts) => parts.join('')),
)
const cannotBeSeen = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}]/u

describe('text that somebody wrote', () => {
  it('C7: no link, bold, image or other token survives in 1,000 inputs', () => {
    fc.assert(
      fc.property(nasty, (text) => void expect(tokens(`Hello ${plain(text)}.`)).toEqual([])),
      { numRuns: 1000 },
    )
    fc.assert(
      fc.property(nasty, (text) => void expect(tokens(plain(text))).toEqual([])),
      { numRuns: 1000 },
    )
  })
  it('C7: a value from the settings keeps its addresses but gains no markup', () => {
    const links = ['link_open', 'link_close']
    fc.assert(
      fc.property(nasty, (text) => void expect(tokens(setting(text)).filter((type) => !links.includes(type))).toEqual([])),
      { numRuns: 1000 },
    )
    expect(setting('help_desk@contoso.com, +49 30 1234-500 (ask for Kim)')).toBe('help_desk@contoso.com, +49 30 1234-500 (ask for Kim)')
  })
  it('C9: control, direction and zero-width characters are gone, the rest is NFC and short', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        const clean = plain(text)
        expect(clean).not.toMatch(cannotBeSeen)
        expect(clean).toBe(clean.normalize('NFC'))
        expect([...new Intl.Segmenter('en').segment(clean)].length).toBeLessThanOrEqual(60)
        expect(plain(clean)).toBe(clean)
      }),
      { numRuns: 1000 },
    )
    expect(plain('😀'.repeat(10_000)).length).toBeLessThan(200)
    expect(plain(`K${'\u0301'.repeat(5000)}im`)).toBe(`K${'\u0301'.repeat(5)}im`.normalize('NFC'))
    expect(plain('<at>IT Helpdesk</at>')).toBe('＜at＞IT Helpdesk＜/at＞')
    expect(plain('Ki\u202em')).toBe('Kim')
  })
  it('ordinary names stay as they are', () => {
    for (const name of ['Zoë O’Brien-Smith', "D'Angelo Jr.", 'José', '山田 太郎', 'محمد', 'Samsung Pass – Galaxy S21 (work)', 'iPhone #2'])
      expect(plain(name)).toBe(name.normalize('NFC'))
  })
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: that is the attack
  it.each(['${$root}', '","type":"Action.OpenUrl","url":"https://evil.com', '{firstName}', "it''s {0}"])(
    'C8: %s in a name is only text',
    (firstName) => {
      const { json } = cards.welcome({ cardId: 'card-1', locale: 'en' }, { firstName, company: firstName, device: 'computer' })
      expect(JSON.stringify(json)).toContain(JSON.stringify(String(plain(firstName, 40))).slice(1, -1))
      expect(JSON.stringify(json)).not.toContain('"Action.OpenUrl"')
    },
  )
  it('C8: no template expression in data is worked out', () => {
    const { text, json } = cards.failed({ cardId: 'card-1', locale: 'en' }, { ref: '${if(true, 1, 2)}' })
    expect(text).toContain('${if(true, 1, 2)}')
    expect(JSON.stringify(json.body)).toContain('${if(true, 1, 2)}')
  })
})
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: that was the attack
