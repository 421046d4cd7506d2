// What people write and are called: drawn as plain text, or neither repeated nor stored.
import { randomUUID } from 'node:crypto'
import MarkdownIt from 'markdown-it'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import * as cards from '../../cards/cards.ts'
import { textOf } from '../support/actor.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { activity, message, statuses, tablesWith, type Wire } from './attack.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

const ines = () => stage.meet('Ines Moreau', 'iOS')

// test/cards/plain.test.ts holds the same for 1,000 made-up names; here it is the whole way from Teams to the card.
const markdown = new MarkdownIt({ html: true, linkify: true })
const ordinary = new Set(['text', 'paragraph_open', 'paragraph_close', 'inline', 'softbreak', 'text_special'])
const markupIn = (text: string) =>
  markdown
    .parse(text, {})
    .flatMap((token) => [token, ...(token.children ?? [])])
    .filter(({ type }) => !ordinary.has(type))

const names = [
  '[APPROVED](https://evil.example)',
  '![x](https://evil.example/x.png)',
  '<at>IT Helpdesk</at>',
  '<a href="https://evil.example">x</a>',
  'https://evil.example/login',
  'evil.example',
  '**Admin**',
  '`code`',
  '\u202eenilnO',
  '","type":"Action.OpenUrl","url":"https://evil.example',
]

test.each(names)('C7 somebody called %s is greeted in plain text', async (name) => {
  const actor = ines()
  await actor.says('hi')
  await stage.db.script('delete from turns; delete from messages; delete from progress; delete from people')
  const from = { ...(activity(actor, {}).from as Wire), name }
  expect(await statuses(stage.company, [message(actor, 'hello', { from })])).toEqual([200])
  await actor.until(
    () => actor.fromBot()[1],
    () => 'no second greeting',
  )
  const card = actor.fromBot()[1]
  expect(actor.last()).toMatch(/^Hello .*I am Unlock/)
  expect(actor.last().split('\n').flatMap(markupIn)).toEqual([])
  expect(JSON.stringify(card)).not.toContain('Action.OpenUrl')
})

test('C7 an entry that somebody named themselves is listed in plain text', () => {
  const reader = { cardId: randomUUID(), locale: 'en' }
  for (const name of names) {
    const { json } = cards.step(reader, { stepId: 'tidy-up', platform: 'iphone-18', number: 1, total: 1, leftOvers: [name] })
    expect(
      textOf({ card: json } as never)
        .split('\n')
        .flatMap(markupIn),
    ).toEqual([])
    expect(JSON.stringify(json)).not.toMatch(/"url":"[^"]*evil/)
  }
})

const canary = 'zq7canary'
const odd: [string, string][] = [
  ['direction overrides', `\u202e${canary} \u2066hi\u2069`],
  ['characters that cannot be seen', `h\u200bi ${canary}\u200d\ufeff\u2060`],
  ['a mention', `<at>Unlock</at> <at>${canary}</at> hi`],
  ['HTML', `<script>alert('${canary}')</script><b>hi</b>&#x202e;`],
  ['Markdown', `[${canary}](https://evil.example) **hi** \`x\``],
  ['10 KB of emoji', `${canary} ${'👩‍👩‍👧‍👦'.repeat(410)}`],
  ['100 KB of one word', `${canary}${'a'.repeat(99_000)}`],
  ['100 KB of spaces', `${canary}${' '.repeat(99_000)}x`],
  ['control characters', `\u0000\u0001\u0007\u001b[31m${canary}\r\n{"level":50,"msg":"x"}\u009f`],
  ['half a character', `${canary}\ud83d\udc00\ud800`],
  ['a tower of accents', `${canary}${'\u0301'.repeat(5000)}`],
  ['a template', `\${$root} {{${canary}}} {firstName} %s`],
  ['SQL', `'; drop table people; -- ${canary}`],
  ['a card', `{"type":"AdaptiveCard","body":[{"type":"TextBlock","text":"${canary}"}]}`],
]

test.each(odd)('C9 a text with %s gets a useful answer, is not repeated and not stored', async (_, text) => {
  const actor = ines()
  expect(await actor.says(text)).toBe(200)
  const answer = await actor.sees(/./)
  expect(await stage.cardsTo(actor)).toEqual([expect.stringMatching(/^(welcome|didNotGet|note|needs|step.*)$/)])
  expect(actor.buttons().length).toBeGreaterThan(0)
  expect(answer).not.toMatch(/[\p{Cf}\p{Co}\p{Cs}<>]/u)
  expect(JSON.stringify(actor.fromBot())).not.toContain(canary)
  expect(await tablesWith(stage.db, canary)).toEqual([])
})

test.each(['', ' ', '\n', '\u200b', '<at>Unlock</at>', '…', '👍'])('C9 nothing said at all, as %j, still gets an answer', async (text) => {
  const actor = ines()
  await actor.says(text)
  await actor.sees(/./)
  expect(actor.buttons().length).toBeGreaterThan(0)
})
