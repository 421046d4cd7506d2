// The main job: from the first message to a passkey that Entra shows, counted in messages and presses.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openStage, type Stage } from '../support/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

test('an iPhone that approves sign-ins gets there in at most 8 messages and 5 presses', async () => {
  const ines = stage.meet('Ines Moreau', 'iOS')
  await ines.says('hi')
  await ines.press('Yes, this iPhone')
  await ines.press('iOS 18 or newer')
  await ines.press('It has a lock')
  ines.phone({ do: 'switch-on-authenticator' })
  await ines.press('It is on')
  ines.phone({ do: 'create-passkey', store: 'authenticator' })
  await ines.sees('Use it once')
  ines.phone({ do: 'sign-in-with-passkey' })
  await ines.press('It worked')
  expect(ines.last()).toMatch(/^Done/)
  expect(ines.pressed).toBeLessThanOrEqual(5)
  expect(await stage.cardsTo(ines)).toHaveLength(7)
})

test('a Samsung phone gets there in at most 8 messages and 5 presses', async () => {
  const kofi = stage.meet('Kofi Mensah', 'Android')
  await kofi.says('hello')
  await kofi.press('Samsung')
  await kofi.press('Android 14')
  await kofi.press('It has a lock')
  kofi.phone({ do: 'switch-on-authenticator' })
  await kofi.press('It is on')
  kofi.phone({ do: 'create-passkey', store: 'authenticator' })
  await kofi.sees('Use it once')
  await kofi.press('It worked')
  expect(kofi.last()).toMatch(/^Done/)
  expect(kofi.pressed).toBeLessThanOrEqual(5)
  expect(await stage.cardsTo(kofi)).toHaveLength(7)
})

test('who begins at a computer is moved to the phone, in the same chat', async () => {
  const atDesk = stage.meet('Ines Moreau', 'Windows')
  await atDesk.says('hello')
  await atDesk.press('Let’s start')
  await atDesk.press('Go on', { choice: 'iphone' })
  expect(atDesk.last()).toContain('Take your phone')
  const onPhone = atDesk.at('iOS')
  await onPhone.press(onPhone.buttons()[0] ?? '')
  expect(onPhone.last()).toContain('Good, now we use your phone.')
  expect(onPhone.last()).toContain('Check the version')
})

test('a passkey saved in iCloud first is noticed and put right', async () => {
  const carlos = stage.meet('Carlos Jiménez', 'iOS')
  await carlos.says('hi')
  await carlos.press('Yes, this iPhone')
  await carlos.press('iOS 18 or newer')
  await carlos.press('It has a lock')
  carlos.phone({ do: 'switch-on-authenticator' })
  await carlos.press('It is on')
  expect(carlos.last()).toContain('Apple Passwords')
  carlos.phone({ do: 'create-passkey', store: 'authenticator' })
  await carlos.sees('Use it once')
  await carlos.press('It worked')
  expect(carlos.last()).toMatch(/delete|Delete/)
})
