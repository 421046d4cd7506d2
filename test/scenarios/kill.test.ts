// kill -9 at every step: the person goes on where they were, nothing is lost, and nothing stands in the chat more than twice.
import { expect, test } from 'vitest'
import { Actor } from '../support/actor.ts'
import { killable } from './killable.ts'

let ines: Actor
const here = killable(({ company }) => {
  ines = new Actor(company, company.person('Ines Moreau'), 'iOS')
})

/** Seven starts of a process each, on a machine that may be busy. */
const patience = 300_000

/** Each step of the way: what Ines does, and what she must read afterwards. */
const way: [string, () => Promise<unknown>, string][] = [
  ['says hello', () => ines.says('hi'), 'Hello Ines'],
  ['starts', () => ines.press('Yes, this iPhone'), 'Check the version'],
  ['names the version', () => ines.press('iOS 18 or newer'), 'Lock your phone'],
  ['has a lock', () => ines.press('It has a lock'), 'Switch it on'],
  ['switched it on', () => ines.press('It is on'), 'Make your passkey'],
  [
    'makes the passkey',
    async () => {
      ines.phone({ do: 'switch-on-authenticator' })
      ines.phone({ do: 'create-passkey', store: 'authenticator' })
    },
    'Use it once',
  ],
  ['has tried it', () => ines.press('It worked'), 'Well done'],
]

const copiesOf = (words: string) => ines.read().filter((text) => text.includes(words)).length

test(
  'killed after every step, and started again',
  async () => {
    for (const [, does, reads] of way) {
      await does()
      await ines.sees(reads)
      await here.bot.kill()
      await here.rises()
      expect(ines.last()).toContain(reads)
    }
    for (const [, , reads] of way) expect(copiesOf(reads)).toBeLessThanOrEqual(2)
    expect(here.company.entraOf(ines.person.id).methods.map(({ type }) => type)).toContain('fido2')
  },
  patience,
)

test(
  'killed the moment each message reaches the chat, before anything can be noted down',
  async () => {
    for (const [, does, reads] of way) {
      const killed = here.killedWhen((stop) =>
        here.company.onEvent((event) => event.type === 'chat' && event.item.from === 'bot' && stop()),
      )
      const [told] = await Promise.all([does(), killed.happened])
      await here.rises()
      if (isUndelivered(told) && !ines.last().includes(reads)) await does()
      await ines.sees(reads)
    }
    for (const [, , reads] of way) expect(copiesOf(reads)).toBeLessThanOrEqual(2)
  },
  patience,
)

test(
  'killed while Entra is being asked',
  async () => {
    let kills = 0
    for (const [, does, reads] of way) {
      // Of her alone: what the bot asks on the minute may come before it has taken in what she did.
      const killed = here.killedWhen((stop) => here.company.onGraphRequest(({ path }) => path.includes(ines.person.id) && stop()))
      // What was asked a moment ago is not asked again, so some steps go by without a question.
      const told = does()
      const answered = told.then(() => ines.sees(reads))
      const first = await Promise.race([killed.happened, answered.then(() => 'answered')])
      killed.callOff()
      if (first === 'answered') continue
      kills += 1
      await here.rises()
      if (isUndelivered(await told) && !ines.last().includes(reads)) await does()
      await answered
    }
    expect(kills).toBeGreaterThanOrEqual(4)
    for (const [, , reads] of way) expect(copiesOf(reads)).toBeLessThanOrEqual(2)
  },
  patience,
)

/** The bot was gone before it had taken this in: Teams says so, and people do it again. */
const isUndelivered = (told: unknown) => told === 0 || (told as { status?: number } | undefined)?.status === 0
