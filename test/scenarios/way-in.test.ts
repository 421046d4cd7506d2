// How somebody gets in to make the passkey: with what they have, or with a start pass from a person.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openStage, type Stage } from '../support/stage.ts'
import { getsReady } from '../support/ways.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

const issuesPass = ({ person }: { person: { id: string } }) => stage.company.administer(person.id, { do: 'issue-pass' })

test('who has no way in asks the helpdesk for a start pass with one press, and is told not to type it here', async () => {
  const yuki = stage.meet('Yuki Tanaka', 'iOS')
  await getsReady(yuki)
  expect(yuki.last()).toContain('You need a start pass from IT helpdesk.')
  expect(yuki.last()).toContain('Ask with the button, or call or visit them.')
  expect(yuki.last()).toContain('Never type the pass in this chat')
  expect(yuki.last()).toContain('+47 22 00 11 22')
  expect(yuki.buttons()[0]).toBe('Ask for a start pass')
  await yuki.press('Ask for a start pass')
  expect(yuki.last()).toContain('IT helpdesk has your request.')
  expect(await stage.db.query('select kind, state from escalations')).toEqual([{ kind: 'pass', state: 'open' }])
})

test('"I have a start pass" is looked up, not believed', async () => {
  const yuki = stage.meet('Yuki Tanaka', 'iOS')
  await getsReady(yuki)
  await yuki.press('I have a start pass')
  expect(yuki.last()).toMatch(/^I cannot see it yet\.\nGet a start pass/)
})

test('when the helpdesk has issued a pass the bot speaks first, and it goes on to the end', async () => {
  const yuki = stage.meet('Yuki Tanaka', 'iOS')
  await getsReady(yuki)
  await yuki.press('Talk to a person')
  issuesPass(yuki)
  expect(await yuki.sees('Add your account')).toMatch(/^Good, you can go on now\./)
  expect(yuki.last()).toContain('yuki.tanaka@contoso.example')
  yuki.phone({ do: 'add-account' })
  await yuki.sees('Make your passkey')
  yuki.phone({ do: 'create-passkey', store: 'authenticator' })
  await yuki.sees('Use it once')
  await yuki.press('It worked')
  expect(yuki.last()).toMatch(/^Done/)
})

test('a one-time pass is used up when it is typed, and nobody is called back for another one while they make the passkey', async () => {
  const yuki = stage.meet('Yuki Tanaka', 'iOS')
  await getsReady(yuki)
  stage.company.administer(yuki.person.id, { do: 'issue-pass', once: true })
  await yuki.press('I have a start pass')
  expect(yuki.last()).toContain('Add your account')
  yuki.phone({ do: 'add-account' })
  await yuki.sees('Make your passkey')
  yuki.phone({ do: 'create-passkey', store: 'authenticator' })
  await yuki.sees('Use it once')
})

test('a one-time pass that was used up before they came that far lets nobody in', async () => {
  const hiroshi = stage.meet('Hiroshi Sato', 'iOS')
  stage.company.administer(hiroshi.person.id, { do: 'add-to-group', group: 'pass-first' })
  stage.company.administer(hiroshi.person.id, { do: 'issue-pass', once: true })
  hiroshi.phone({ do: 'create-passkey', store: 'icloud' })
  await getsReady(hiroshi)
  expect(hiroshi.last()).toContain('You need a start pass')
})

test('Windows Hello opens a computer and no phone: where it is not enough, a start pass comes first', async () => {
  const margaret = stage.meet('Margaret Hughes', 'iOS')
  stage.company.administer(margaret.person.id, { do: 'remove-from-group', group: 'security-keys' })
  await getsReady(margaret)
  expect(margaret.last()).toContain('You need a start pass')
  await margaret.tells('it asks me for a code and i have none')
  expect(margaret.last()).toContain('start pass')
  expect(margaret.buttons()[0]).toMatch(/Talk to a person|Ask for a start pass/)
})

test('who presses before the bot speaks reads what is next, and not that nothing is seen', async () => {
  const yuki = stage.meet('Yuki Tanaka', 'iOS')
  await getsReady(yuki)
  issuesPass(yuki)
  await yuki.press('I have a start pass')
  expect(yuki.last()).toContain('Add your account')
  expect(yuki.last()).not.toContain('I cannot see it')
})

test('who is to start with a pass is not sent on with another way in', async () => {
  const ines = stage.meet('Ines Moreau', 'iOS')
  stage.company.administer(ines.person.id, { do: 'add-to-group', group: 'pass-first' })
  await getsReady(ines)
  expect(ines.last()).toContain('Get a start pass')
})

test('a pass that stands already is enough', async () => {
  const nadia = stage.meet('Nadia Haddad', 'Android')
  await getsReady(nadia)
  expect(nadia.last()).toContain('Add your account')
  nadia.phone({ do: 'add-account' })
  await nadia.sees('Make your passkey')
})

test('who signs in with a text message uses that, without a pass, and adds the account to the app', async () => {
  const tomasz = stage.meet('Tomasz Nowak', 'Android')
  await getsReady(tomasz)
  expect(tomasz.last()).toContain('Add your account')
  expect(tomasz.last()).toContain('tomasz.nowak@contoso.example')
  await tomasz.press('I did it')
  expect(tomasz.last()).toMatch(/^I cannot see it yet\.\nAdd your account/)
  await tomasz.press('I did it')
  expect(tomasz.last()).toContain('We tried that twice.')
  expect(tomasz.last()).toContain('+47 22 00 11 22')
  tomasz.phone({ do: 'add-account' })
  await tomasz.sees('Make your passkey')
  tomasz.phone({ do: 'create-passkey', store: 'authenticator' })
  await tomasz.sees('Use it once')
})

test('the app that is there already is not asked for', async () => {
  const kofi = stage.meet('Kofi Mensah', 'Android')
  await getsReady(kofi)
  expect(kofi.last()).toContain('Make your passkey')
  const steps = ['step check-version', 'step set-screen-lock', 'step switch-on-authenticator', 'step create-passkey']
  expect(await stage.cardsTo(kofi)).toEqual(['welcome', ...steps])
})
