// Who is not walked to a passkey, and what they read instead.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { groupId } from '../sample-company/groups.ts'
import { openStage, type Stage, type StageOptions } from '../support/stage.ts'
import { begins, getsReady } from '../support/ways.ts'

let stage: Stage
function at(options?: StageOptions) {
  beforeAll(async () => {
    stage = await openStage(options)
  })
  beforeEach(() => stage.reset())
  afterAll(() => stage.close())
}

/** Says hello at the device they have, and gives what they read. */
async function greeted(name: string) {
  const actor = stage.meet(name, 'Windows')
  await actor.tells('hello')
  return actor
}

const notOpen = 'Your company has not opened this for your account.'
const exits = ['Talk to a person', 'Not now']

describe('as the sample company is set up', () => {
  at()

  test.each([
    ['a guest is told that this company cannot set them up', 'Dana Whitfield', 'You are a guest here'],
    ['a switched-off account is said to be just that', 'Viktor Petrov', 'Account switched off'],
    ['who is in no group that may have passkeys has nothing to do', 'Noor Rahman', 'Nothing to do'],
    ['who is in the excluded group has nothing to do', 'Samuel Boateng', 'Nothing to do'],
    ['who is in no rollout group has nothing to do', 'Ravi Patel', 'Nothing to do'],
    ['who has the passkey already has nothing to do', 'Amara Okafor', 'You have one'],
    ['a security key is enough where the company accepts it', 'Sven Lindqvist', 'I can see a security key on your account'],
    ['Windows Hello is enough where the company accepts it', 'Margaret Hughes', 'your computer can sign you in'],
  ])('%s', async (_promise, name, words) => {
    const person = await greeted(name)
    expect(person.last()).toContain(words)
    expect(person.last()).not.toMatch(/Shall we|shall we start|Which phone/)
    expect(person.buttons().filter((title) => title !== 'I have a new phone')).toEqual(exits)
  })

  test('a gate stays shut for whoever presses on from an older card', async () => {
    const ines = await greeted('Ines Moreau')
    stage.company.administer(ines.person.id, { do: 'set-enabled', enabled: false })
    await stage.restart()
    await ines.press('Let’s start')
    expect(ines.last()).toContain('Account switched off')
  })

  test('who falls out of the rule on the way is not told that nobody asked them, and goes on when it is put right', async () => {
    const freja = stage.meet('Freja Nielsen', 'iOS')
    await begins(freja)
    stage.company.administer(freja.person.id, { do: 'remove-from-group', group: 'passkeys-open' })
    await stage.restart()
    await freja.press('It has a lock')
    expect(freja.last()).toContain(notOpen)
    expect(freja.last()).toContain('you did nothing wrong')
    expect(freja.buttons()[0]).toBe('Talk to a person')
    stage.company.administer(freja.person.id, { do: 'add-to-group', group: 'passkeys-open' })
    await stage.restart()
    await freja.press('Back to the step')
    expect(freja.last()).toContain('Switch it on')
  })

  test('a passkey of somebody whom the rule shuts out signs nobody in, and is not called done', async () => {
    const amara = stage.meet('Amara Okafor', 'iOS')
    stage.company.administer(amara.person.id, { do: 'add-to-group', group: 'passkeys-excluded' })
    await amara.tells('hello')
    expect(amara.last()).toContain(notOpen)
    expect(amara.last()).not.toContain('There is nothing to do')
  })

  test('whose turn comes later reads the day, and the same day wherever they are', async () => {
    const linh = await greeted('Linh Tran')
    expect(linh.last()).toContain('Your turn starts on March 1.')
    const pedro = stage.meet('Pedro Alves', 'Windows')
    stage.company.administer(pedro.person.id, { do: 'remove-from-group', group: 'wave-1' })
    stage.company.administer(pedro.person.id, { do: 'add-to-group', group: 'wave-2' })
    await pedro.tells('oi')
    expect(pedro.last()).toContain('Your turn starts on March 1.')
    expect(pedro.buttons()).toEqual(exits)
  })

  test('a security key is not enough where the company does not accept it', async () => {
    const sven = stage.meet('Sven Lindqvist', 'Android')
    stage.company.administer(sven.person.id, { do: 'remove-from-group', group: 'security-keys' })
    await begins(sven)
    expect(sven.last()).toContain('Lock your phone')
  })

  test('without a smartphone one is offered what the company has, and nothing else', async () => {
    const bernadette = await greeted('Bernadette Fischer')
    expect(bernadette.last()).toContain('Without a phone')
    expect(bernadette.last()).toContain('A security key: The helpdesk has security keys. Ask for one.')
    expect(bernadette.last()).toContain('A phone on loan: The helpdesk lends phones. Ask for one.')
    expect(bernadette.last()).not.toContain('Your computer')
    await bernadette.press('Another phone')
    await bernadette.press('Go on', { choice: 'none' })
    expect(bernadette.last()).toContain('Without a phone')
  })

  test('who works on a shared device and has a phone of their own goes on with that', async () => {
    const joseph = await greeted('Joseph Kariuki')
    expect(joseph.last()).toContain('Do not set up a passkey on a device that others use.')
    await joseph.press('Another phone')
    await joseph.press('Go on', { choice: 'samsung' })
    expect(joseph.last()).toContain('Take your phone')
  })

  test('a tablet that others use too is not taken for a phone of their own', async () => {
    const joseph = stage.meet('Joseph Kariuki', 'iOS')
    await joseph.tells('hello')
    expect(joseph.last()).toContain('A shared device')
  })

  test('a phone that is too old can be updated, and then it goes on', async () => {
    const peter = stage.meet('Peter Novák', 'iOS')
    await begins(peter)
    expect(peter.last()).toContain('We need iOS 17 or newer.')
    peter.phone({ do: 'change-model', model: 'iphone-ios17' })
    await peter.press('I updated it')
    await peter.press('iOS 17')
    expect(peter.last()).toContain('Lock your phone')
  })

  test('a phone that cannot be updated is nobody’s fault, and other ways are offered', async () => {
    const peter = stage.meet('Peter Novák', 'iOS')
    await begins(peter)
    await peter.press('It cannot update')
    expect(peter.last()).toContain('This phone is too old for a passkey. That is not your fault')
    expect(peter.last()).toContain('A phone on loan')
    await peter.press('Another phone')
    await peter.press('Go on', { choice: 'pixel' })
    expect(peter.last()).toContain('Check the version')
  })

  test.each([
    ['iPhone', 'Elena Rossi', 'iOS', 'App Store'],
    ['Samsung', 'Jakub Dvořák', 'Android', 'Google Play'],
  ] as const)('an Authenticator that is too old is brought up to date first: %s', async (_phone, name, on, store) => {
    const person = stage.meet(name, on)
    await begins(person)
    await person.press('It has a lock')
    expect(person.last()).toContain('Update the app')
    expect(person.last()).toContain(store)
    person.phone({ do: 'update-authenticator' })
    await person.press('It is up to date')
    person.phone({ do: 'switch-on-authenticator' })
    await person.press('It is on')
    person.phone({ do: 'create-passkey', store: 'authenticator' })
    await person.sees('Use it once')
  })
})

