// One table of every message in every language, with how long and how hard it is; and the limits, from data.
import { describe, expect, it } from 'vitest'
import { locales } from '../../cards/content/language.ts'
import { everyMessage } from './every-message.ts'
import { bare, hardness, limitsOf, longestSentence, medianOf, sizeOf } from './measures.ts'

const order = ['en', ...locales.filter((locale) => locale !== 'en').sort()]
const measured = new Map(
  order.map((locale) => {
    const messages = everyMessage(locale).map(({ name, card }) => {
      const text = bare(locale, card)
      return { name, text, size: sizeOf(locale, text), hard: hardness(locale, text), sentence: longestSentence(locale, text) }
    })
    return [locale, messages]
  }),
)
const numbers = <T>(values: (T | undefined)[]) => values.filter((value) => value !== undefined)

describe.each(order)('%s', (locale) => {
  const limits = limitsOf(locale)
  const messages = measured.get(locale) ?? []
  const hard = numbers(messages.map((one) => one.hard))

  it(`has limits, and no message is longer than ${limits?.size} ${limits?.unit}, no sentence than ${limits?.sentence}`, () => {
    expect(limits, 'test/cards/limits.json').toBeDefined()
    const over = messages.filter(({ size, sentence }) => size > limits.size || sentence > limits.sentence)
    expect(over.map(({ name, size, sentence, text }) => `${name}: ${size}, ${sentence}: ${text}`)).toEqual([])
  })
  it(`no message is harder than ${limits?.hardest} (${limits?.measure}), the median at most ${limits?.median}`, () => {
    expect(messages.filter((one) => (one.hard ?? 0) > limits.hardest).map(({ name, hard, text }) => `${hard} ${name}: ${text}`)).toEqual([])
    expect(medianOf(hard)).toBeLessThanOrEqual(limits.median)
    expect(hard.length).toBeGreaterThan(50)
  })
})

it('the table of every message in every language reads as it did', async () => {
  // A language may tell phones apart where another does not: then the row is empty there.
  const names = [...new Set(order.flatMap((locale) => (measured.get(locale) ?? []).map(({ name }) => name)))]
  const cell = (locale: string, name: string) => {
    const one = measured.get(locale)?.find((message) => message.name === name)
    return one === undefined ? '' : one.hard === undefined ? `${one.size}` : `${one.size} · ${one.hard.toFixed(1)}`
  }
  const row = (cells: string[]) => `| ${cells.join(' | ')} |`
  const column = (locale: string, value: (messages: NonNullable<ReturnType<typeof measured.get>>) => string) =>
    value(measured.get(locale) ?? [])
  const most = (values: (number | undefined)[]) => Math.max(...numbers(values))
  const page = [
    '# Every message in every language',
    '',
    'Written by test/cards/measures.test.ts. A cell says how long a message is and, from 20 words (60 characters) on, how hard it reads.',
    'Length is in words; in ja and zh-CN in characters. en: Flesch-Kincaid grade. ja, zh-CN and ar: mean length of a sentence. Others: LIX.',
    'Limits are in test/cards/limits.json; labels, names and addresses count as one short word. An empty cell: that language words its phones differently.',
    '',
    row(['', ...order]),
    row(order.concat('').map(() => '---')),
    row([
      'longest (limit)',
      ...order.map((locale) => `${column(locale, (all) => `${most(all.map(({ size }) => size))}`)} (${limitsOf(locale).size})`),
    ]),
    row([
      'hardest (limit)',
      ...order.map((locale) => `${column(locale, (all) => `${most(all.map(({ hard }) => hard))}`)} (${limitsOf(locale).hardest})`),
    ]),
    row([
      'median (limit)',
      ...order.map(
        (locale) => `${column(locale, (all) => `${medianOf(numbers(all.map(({ hard }) => hard)))}`)} (${limitsOf(locale).median})`,
      ),
    ]),
    ...names.map((name) => row([name, ...order.map((locale) => cell(locale, name))])),
    '',
  ]
  await expect(page.join('\n')).toMatchFileSnapshot('../golden/messages.md')
})
