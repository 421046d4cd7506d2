// What the running bot enters, and what it needs to begin.
import { existsSync, rmSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { verify } from '../../bot/audit/verify.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { all, placeForHeads } from './chain.ts'

let stage: Stage
const { places, remove } = placeForHeads()
beforeAll(async () => {
  rmSync(places.key)
  stage = await openStage({ settings: (settings) => ({ ...settings, audit: { heads: places } }) })
})
beforeEach(() => stage.reset())
afterAll(async () => {
  await stage.close()
  remove()
})

test('a bot that is to keep heads makes its key at the first start', () => {
  expect(existsSync(places.key)).toBe(true)
})

test('who asks for a person is entered under a pseudonym, with the step they stood at', async () => {
  const ines = stage.meet('Ines Moreau', 'iOS')
  await ines.says('hi')
  await ines.press('Yes, this iPhone')
  await ines.press('Talk to a person')
  const entries = await all(stage.db)
  expect(entries).toMatchObject([{ verb: 'request-opened', actorKind: 'employee', detail: { step: 'check-version' } }])
  expect(entries[0]?.actor).toBe(entries[0]?.subject)
  expect(JSON.stringify(entries)).not.toContain(ines.person.id)
  expect(await verify(stage.db)).toMatchObject({ ok: true, entries: 1 })
})

test('a passkey that was seen is entered once, with the bot as its witness', async () => {
  const ines = stage.meet('Ines Moreau', 'iOS')
  await ines.says('hi')
  for (const title of ['Yes, this iPhone', 'iOS 18 or newer', 'It has a lock', 'It is on']) await ines.press(title)
  ines.phone({ do: 'switch-on-authenticator' })
  ines.phone({ do: 'create-passkey', store: 'authenticator' })
  await ines.sees('Use it once')
  await ines.press('It worked')
  await ines.says('hi')
  expect((await all(stage.db)).map(({ verb, actor }) => [verb, actor])).toEqual([['passkey-seen', 'unlock']])
})
