// What goes wrong between a phone and Entra, and how each gets to a good end.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '../support/actor.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { getsReady } from '../support/ways.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

async function ready(name: string, on: 'iOS' | 'Android' = 'iOS') {
  const actor = stage.meet(name, on)
  await getsReady(actor)
  return actor
}

const makes = (actor: Actor) => actor.phone({ do: 'create-passkey', store: 'authenticator' })
const passkeysOf = ({ person }: Actor) => stage.company.entraOf(person.id).methods.filter(({ type }) => type === 'fido2')

function deletes(actor: Actor, name: string) {
  const passkey = passkeysOf(actor).find((each) => each.name === name)
  stage.company.administer(actor.person.id, { do: 'delete-method', id: passkey?.id ?? '' })
}

describe('in another place', () => {
  test.each([
    ['Carlos Jiménez', 'iOS', 'Apple Passwords', 'iCloud Keychain'],
    ['Priya Sharma', 'Android', 'Google Password Manager', 'Google Password Manager'],
    ['Min-jun Park', 'Android', 'Samsung Pass', 'Samsung Pass'],
  ] as const)('%s on %s makes a new one in Authenticator and takes the old one out of %s', async (name, on, store, entry) => {
    const person = await ready(name, on)
    expect(person.last()).toContain(`You made one, but it is in ${store}.`)
    makes(person)
    await person.sees('Use it once')
    await person.press('It worked')
    expect(person.last()).toContain('Delete this one, and only this one:')
    expect(person.last()).toContain(entry)
    expect(person.last()).not.toContain('Microsoft Authenticator')
    await person.press('Done')
    expect(person.last()).toMatch(/^I can still see it\.\nTidy up/)
    deletes(person, entry)
    await person.press('Done')
    expect(person.last()).toMatch(/^Done/)
  })

  test('the old one may stay', async () => {
    const carlos = await ready('Carlos Jiménez')
    makes(carlos)
    await carlos.sees('Use it once')
    await carlos.press('It worked')
    await carlos.press('Keep them')
    expect(carlos.last()).toMatch(/^Done/)
    expect(passkeysOf(carlos)).toHaveLength(2)
  })

  test('saved there while the bot watches, it is said at once', async () => {
    const hiroshi = await ready('Hiroshi Sato')
    hiroshi.phone({ do: 'create-passkey', store: 'icloud' })
    await hiroshi.sees('You made one, but it is in Apple Passwords.')
    makes(hiroshi)
    await hiroshi.sees('Use it once')
  })

  test.each([
    ['Windows Hello', '08987058-cadc-4b81-b6e1-30de50dcbe96'],
    ['another app', '11111111-2222-4333-8444-555555555555'],
  ])('kept on the computer, or where nobody knows: one that comes while they make theirs is named: %s', async (place, aaguid) => {
    const giulia = await ready('Giulia Romano')
    stage.company.administer(giulia.person.id, { do: 'add-passkey', aaguid })
    await giulia.sees(`You made one, but it is in ${place}.`)
    makes(giulia)
    await giulia.sees('Use it once')
    await giulia.press('It worked')
    expect(giulia.last()).toMatch(/^Done/)
  })

  test('one that was on the computer before is nobody’s mistake', async () => {
    const anouk = stage.meet('Anouk de Vries', 'Android')
    stage.company.administer(anouk.person.id, { do: 'add-passkey', aaguid: '08987058-cadc-4b81-b6e1-30de50dcbe96' })
    await getsReady(anouk)
    expect(anouk.last()).toContain('Make your passkey')
  })

  test('who never had the account in the app is told how to add it there', async () => {
    const tomasz = await ready('Tomasz Nowak', 'Android')
    tomasz.phone({ do: 'create-passkey', store: 'google' })
    await tomasz.sees('You made one, but it is in Google Password Manager.')
    await tomasz.press('It does not work')
    expect(tomasz.last()).toContain('If your work account is not there, tap “Add account”')
    tomasz.phone({ do: 'add-account' })
    makes(tomasz)
    await tomasz.sees('Use it once')
  })
})