describe('in a company without other ways, and without a day for the second wave', () => {
  at({
    settings: (same) => ({
      ...same,
      alternatives: [],
      rollout: { everyone: false, groups: [{ group: groupId('wave-1') }, { group: groupId('wave-2'), from: 'later' }] },
    }),
  })

  test('no day is named when there is none', async () => {
    const linh = await greeted('Linh Tran')
    expect(linh.last()).toContain('Your company does this group by group, and your group comes later.')
    expect(linh.last()).not.toContain('Your turn starts')
  })

  test('a group without a day is in it from now on', async () => {
    const ines = stage.meet('Ines Moreau', 'iOS')
    await getsReady(ines)
    expect(ines.last()).toContain('Make your passkey')
  })

  test.each(['Bernadette Fischer', 'Joseph Kariuki'])('nothing is offered that is not there: %s', async (name) => {
    const person = await greeted(name)
    expect(person.last()).not.toMatch(/other ways|security key|on loan|Your computer/)
    expect(person.last()).toContain('+47 22 00 11 22')
  })
})

describe('in a company where nobody may add a passkey', () => {
  at()

  test('who is to begin while nobody may add a passkey is not told that there is nothing to do', async () => {
    stage.company.administer(stage.meet('Ines Moreau', 'iOS').person.id, { do: 'set-self-service', on: false })
    expect((await greeted('Ines Moreau')).last()).toContain(notOpen)
    expect((await greeted('Amara Okafor')).last()).toContain('You have one')
  })
})
