// How people want to be written to: asked or said once, kept as codes, and later messages really differ.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { settingsShape } from '../../bot/settings.ts'
import type { Actor } from '../support/actor.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { begins, timeComes } from '../support/ways.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage({
    settings: (same) =>
      settingsShape.parse({
        ...same,
        languages: ['en', 'de', 'fr', 'ja', 'ar'],
        // Without a channel a person is reached by what the card says, which is what differs here.
        helpdeskChannel: undefined,
        company: { ...same.company, worksCouncil: { en: 'We agreed to it on 3 May.', fr: 'Nous sommes d’accord.' } },
      }),
  })
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

/** Her Teams speaks French; of this company's languages she may have any. */
const meetInes = () => stage.meet('Ines Moreau', 'iOS')
const kept = async ({ person }: Actor) =>
  (await stage.db.query('select language, screen, needs from people where employee_id = $1', [person.id]))[0]

describe('the language', () => {
  test.each([
    ['auf Deutsch bitte', 'de', 'Von jetzt an schreibe ich auf Deutsch.'],
    ['english please', 'en', 'From now on I write in English.'],
    ['日本語で', 'ja', 'これからは日本語で書きます。'],
    ['بالعربية من فضلك', 'ar', 'من الآن أكتب لك بالعربية.'],
    ['je ne comprends pas le français, english please', 'en', 'From now on I write in English.'],
  ])('"%s" is enough, and holds against the language of Teams', async (words, code, answer) => {
    const ines = meetInes()
    await ines.tells('bonjour')
    await ines.tells(words)
    expect(ines.last()).toContain(answer)
    expect(await kept(ines)).toMatchObject({ language: code })
    await ines.tells('bonjour')
    expect(ines.last()).not.toContain('Bonjour')
    await stage.restart()
    await ines.tells('bonjour')
    expect(ines.last()).not.toContain('Bonjour')
  })

  test('a "thanks" or a hello in another language switches nothing', async () => {
    const ines = meetInes()
    await ines.tells('auf Deutsch bitte')
    for (const words of ['thanks', 'merci', 'gracias', 'hello']) await ines.tells(words)
    expect(ines.last()).toContain('Hallo Ines')
    expect(await kept(ines)).toMatchObject({ language: 'de' })
  })

  test.each(['back to automatic', 'automatique', 'wieder automatisch bitte'])('"%s" follows Teams again', async (words) => {
    const ines = meetInes()
    await ines.tells('english please')
    await ines.tells(words)
    expect(ines.last()).toContain('dans la langue de votre Teams')
    expect(await kept(ines)).toMatchObject({ language: null })
  })

  test('nothing named: a card asks, with each language in its own words', async () => {
    const ines = meetInes()
    await ines.tells('changer de langue')
    expect(ines.last()).toContain('Dans quelle langue')
    expect(ines.last()).toMatch(/English.*Deutsch.*Français.*日本語.*العربية/s)
    await ines.press('Continuer', { choice: 'de' })
    expect(ines.last()).toContain('Von jetzt an schreibe ich auf Deutsch.')
    await ines.press('Sprache')
    await ines.press('Weiter', { choice: 'automatic' })
    expect(ines.last()).toContain('dans la langue de votre Teams')
  })

  test('one that the company has not chosen is refused kindly, by its name, and the others are offered', async () => {
    const ines = meetInes()
    await ines.tells('på svenska tack')
    expect(ines.last()).toContain('suédois')
    await ines.tells('in italiano per favore')
    expect(ines.last()).toContain('Italiano. Laquelle')
    expect(await kept(ines)).toMatchObject({ language: null })
    const { body } = await ines.press('Continuer', { choice: 'klingon' })
    expect(body).toMatchObject({ statusCode: 400, value: { message: 'Choisissez une réponse sur la carte.' } })
  })

  test('the words themselves are stored nowhere', async () => {
    const ines = meetInes()
    await ines.tells('zq7canary auf Deutsch bitte')
    const tables = ['people', 'turns', 'messages', 'progress', 'audit_entries', 'jobs.job']
    const stored = await Promise.all(tables.map((table) => stage.db.query(`select * from ${table}`)))
    expect(JSON.stringify(stored)).not.toContain('zq7canary')
  })
})

