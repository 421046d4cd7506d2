// Asked for their phone, people write its name as often as they press it, and the number that stands on it.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { phoneNamed } from '../../bot/trouble/phone-named.ts'
import { readWords } from '../../bot/trouble/read.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { begins } from '../support/ways.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

const samsungs = [
  'I have a Samsung Galaxy A54',
  'Ich habe ein Samsung Galaxy A54',
  'j’ai un samsung galaxy a54',
  'tengo un samsung galaxy a54',
  'tenho um samsung galaxy a54',
  'ho un samsung galaxy a54',
  'ik heb een samsung galaxy a54',
  'jeg har en samsung galaxy a54',
  'mam samsunga galaxy a54',
  'ギャラクシーA54です',
  '我用三星 Galaxy A54',
  'عندي سامسونج جالكسي A54',
]

describe('a computer that is named, and nothing else,', () => {
  const inDanger = ['report_compromise', 'lost_phone', 'account_blocked_risky']

  test.each(['i am on a mac', 'i use linux'])('"%s" leads on', (words) => expect(readWords(words)).toMatchObject({ intent: 'start' }))

  test.each(['Windows', 'ich bin am Laptop', 'je suis sur mac', 'estoy en el ordenador', 'sono sul computer', 'パソコンです', '我用电脑'])(
    '"%s" puts nobody in danger',
    (words) => expect(inDanger).not.toContain(readWords(words).intent),
  )

  test('and something beside it may', () => expect(inDanger).toContain(readWords('somebody is in my account on a mac').intent))
})

describe('a phone that is named, and nothing else', () => {
  test.each(samsungs)('"%s" is a Samsung, and nobody in danger', (words) => {
    expect(phoneNamed(words)).toEqual({ phone: 'samsung' })
    expect(['report_compromise', 'lost_phone', 'account_blocked_risky']).not.toContain(readWords(words).intent)
  })

  test.each([
    ['iPhone 15 Pro Max', { phone: 'iphone' }],
    ['iphone15です', { phone: 'iphone' }],
    ['iPhone 13, iOS 17.5.1', { phone: 'iphone', system: 'ios', version: 17 }],
    ['Galaxy S23 Android 14', { phone: 'samsung', system: 'android', version: 14 }],
    ['xiaomi 14', { phone: 'android' }],
    ['18.1', { version: 18 }],
    ['18.1です', { version: 18 }],
    ['it says 17.6', { version: 17 }],
  ])('"%s": the number of a model is no version', (words, named) => expect(phoneNamed(words)).toEqual(named))

  test.each([
    'my samsung was stolen',
    'ho perso il samsung',
    'ich habe kein iphone',
    'iPhone持っていません',
    '我没有iphone',
    'my iphone does not work',
    'Samsung Pass',
    'iphone 15 and samsung',
    'no iphone',
    '123456',
    '4711',
    '1',
  ])('"%s" says something else', (words) => expect(phoneNamed(words)).toBeUndefined())
})

describe('who is asked', () => {
  test('for their phone names it, then its version, and is at the first thing to do', async () => {
    const kofi = stage.meet('Kofi Mensah', 'Android')
    await kofi.tells('hello')
    await kofi.tells('ho un samsung galaxy a54')
    expect(kofi.last()).toContain('Android 14')
    expect(kofi.buttons().slice(0, 2)).toEqual(['Android 15 or newer', 'Android 14'])
    await kofi.tells('14')
    expect(kofi.last()).toMatch(/^Lock your phone/)
  })

  test('for both says both at once', async () => {
    const kofi = stage.meet('Kofi Mensah', 'Android')
    await kofi.tells('hello')
    await kofi.tells('Samsung, Android 14')
    expect(kofi.last()).toMatch(/^Lock your phone/)
  })

  test('in Teams on an iPhone writes only the number', async () => {
    const ines = stage.meet('Ines Moreau', 'iOS')
    await ines.tells('hello')
    await ines.press('Yes, this iPhone')
    await ines.tells('18.1')
    expect(ines.last()).toMatch(/^Lock your phone/)
  })

  test('and names a system that is too old is told how to update', async () => {
    const ines = stage.meet('Ines Moreau', 'iOS')
    await ines.tells('hello')
    await ines.tells('iphone with ios 16.7')
    expect(ines.last()).toMatch(/^Update your phone/)
  })

  test.each(['I have a Samsung', 'Android 14'])('and names another phone than before ("%s") is asked which one', async (words) => {
    const ines = stage.meet('Ines Moreau', 'iOS')
    await ines.tells('hello')
    await ines.press('Yes, this iPhone')
    await ines.tells(words)
    expect(ines.last()).toMatch(/^(Your phone|Check the version)/)
    expect(ines.last()).not.toContain('Call a person now')
  })
})

test('once both are known, the same words are heard as before', async () => {
  const ines = stage.meet('Ines Moreau', 'iOS')
  await begins(ines)
  await ines.tells('it has iOS 16, is that too old?')
  const asked = ines.last()
  await ines.tells('14')
  expect(asked).not.toMatch(/^Lock your phone/)
  expect(ines.last()).not.toMatch(/^Lock your phone/)
})
