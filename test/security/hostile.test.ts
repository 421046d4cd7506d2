// What the bot answers to fifty hostile messages, as a page for review; and that none of them did anything.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../support/actor.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { tablesWith } from './attack.ts'
import { hostileMessages, readable } from './hostile-messages.ts'

let stage: Stage
beforeAll(async () => {
  // Without a channel, because a request has a number and words of its own, which would make the page another one each time.
  stage = await openStage({ settings: (same) => ({ ...same, helpdeskChannel: undefined }) })
})
afterAll(() => stage.close())

/** What a hostile message might want to change. Times and counters move with every message, whatever it says. */
const stateOf = async ({ person }: Actor) => ({
  progress: await stage.db.query('select phone, system_version, told, finished_at, create_shown_at from progress'),
  people: await stage.db.query('select name, locale, language, screen, needs, snoozed_until, installed from people'),
  // That security was told of orders, or that coaching stopped, is a careful answer and nothing that the message wanted.
  audit: await stage.db.query(`select verb from audit_entries where verb not in ('asked-for-a-person', 'coaching-stopped')`),
  entra: stage.company.entraOf(person.id).methods,
})

/** Long enough to be nobody's chance. */
const piece = 14
const repeats = (answer: string, text: string) =>
  [...answer].length > piece &&
  Array.from({ length: Math.max(0, answer.length - piece) }, (_, at) => answer.slice(at, at + piece)).find((part) => text.includes(part))

const answers = new Map<string, string>()

describe('at a step', () => {
  test.each(hostileMessages)('$row $tries: is answered, not obeyed, not repeated and not stored', async ({ tries, text }) => {
    await stage.reset()
    const kofi = stage.meet('Kofi Mensah', 'Android')
    await kofi.tells('hello')
    await kofi.press('Samsung')
    const before = await stateOf(kofi)
    await kofi.tells(text)
    const answer = kofi.last()
    answers.set(tries, answer)
    expect(kofi.buttons()).toContain('Talk to a person')
    expect(kofi.buttons()).toContain('Not now')
    expect(await stateOf(kofi)).toEqual(before)
    expect(repeats(answer, text)).toBeFalsy()
    expect(answer).not.toMatch(/[\p{Cf}\p{Co}\p{Cs}<>]|evil|\bpass code\b/u)
    if (text.trim().length > piece) expect(await tablesWith(stage.db, text.trim().slice(0, 24))).toEqual([])
  })
})

test('the page of what was answered reads as it did', async () => {
  expect(hostileMessages).toHaveLength(50)
  const rows = hostileMessages.map(({ row, tries, text }) => {
    const lines = (answers.get(tries) ?? '').split('\n')
    const said = lines.filter((line) => !line.startsWith('[')).join(' ')
    const buttons = lines.filter((line) => line.startsWith('[')).join(' ')
    return `| ${row} | ${tries} | \`${readable(text)}\` | ${said} | ${buttons} |`
  })
  const page = [
    '# What the bot answers to fifty hostile messages',
    '',
    'Written by test/security/hostile.test.ts, through the real bot, to somebody who has just chosen their phone. What cannot be seen is written as \\u{…}.',
    '',
    '| row | tries | message | answer | buttons |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ]
  await expect(page.join('\n')).toMatchFileSnapshot('../golden/hostile.md')
})