describe('the language of the phone', () => {
  test('said in words: labels are quoted as that phone shows them, in the language of the reader', async () => {
    const ines = meetInes()
    await ines.tells('bonjour')
    await ines.tells('mon téléphone est en anglais')
    expect(ines.last()).toContain('Votre téléphone parle cette langue : English.')
    await ines.tells('bonjour')
    await ines.pressesButton(ines.actions()[0] as ReturnType<Actor['button']>)
    expect(ines.last()).toContain('Settings')
    expect(ines.last()).not.toContain('Réglages')
    expect(await kept(ines)).toMatchObject({ language: null, screen: 'en' })
  })

  test('it can be chosen where a step does not work, and taken back', async () => {
    const ines = meetInes()
    await ines.tells('english please')
    await begins(ines)
    expect(ines.last()).toContain('Lock your phone')
    await ines.press('It does not work')
    await ines.press('My phone’s language')
    await ines.press('Go on', { choice: 'ja' })
    await ines.press('Go on')
    expect(ines.last()).toContain('“設定”')
    await ines.press('More')
    await ines.press('My phone’s language')
    await ines.press('Go on', { choice: 'automatic' })
    await ines.press('Go on')
    expect(ines.last()).toContain('“Settings”')
  })
})

describe('what somebody needs', () => {
  const fromDesk = () => stage.meet('Lars Haugen', 'Windows')
  /** The newest card as its reader sees it: what answers their own press, until it is put there for good. */
  const shown = (actor: Actor) => {
    const { ownCard, card } = actor.fromBot().at(-1) ?? {}
    return JSON.stringify(ownCard ?? card)
  }

  test('no square codes: the way to the phone is a link', async () => {
    const lars = fromDesk()
    await lars.tells('hello')
    await lars.press('Let’s start')
    await lars.press('Go on', { choice: 'iphone' })
    expect(shown(lars)).toContain('"Image"')
    await lars.press('More')
    await lars.press('What I need')
    await lars.press('No square codes')
    expect(lars.last()).toContain('I give you a link instead of a square code.')
    await lars.press('Go on')
    expect(lars.last()).toContain('[Open teams.microsoft.com]')
    expect(shown(lars)).not.toContain('"Image"')
    expect(lars.last()).not.toContain('square code')
  })

  test('a screen reader: one thing a line, numbered, and no picture', async () => {
    const lars = fromDesk()
    await lars.tells('I am blind and use a screen reader')
    await lars.tells('hello')
    await lars.press('Let’s start')
    await lars.press('Go on', { choice: 'iphone' })
    expect(lars.last()).toMatch(/1: The next part happens on your phone, not on this computer\.\n2: On your phone, open Teams\.\n3: /)
    expect(shown(lars)).not.toContain('"Image"')
  })

  test('no face, no finger: a step that unlocks says that the PIN will do', async () => {
    const lars = stage.meet('Lars Haugen', 'iOS')
    await begins(lars)
    expect(lars.last()).not.toContain('the PIN of your phone will do')
    await lars.press('More')
    await lars.press('What I need')
    await lars.press('No face or finger')
    await lars.press('Go on')
    expect(lars.last()).toContain('No face, no finger: the PIN of your phone will do.')
  })

  test('no calls: mail and place are named, no number', async () => {
    const lars = fromDesk()
    await lars.tells('talk to a human')
    expect(lars.last()).toContain('+47 22 00 11 22')
    await lars.tells('no phone calls please, I am deaf')
    await lars.tells('talk to a human')
    expect(lars.last()).not.toContain('+47')
    expect(lars.last()).toMatch(/You need not call.*help@contoso\.example.*Building 2/s)
  })

  test('it is remembered as codes, shown, and taken back by button and in words', async () => {
    const lars = fromDesk()
    await lars.tells('I am deaf, no calls please')
    await lars.tells('I use a screen reader')
    expect(await kept(lars)).toMatchObject({ needs: ['screen-reader', 'no-calls'] })
    await lars.press('Calls are fine')
    expect(await kept(lars)).toMatchObject({ needs: ['screen-reader'] })
    await lars.tells('forget that I use a screen reader')
    expect(await kept(lars)).toMatchObject({ needs: [] })
    expect(lars.last()).toContain('What suits you')
    for (const need of ['No phone calls', 'No square codes']) await lars.press(need)
    await lars.press('Forget all of it')
    expect(await kept(lars)).toMatchObject({ needs: [] })
  })

  test('C1 a need that is on no card is refused', async () => {
    const lars = fromDesk()
    await lars.tells('hello')
    await lars.press('More')
    const button = lars.button('What I need')
    const forged = { ...button, action: { ...button.action, data: { ...button.action.data, choice: 'free-beer' } } }
    expect((await lars.pressesButton(forged)).body).toMatchObject({ statusCode: 400 })
    expect(await kept(lars)).toMatchObject({ needs: [] })
  })
})

