// The main job as a person does it: on the page of the office, with eyes, keys and a phone. Counted on the page, from opening the chat.
import { expect, test } from 'vitest'
import { openOffice } from './office.ts'
import type { Seat } from './seat.ts'

const office = openOffice()

async function expectAtMost(seat: Seat, most: { messages: number; presses: number }) {
  const { messages, presses } = await seat.count()
  expect(messages.length, messages.join('\n\n')).toBeLessThanOrEqual(most.messages)
  // At least one each, or nothing was counted.
  expect(messages.length).toBeGreaterThan(1)
  expect(presses).toBeLessThanOrEqual(most.presses)
  expect(presses).toBeGreaterThan(1)
}

/** From the first step on an iPhone to the one where the passkey is made. */
async function preparesIphone(seat: Seat) {
  await seat.presses('iOS 18 or newer')
  await seat.presses('It has a lock')
  await seat.sees('Switch it on')
  await seat.onPhone('switch-on-authenticator')
  await seat.presses('It is on')
  await seat.sees('Make your passkey')
}

test('an iPhone that approves sign-ins gets from hello to Done in at most 8 messages and 5 presses', async () => {
  const ines = await office.sit('Ines Moreau', 'iOS')
  await ines.says('hi')
  await ines.presses('Yes, this iPhone')
  await preparesIphone(ines)
  await ines.makesPasskeyIn('authenticator')
  await ines.sees('Use it once')
  await ines.onPhone('sign-in-with-passkey')
  await ines.presses('It worked')
  await ines.sees('Well done, Ines.')
  await expectAtMost(ines, { messages: 8, presses: 5 })
})

test('a Samsung phone gets from hello to Done in at most 8 messages and 5 presses', async () => {
  const kofi = await office.sit('Kofi Mensah', 'Android')
  await kofi.says('hello')
  await kofi.presses('Samsung')
  await kofi.presses('Android 14')
  await kofi.presses('It has a lock')
  await kofi.sees('Switch it on')
  await kofi.onPhone('switch-on-authenticator')
  await kofi.presses('It is on')
  await kofi.sees('Make your passkey')
  await kofi.makesPasskeyIn('authenticator')
  await kofi.sees('Use it once')
  await kofi.onPhone('sign-in-with-passkey')
  await kofi.presses('It worked')
  await kofi.sees('Well done, Kofi.')
  await expectAtMost(kofi, { messages: 8, presses: 5 })
})

test('who begins at a computer is shown the way to the phone and goes on there to Done', async () => {
  const ines = await office.sit('Ines Moreau', 'Windows')
  await ines.says('hello')
  await ines.presses('Let’s start')
  await ines.sees('Which phone do you unlock every day?')
  await ines.picks('iPhone')
  await ines.presses('Go on')

  const card = await ines.sees('Take your phone')
  await card.getByText(/^Open teams\./).waitFor()
  await card.getByText('square code').waitFor()
  const picture = card.getByRole('img', { name: 'Square code. It opens this chat in Teams on your phone.' })
  await picture.waitFor()
  expect(await picture.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))).toBeGreaterThan(90)

  await ines.movesTo('iOS')
  await ines.presses('I have my phone here')
  await ines.sees('Good, now we use your phone.')
  await preparesIphone(ines)
  await ines.makesPasskeyIn('authenticator')
  await ines.sees('Use it once')
  await ines.presses('It worked')
  await ines.sees('Well done, Ines.')
  await expectAtMost(ines, { messages: 10, presses: 7 })
})

test('a passkey saved in iCloud first is noticed without a word, made again in Authenticator, and the left-over one tidied up', async () => {
  const ines = await office.sit('Ines Moreau', 'iOS')
  await ines.says('hi')
  await ines.presses('Yes, this iPhone')
  await preparesIphone(ines)
  await ines.makesPasskeyIn('icloud')
  await ines.sees('Your company only takes the Authenticator app.')
  await ines.makesPasskeyIn('authenticator')
  await ines.sees('Use it once')
  await ines.presses('It worked')
  await ines.sees(/only this one:\s*• iCloud Keychain/)
  await ines.deletesWayIn('iCloud Keychain')
  await ines.presses('Done')
  await ines.sees('Well done, Ines.')
  await expectAtMost(ines, { messages: 10, presses: 6 })
})