describe('nothing to be seen', () => {
  test('"I did it" pressed too early is answered with what was seen, and with ways on', async () => {
    const ines = await ready('Ines Moreau')
    await ines.press('I did it')
    expect(ines.last()).toContain('I looked at your account, and your passkey is not there yet.')
    expect(ines.buttons()).toEqual(expect.arrayContaining(['Look again', 'It says it exists', 'Wrong account', 'Talk to a person']))
    makes(ines)
    await ines.press('Look again')
    expect(ines.last()).toMatch(/^Use it once/)
  })

  test('nothing there the second time: a person comes first, and the way on stays open', async () => {
    const ines = await ready('Ines Moreau')
    await ines.press('I did it')
    await ines.press('Look again')
    expect(ines.last()).toContain('We tried that twice.')
    makes(ines)
    await ines.sees('Use it once')
  })

  test('"I did it" pressed in time never reads that nothing is seen', async () => {
    const ines = await ready('Ines Moreau')
    makes(ines)
    await ines.press('I did it')
    expect(ines.last()).toMatch(/^Use it once/)
  })

  test('made for another account: the account is named as a reason, and the right one works', async () => {
    const freja = await ready('Freja Nielsen')
    freja.phone({ do: 'create-passkey', store: 'authenticator', account: 'other' })
    await freja.press('I did it')
    await freja.press('Wrong account')
    expect(freja.last()).toContain('You need the one with your work address.')
    await freja.press('Back to the step')
    makes(freja)
    await freja.sees('Use it once')
  })

  test('a passkey left over on the phone is deleted there first', async () => {
    const rosa = await ready('Rosa Marín')
    expect(() => makes(rosa)).toThrow('A passkey already exists.')
    await rosa.press('It does not work')
    await rosa.press('It says it exists')
    expect(rosa.last()).toContain('Delete passkey')
    rosa.phone({ do: 'delete-passkey', store: 'authenticator' })
    await rosa.press('Back to the step')
    makes(rosa)
    await rosa.sees('Use it once')
  })

  test('Entra shows it late: nobody is told to delete the passkey that is there by now', async () => {
    const freja = await ready('Freja Nielsen')
    await freja.press('I did it')
    const exists = freja.button('It says it exists')
    makes(freja)
    await freja.pressesButton(exists)
    await freja.sees('Use it once')
    expect(freja.read().join('\n')).not.toContain('Delete passkey')
  })

  test('Entra shows it late: whoever writes that it exists already is shown on', async () => {
    const lars = await ready('Lars Haugen')
    await lars.press('I did it')
    makes(lars)
    await lars.tells('it says passkey already exists')
    await lars.sees('Use it once')
    expect(lars.read().join('\n')).not.toContain('Delete passkey')
  })

  test('a passkey that the app lost on the way is not taken for one', async () => {
    const astrid = await ready('Astrid Lindholm')
    expect(() => astrid.phone({ do: 'create-passkey', store: 'authenticator', fail: 'left-over' })).toThrow('could not be added')
    await astrid.press('I did it')
    expect(astrid.last()).toContain('your passkey is not there yet')
  })
})

describe('it does not work', () => {
  test('once is answered with what helps, twice with a person first', async () => {
    const ines = await ready('Ines Moreau')
    await ines.press('It does not work')
    expect(ines.last()).toContain('Let us try this')
    expect(ines.buttons()[0]).toBe('Back to the step')
    await ines.press('Back to the step')
    await ines.press('It does not work')
    expect(ines.last()).toContain('it is not your fault')
    expect(ines.buttons()[0]).toBe('Talk to a person')
  })

  test('in words it is the same as the button', async () => {
    const ines = await ready('Ines Moreau')
    await ines.tells('it does not work')
    expect(ines.last()).toContain('Let us try this')
    await ines.tells('it still does not work')
    expect(ines.buttons()[0]).toBe('Talk to a person')
  })

  test('two different steps are not twice the same', async () => {
    const kofi = stage.meet('Kofi Mensah', 'Android')
    await kofi.tells('hello')
    await kofi.press('Samsung')
    await kofi.press('Android 14')
    await kofi.press('It does not work')
    await kofi.press('Back to the step')
    await kofi.press('It has a lock')
    await kofi.press('It does not work')
    expect(kofi.last()).toContain('Let us try this')
  })
})

describe('another phone', () => {
  test('chosen on the way, it is asked about from the start, and what the first one had does not count', async () => {
    const freja = await ready('Freja Nielsen')
    await freja.press('More')
    await freja.press('Other phone')
    await freja.press('Go on', { choice: 'samsung' })
    expect(freja.last()).toContain('Software information')
    freja.phone({ do: 'switch-phone', model: 'samsung-14' })
    await freja.press('Android 14')
    await freja.press('It has a lock')
    expect(freja.last()).toContain('Get the app')
    freja.phone({ do: 'install-authenticator' })
    await freja.press('I have the app')
    expect(freja.last()).toContain('General management')
    freja.phone({ do: 'switch-on-authenticator' })
    await freja.press('It is on')
    expect(freja.last()).toContain('Add your account')
    freja.phone({ do: 'add-account' })
    await freja.sees('Make your passkey')
    makes(freja)
    await freja.sees('Use it once')
  })

  test('the same phone chosen again loses nothing', async () => {
    const ines = await ready('Ines Moreau')
    await ines.press('More')
    await ines.press('Other phone')
    await ines.press('Go on', { choice: 'iphone' })
    expect(ines.last()).toContain('Is it the same phone, or a new one?')
    await ines.press('The same one')
    expect(ines.last()).toContain('Make your passkey')
  })

  test('a passkey that is deleted after the end is said to be gone, and it starts anew', async () => {
    const ines = await ready('Ines Moreau')
    makes(ines)
    await ines.sees('Use it once')
    await ines.press('It worked')
    deletes(ines, 'Microsoft Authenticator')
    await ines.tells('hello')
    expect(ines.last()).toContain('Your passkey is gone from your account.')
    expect(ines.last()).toContain('Lock your phone')
    ines.phone({ do: 'delete-passkey', store: 'authenticator' })
    await ines.press('It has a lock')
    await ines.press('It is on')
    makes(ines)
    await ines.sees('Use it once')
    await ines.press('It worked')
    expect(ines.last()).toMatch(/^Done/)
  })
})