describe('what the company says', () => {
  test('the works council answers who does not want it on their own phone, beside what else there is', async () => {
    const lars = stage.meet('Lars Haugen', 'iOS')
    await lars.tells('this is my private phone, i am not installing work apps')
    expect(lars.last()).toContain('Your works council says: We agreed to it on 3 May.')
    expect(lars.last()).toContain('A security key')
  })

  test.each([
    ['auf Deutsch bitte', 'Mit jemandem sprechen', ['IT-Helpdesk', 'Haus 2, Erdgeschoss', 'Montag bis Freitag, 8 bis 16 Uhr']],
    [
      'بالعربية من فضلك',
      'التحدث إلى شخص',
      ['مكتب المساعدة التقنية', 'المبنى 2، الطابق الأرضي', 'من الاثنين إلى الجمعة، من 8:00 إلى 16:00'],
    ],
    ['en français', 'Parler à quelqu’un', ['IT helpdesk', 'Building 2, ground floor', 'Monday to Friday, 08:00 to 16:00']],
  ])('"%s": the helpdesk, its place and its hours are in the language of the reader, else in English', async (wish, person, texts) => {
    const ines = meetInes()
    await ines.tells(wish)
    await ines.press(person)
    for (const text of texts) expect(ines.last()).toContain(text)
  })

  test('what there is instead of a phone is said in the language of the reader', async () => {
    const ines = meetInes()
    await ines.tells('auf Deutsch bitte')
    await ines.tells('ich habe kein Smartphone')
    expect(ines.last()).toContain('Der Helpdesk verleiht Handys.')
    expect(ines.last()).not.toContain('The helpdesk')
  })

  test('a language that is none stops the start, and so does a text in no language', () => {
    const { settings } = stage.company
    const named = (name: unknown) => ({ ...settings, company: { ...settings.company, helpdesk: { name } } })
    expect(settingsShape.safeParse(named({ en: 'IT', xx: 'IT' })).success).toBe(false)
    expect(settingsShape.safeParse(named({})).success).toBe(false)
    expect(settingsShape.safeParse({ ...settings, languages: ['tlh'] }).success).toBe(false)
    expect(settingsShape.safeParse(named({ de: 'IT' })).success).toBe(true)
  })
})

test('back, with nothing behind, says that this is the first step', async () => {
  const lars = stage.meet('Lars Haugen', 'iOS')
  await lars.tells('hello')
  await lars.press('Yes, this iPhone')
  await lars.tells('go back')
  expect(lars.last()).toMatch(/^This is the first step\.\nCheck the version/)
})

test('the first hello while Entra is down says who writes, and who comes back after it is welcomed', async () => {
  const freja = stage.meet('Freja Nielsen', 'iOS')
  stage.company.faults.set({ where: 'graph', path: '/authentication/methods', fault: { kind: 'status', status: 500 } })
  await freja.tells('hello')
  expect(freja.last()).toMatch(/^Hello Freja, I am Unlock, a bot of Contoso\.\nThat is on our side/)
  stage.company.faults.clear()
  await timeComes(stage, 'journey.look-again', freja)
  expect(freja.last()).toContain('I never ask for a password, a PIN or a code.')
})

test('a refusal is said in the language of who pressed', async () => {
  const ines = meetInes()
  await ines.tells('auf Deutsch bitte')
  await ines.tells('hallo')
  const button = ines.actions()[0] as ReturnType<Actor['button']>
  const forged = { ...button, action: { ...button.action, data: { ...button.action.data, choice: 'nokia' } } }
  expect((await ines.pressesButton(forged)).body).toMatchObject({
    statusCode: 400,
    value: { message: 'Wählen Sie eine Antwort auf der Karte.' },
  })
})
