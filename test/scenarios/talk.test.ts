// What can be said and pressed at any point, and what must not happen then.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '../support/actor.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { begins, getsReady } from '../support/ways.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

const meetInes = () => stage.meet('Ines Moreau', 'iOS')

describe('hello', () => {
  test('is answered with who speaks, what it is for, and one question', async () => {
    const ines = meetInes()
    await ines.tells('hello')
    expect(ines.last()).toContain('Hello Ines, I am Unlock, a bot of Contoso.')
    expect(ines.last()).toContain('I never ask for a password, a PIN or a code.')
    expect(ines.buttons()).toEqual(['Yes, this iPhone', 'Another phone', 'Talk to a person', 'Not now', 'More'])
    expect(await stage.cardsTo(ines)).toEqual(['welcome'])
  })

  test('on the way it leads back to the place', async () => {
    const ines = meetInes()
    await begins(ines)
    await ines.tells('hello')
    expect(ines.last()).toMatch(/^Welcome back\.\nLock your phone/)
  })

  test('three "installed" in a row are one welcome', async () => {
    const ines = meetInes()
    await ines.opens()
    await ines.opens()
    await ines.installs()
    expect(ines.read()).toHaveLength(1)
    expect(ines.last()).toContain('Hello Ines')
  })

  test('who takes the app off and comes back is welcomed again', async () => {
    const ines = meetInes()
    await ines.installs()
    await stage.company.changeApp(ines.person.id, { do: 'uninstall' })
    await ines.installs()
    expect(await stage.cardsTo(ines)).toEqual(['welcome', 'welcome'])
  })
})

describe('talk to a person', () => {
  const places: [string, (ines: Actor) => Promise<unknown>][] = [
    ['welcome', (ines) => ines.tells('hello')],
    ['a step', begins],
    ['help with a step', async (ines) => begins(ines).then(() => ines.press('It does not work'))],
    ['more', async (ines) => begins(ines).then(() => ines.press('More'))],
    ['the choice of a phone', async (ines) => begins(ines).then(() => ines.tells('I have a new phone'))],
    ['not now', async (ines) => begins(ines).then(() => ines.press('Not now'))],
    ['an answer', (ines) => ines.tells('what is a passkey?')],
    ['not understood', (ines) => ines.tells('xqzzy blorf')],
    ['a secret', (ines) => ines.tells('my password is Sommer2024!')],
    ['not seen', async (ines) => getsReady(ines).then(() => ines.press('I did it'))],
  ]

  test.each(places)('works on the card: %s', async (_card, goes) => {
    const ines = meetInes()
    await goes(ines)
    await ines.press('Talk to a person')
    expect(ines.last()).toContain('A person will help')
    expect(ines.last()).toMatch(/IT helpdesk has your request\. It is \d+, \w+ \w+\./)
    expect(await stage.db.query('select state from escalations where employee_id = $1', [ines.person.id])).toEqual([{ state: 'open' }])
  })

  test('pressed again and again, it is one request, and how it stands', async () => {
    const ines = meetInes()
    await begins(ines)
    for (const _ of [1, 2, 3]) await ines.press('Talk to a person')
    expect(ines.last()).toContain('Nobody has taken it yet.')
    expect(await stage.db.query('select number from escalations')).toHaveLength(1)
  })

  test('after three in a day, the way to the helpdesk is shown and no more is written', async () => {
    const ines = meetInes()
    await begins(ines)
    for (const _ of [1, 2, 3]) {
      await ines.press('Talk to a person')
      await ines.press('Take it back')
    }
    await ines.press('Talk to a person')
    expect(ines.last()).toContain('+47 22 00 11 22')
    expect(await stage.db.query('select number from escalations')).toHaveLength(3)
  })

  test('the place is kept', async () => {
    const ines = meetInes()
    await begins(ines)
    await ines.press('Talk to a person')
    await ines.press('Go on here')
    expect(ines.last()).toMatch(/^Lock your phone/)
  })

  describe('how it stands', () => {
    const atTheStepAgain = async () => {
      const ines = meetInes()
      await begins(ines)
      await ines.press('Talk to a person')
      await ines.press('Go on here')
      return ines
    }

    test.each([
      'where is my ticket',
      'any news?',
      'wo steht meine Anfrage',
      'où en est ma demande',
      'cómo va mi solicitud',
      'como está meu chamado',
      'a che punto è la mia richiesta',
      'hoe staat het met mijn aanvraag',
      'hvordan går det med saken min',
      'co z moim zgłoszeniem',
      'チケットの状況は',
      '我的工单怎么样了',
      'هل من رد على طلبي',
    ])('%s: is told in words that name the request, also at a step', async (words) => {
      const ines = await atTheStepAgain()
      await ines.tells(words)
      expect(ines.last()).toContain('Nobody has taken it yet.')
      expect(ines.buttons()).toContain('Take it back')
    })

    test('is the request’s while they have it before their eyes, and else their own', async () => {
      const ines = meetInes()
      await begins(ines)
      await ines.press('Talk to a person')
      await ines.tells('status?')
      expect(ines.last()).toContain('Nobody has taken it yet.')
      await ines.press('Go on here')
      await ines.tells('how many steps are left')
      expect(ines.last()).toMatch(/^Lock your phone/)
    })

    test('is told for a week after it is closed', async () => {
      const ines = await atTheStepAgain()
      await stage.db.query(`update escalations set state = 'closed', outcome = 'resolved', closed_at = now() - interval '6 days'`)
      await ines.tells('what happened to my request')
      expect(ines.last()).toContain('closed your request')
      await stage.db.query(`update escalations set closed_at = now() - interval '8 days'`)
      await ines.tells('what happened to my request')
      expect(ines.last()).toMatch(/^Lock your phone/)
    })
  })
})

