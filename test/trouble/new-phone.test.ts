// Another phone takes the old one's place: while that is still here, when it is given away, and when it is lost.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Actor } from '../support/actor.ts'
import { openStage, type Stage } from '../support/stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

const passkeysOf = ({ person }: Actor) => stage.company.entraOf(person.id).methods.filter(({ type }) => type === 'fido2')

async function preparesIphone(actor: Actor) {
  actor.phone({ do: 'switch-phone', model: 'iphone-ios18' })
  await actor.press('Go on', { choice: 'iphone' })
  await actor.press('iOS 18 or newer')
  actor.phone({ do: 'set-screen-lock' })
  await actor.press('It has a lock')
  actor.phone({ do: 'install-authenticator' })
  await actor.press('I have the app')
  actor.phone({ do: 'switch-on-authenticator' })
  await actor.press('It is on')
}

test('an iPhone for an iPhone: Entra cannot tell them apart, so it is asked; the old passkey does not count and goes last', async () => {
  const amara = stage.meet('Amara Okafor', 'iOS')
  await amara.tells('hello')
  expect(amara.last()).toContain('You have one')
  const [old] = passkeysOf(amara)
  await amara.press('I have a new phone')
  expect(amara.last()).toContain('Where is your old phone now?')
  await amara.press('I still have it')
  expect(amara.last()).toContain('A passkey does not move to a new phone.')
  expect(amara.last()).toContain('Keep the old phone until the new one has worked once.')
  await amara.press('Go on with the new one')
  await preparesIphone(amara)
  expect(amara.last()).toContain('Add your account')
  await amara.press('I did it')
  expect(amara.last()).toContain('I cannot see it yet')
  amara.phone({ do: 'add-account' })
  amara.phone({ do: 'create-passkey', store: 'authenticator' })
  await amara.sees('Use it once')
  expect(amara.last()).not.toContain('Delete')
  await amara.press('It worked')
  expect(amara.last()).toContain('Delete this one, and only this one:')
  expect(amara.last()).toContain(`Microsoft Authenticator (${new Date().toISOString().slice(0, 10)})`)
  stage.company.administer(amara.person.id, { do: 'delete-method', id: old?.id ?? '' })
  await amara.press('Done')
  expect(amara.last()).toMatch(/^Done/)
  await amara.tells('hello')
  expect(amara.last()).toContain('You have one')
})

test('the old phone is gone, and with it every way in: a person gives a start pass, and a passkey on the old phone is no way in', async () => {
  const aisha = stage.meet('Aisha Khan', 'iOS')
  await aisha.tells('i have a new phone')
  await aisha.press('I gave it away')
  expect(aisha.last()).toContain('Never type it in this chat.')
  await aisha.press('Go on with the new one')
  await preparesIphone(aisha)
  expect(aisha.last()).toContain('Get a start pass')
  stage.company.administer(aisha.person.id, { do: 'issue-pass' })
  await aisha.press('I have a start pass')
  expect(aisha.last()).toContain('Add your account')
})

test('lost or stolen: the account is made safe first, and then it starts on the new phone', async () => {
  const amara = stage.meet('Amara Okafor', 'iOS')
  await amara.tells('i have a new phone')
  await amara.press('It is lost or stolen')
  expect(amara.last()).toContain('Call IT helpdesk now')
  expect(amara.buttons()).toEqual(['I spoke to them', 'I have it again', 'It is only broken', 'Talk to a person', 'Not now'])
  await amara.press('I spoke to them')
  expect(amara.last()).toContain('Your phone')
})

test('found again: all is as it was', async () => {
  const amara = stage.meet('Amara Okafor', 'iOS')
  await amara.tells('hello')
  await amara.tells('i lost my phone')
  // The notice comes in between, and whom to call stands below it again.
  await expect.poll(() => amara.read().some((text) => text.includes('Was this you?')) && !amara.last().includes('Was this you?')).toBe(true)
  await amara.tells('hello')
  await amara.press('I have it again')
  expect(amara.last()).toContain('You have one')
})

test('F15: nobody reads that a passkey is on a new phone by itself', async () => {
  const amara = stage.meet('Amara Okafor', 'iOS')
  await amara.tells('i get a new phone next week')
  expect(amara.last()).not.toMatch(/already there|moves with|comes along/i)
})
