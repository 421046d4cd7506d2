// The wording law (plain-language.md §2–§4), over every English message.
import readability from 'text-readability'
import { describe, expect, it } from 'vitest'
import banned from '../../cards/content/banned.en.json' with { type: 'json' }
import en from '../../cards/content/en.json' with { type: 'json' }
import trouble from '../../cards/content/trouble.en.json' with { type: 'json' }
import { everyLead, everyMessage, everyNeed } from './every-message.ts'
import { cleaned, partsOf, prose, sentences, wordsIn } from './parts.ts'

const all = everyMessage('en')
const messages = [...all, ...everyLead('en'), ...everyNeed('en')].map(({ name, card }) => ({
  name,
  card,
  text: cleaned(card),
  spoken: prose(card),
}))
const printed = messages.slice(0, all.length)
const long = printed
  .filter(({ text }) => wordsIn(text).length >= 20)
  .map((one) => ({ ...one, grade: readability.fleschKincaidGrade(one.text) }))
const grades = long.map(({ grade }) => grade).sort((a, b) => a - b)
const median = grades[Math.floor(grades.length / 2)] ?? 0
const mostWords = Math.max(...messages.map(({ spoken }) => wordsIn(spoken).length))
const which = (rule: (one: (typeof messages)[number]) => boolean) =>
  messages
    .filter(rule)
    .map(({ name, text }) => `${name}: ${text}`)
    .slice(0, 12)

const pattern = new RegExp(`(?<![\\w-])(${banned.words.map(RegExp.escape).join('|')})(?![\\w-])`, 'i')

describe(`${printed.length} messages, ${long.length} of 20 words or more`, () => {
  it(`no message is longer than 60 words (the longest has ${mostWords})`, () => {
    expect(which(({ spoken }) => wordsIn(spoken).length > 60)).toEqual([])
  })
  it('no message has more than 7 sentences beside its title and a list', () => {
    expect(
      which(({ card, spoken }) => sentences(spoken).length - (partsOf(card).title === undefined ? 0 : 1) - partsOf(card).list.length > 7),
    ).toEqual([])
  })
  it('no message asks more than one question', () => {
    expect(which(({ card }) => partsOf(card).paragraphs.join(' ').split('?').length > 2)).toEqual([])
  })
  it('no sentence is longer than 20 words, and no message averages more than 12', () => {
    const lengths = (text: string) => sentences(text).map((sentence) => wordsIn(sentence).length)
    expect(which(({ text }) => Math.max(...lengths(text)) > 20)).toEqual([])
    expect(which(({ text }) => wordsIn(text).length / sentences(text).length > 12)).toEqual([])
  })
  it(`reading grade: the hardest is ${grades.at(-1)} (7 at most), the median ${median} (5 at most)`, () => {
    expect(long.filter(({ grade }) => grade > 7).map(({ name, grade, text }) => `${grade} ${name}: ${text}`)).toEqual([])
    expect(median).toBeLessThanOrEqual(5)
  })
  it('no banned word stands outside a quoted label, in text or on a button', () => {
    const exact = new RegExp(`\\b(${banned.exact.join('|')})\\b`)
    const found = messages.flatMap(({ name, card }) => {
      const said = card.text.replace(/^(You can answer|Open \S+: https).*$/gm, '').replace(/“[^”]*”/g, '')
      const titles = partsOf(card)
        .rows.flat()
        .map(({ title }) => title)
      return [said, ...titles]
        .flatMap((text) => [text.match(pattern)?.[0], text.match(exact)?.[0]])
        .filter(Boolean)
        .map((word) => `${name}: ${word}`)
    })
    expect(found).toEqual([])
  })
  it('no banned word waits in a text that no sample shows', () => {
    const source = JSON.stringify({ ...en, trouble }, (_, value) =>
      typeof value === 'string' ? value.replace(/\{label[^}]*\}/g, '') : value,
    )
    const texts = [...source.matchAll(/:?"([^"]+)"(?!:)/g)].map(([, text]) => text ?? '')
    expect(texts.filter((text) => pattern.test(text.replace(/\w+, select/g, '')))).toEqual([])
  })
  it('a message with something to do on a phone says the device first', () => {
    const doing = /\b(tap|switch on) “/i
    const late = messages.filter(({ card }) => {
      const text = partsOf(card).paragraphs.join(' ')
      const first = text.search(doing)
      return first >= 0 && !/on your (iphone|phone)|authenticator/i.test(text.slice(0, first))
    })
    expect(late.map(({ name }) => name)).toEqual([])
  })
})