describe('after "Done"', () => {
  /** Titles on all cards that still stand, and what is read there. */
  const chat = (actor: Actor) => ({ words: actor.read(), buttons: actor.allActions().map(({ title }) => title) })
  const isDone = async () => {
    const ines = meetInes()
    await getsReady(ines)
    ines.phone({ do: 'create-passkey', store: 'authenticator' })
    await ines.sees('Use it once')
    await ines.press('It worked')
    expect(ines.last()).toMatch(/^Done\n/)
    return ines
  }

  test.each(['thanks', 'what is the weather?', 'why do I have to do this?', 'what is a passkey?'])(
    '"%s" leaves what was said there, and offers nothing to go on with',
    async (words) => {
      const ines = await isDone()
      for (const said of [words, 'thanks']) {
        await ines.tells(said)
        await expect.poll(() => chat(ines).buttons.filter((title) => title === 'Talk to a person')).toHaveLength(1)
        expect(chat(ines).buttons).not.toContain('Go on')
        const done = chat(ines).words.find((text) => text.startsWith('Done\n'))
        expect(done).toContain('I can see the passkey on your account.')
        expect(done).not.toContain('[')
      }
      expect(ines.last()).toMatch(/^You are welcome\./)
      await ines.press('Talk to a person')
      expect(ines.last()).toContain('A person will help')
    },
  )

  test('asked how it stands, it is said again below, and stands there once', async () => {
    const ines = await isDone()
    await ines.tells('how far am I?')
    expect(ines.last()).toMatch(/^You have one\n/)
    await expect.poll(() => chat(ines).words.at(-2)).toBe('This moved further down.')
  })

  test('what is not understood leads back to no step', async () => {
    const ines = await isDone()
    await ines.tells('it')
    expect(ines.last()).toContain('Say it in other words, or talk to a person.')
    await ines.tells('it')
    expect(ines.last()).toMatch(/^Let a person help\n/)
    expect(ines.buttons()).not.toContain('Go on')
  })

  test('a step that was begun since is the way on again', async () => {
    const ines = await isDone()
    await ines.press('I have a new phone')
    await ines.tells('thanks')
    expect(ines.buttons()).toContain('Go on')
  })
})

describe('own words', () => {
  test('not understood twice in a row, a person comes first; understood, it is forgotten', async () => {
    const ines = meetInes()
    await begins(ines)
    await ines.tells('xqzzy blorf')
    expect(ines.last()).toContain('I am not sure what you mean.')
    expect(ines.buttons()[0]).toBe('Back to the step')
    await ines.tells('flumph grok')
    expect(ines.last()).toContain('That is my fault, not yours.')
    expect(ines.buttons()[0]).toBe('Talk to a person')
    await ines.tells('what is a passkey?')
    await ines.tells('xqzzy blorf')
    expect(ines.buttons()[0]).toBe('Back to the step')
  })

  test('what is offered as a reading leads somewhere', async () => {
    const ines = meetInes()
    await begins(ines)
    for (const words of ['my phone is too old', 'I share this device', 'I am asked for a code', 'is this maybe later or real']) {
      await ines.tells(words)
      const answer = await ines.pressesButton(ines.actions()[0] as ReturnType<Actor['button']>)
      expect(answer.body, words).toMatchObject({ statusCode: 200 })
    }
  })

  test('"done" in words is the button of the step', async () => {
    const ines = meetInes()
    await begins(ines)
    await ines.tells('done')
    expect(ines.last()).toMatch(/^Switch it on/)
    await ines.tells('ok it is on')
    expect(ines.last()).toMatch(/^Make your passkey/)
    await ines.tells('I did it')
    expect(ines.last()).toContain('your passkey is not there yet')
  })

  test('"done" does not answer what has to be chosen', async () => {
    const ines = meetInes()
    await ines.tells('hello')
    await ines.press('Yes, this iPhone')
    await ines.tells('done')
    expect(ines.last()).toMatch(/^Check the version/)
  })

  test('"back" asks the last thing again, step by step', async () => {
    const ines = meetInes()
    await getsReady(ines)
    await ines.tells('back')
    expect(ines.last()).toMatch(/^One step back, then\.\nSwitch it on/)
    await ines.press('More')
    await ines.press('One step back')
    expect(ines.last()).toContain('Lock your phone')
    await ines.tells('go back')
    expect(ines.last()).toContain('Check the version')
  })

  test('a pasted password is called that, and comes to rest nowhere', async () => {
    const ines = meetInes()
    await ines.tells('my password is Sommer2024!')
    expect(ines.last()).toContain('That looked like a password or a code. I did not keep it.')
    const tables = ['people', 'turns', 'messages', 'progress', 'audit_entries', 'jobs.job']
    const stored = await Promise.all(tables.map((table) => stage.db.query(`select * from ${table}`)))
    expect(stored.flat().length).toBeGreaterThan(0)
    expect(JSON.stringify(stored)).not.toContain('Sommer2024')
  })
})

describe('out of step', () => {
  test('a button on an older card changes nothing', async () => {
    const ines = meetInes()
    await ines.tells('hello')
    const older = ines.button('Yes, this iPhone')
    await ines.tells('what is a passkey?')
    await ines.pressesButton(older)
    expect(ines.last()).toContain('What is a passkey?')
    expect(await stage.cardsTo(ines)).toEqual(['welcome', 'answer'])
    expect(await stage.db.query('select phone from progress')).toEqual([])
  })

  test('the same press twice is one step', async () => {
    const ines = meetInes()
    await begins(ines)
    const lock = ines.button('It has a lock')
    await Promise.all([ines.pressesButton(lock), ines.pressesButton(lock)])
    expect(ines.last()).toMatch(/^Switch it on/)
  })

  test('words typed while a press is under way: both count, in their order', async () => {
    const ines = meetInes()
    await getsReady(ines)
    stage.company.faults.set({ where: 'graph', path: '/authentication/methods', fault: { kind: 'latency', ms: 400 }, times: 1 })
    const asked = new Promise((done) => stage.company.onGraphRequest(done))
    const press = ines.press('I did it')
    await asked
    await ines.tells('what is a passkey?')
    await press
    await ines.sees('What is a passkey?')
    expect((await stage.cardsTo(ines)).slice(-2)).toEqual(['notSeen create-passkey', 'answer'])
    const live = () => ines.fromBot().filter(({ card }) => JSON.stringify(card).includes('Action.Execute'))
    await ines.until(
      () => live().length === 1 || undefined,
      () => `${live().length} cards can be pressed at once`,
    )
  })
})
