// The same words at another step, on another phone, under another rule; what is tried in which order; and who hears of it.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { uuidOf } from '../sample-company/ids.ts'
import type { Fault } from '../sample-company/office-api.ts'
import type { Actor } from '../support/actor.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { begins, getsReady } from '../support/ways.ts'

const owner = 'Sofia Andersson'
let stage: Stage
beforeAll(async () => {
  stage = await openStage({
    settings: (settings) => ({ ...settings, likeCases: { people: 3, withinMinutes: 60, tell: [uuidOf(owner)] } }),
  })
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

const last = async (actor: Actor) => (await stage.cardsTo(actor)).at(-1)
const refused = (path: string): Fault => ({ where: 'graph', path, fault: { kind: 'status', status: 403, code: 'Forbidden' } })

describe('the square code', () => {
  test('where attestation is off: the radio, the distance, the camera, one at a time, and a person from the second failure on', async () => {
    const hiroshi = stage.meet('Hiroshi Sato', 'iOS')
    await hiroshi.tells('the qr code does nothing')
    await hiroshi.press('Nothing happens')
    expect(hiroshi.last()).toContain('Turn on “Bluetooth”')
    await hiroshi.press('Still stuck')
    expect(hiroshi.last()).toContain('Put them close')
    expect(hiroshi.last()).not.toContain('Bluetooth')
    await hiroshi.press('Still stuck')
    expect(hiroshi.buttons()[0]).toBe('Talk to a person')
    expect(hiroshi.last()).toContain('open the normal camera')
  })

  test.each([
    'bluetooth does not connect',
    'the qr code does nothing',
    'i cannot scan the square code',
    'my iphone will not read the qr code',
  ])('where attestation is on, "%s" leads to the phone, and never to Bluetooth', async (words) => {
    const greta = stage.meet('Katarzyna Wójcik', 'iOS')
    await greta.tells(words)
    expect(await last(greta)).toMatch(/^troubleHelp qr-0|^troubleHelp pol-08/)
    expect(greta.last()).toContain('does not work for us')
    expect(greta.last()).not.toMatch(/Bluetooth/)
  })

  test('where attestation is on, nobody is told to let a web page reach their device', async () => {
    const katarzyna = stage.meet('Katarzyna Wójcik', 'iOS')
    await katarzyna.tells('the browser wants to access your security key or device')
    expect(katarzyna.last()).toContain('does not work for us')
    expect(katarzyna.last()).not.toContain('Allow it')
  })

  test('whoever has the passkey signs in on a computer with it: attestation does not forbid that, and nor do we', async () => {
    const greta = stage.meet('Greta Schneider', 'Android')
    await getsReady(greta)
    greta.phone({ do: 'create-passkey', store: 'authenticator' })
    await greta.sees('Use it once')
    await greta.tells('the qr code does nothing')
    await greta.press('Nothing happens')
    expect(greta.last()).toContain('Turn on “Bluetooth”')
    expect(greta.read().join('\n')).not.toContain('does not work for us')
  })

  test('a rule that cannot be read is taken for the strict one', async () => {
    const other = await openStage()
    try {
      other.company.faults.set(refused('/policies/authenticationMethodsPolicy'))
      const mei = other.meet('Mei Lin', 'Android')
      await mei.tells('the qr code does nothing')
      expect(mei.last()).toContain('does not work for us')
    } finally {
      await other.close()
    }
  })
})

describe('the same words', () => {
  test('are told apart by the phone: an iPhone is not asked about Android', async () => {
    const [ines, pedro] = [stage.meet('Ines Moreau', 'iOS'), stage.meet('Pedro Alves', 'Android')]
    await begins(ines)
    await begins(pedro)
    for (const actor of [ines, pedro]) await actor.tells('my phone is too old for this')
    expect(ines.buttons()).not.toContain('It has Android 14')
    expect(pedro.buttons()).toContain('It has Android 14')
  })

  test.each(['the pass says it is used already', 'my start pass ran out before i finished'])(
    'a pass that Entra shows no longer: they are asked about the pass, and a person gives a new one: "%s"',
    async (words) => {
      const ines = stage.meet('Ines Moreau', 'iOS')
      await getsReady(ines)
      await ines.tells(words)
      expect(await last(ines)).toBe('troubleQuestion pass')
      await ines.press('It is used or over')
      expect(ines.last()).toContain('You need a new start pass.')
      expect(ines.buttons()[0]).toBe('Talk to a person')
    },
  )

  test('"already exists???": what was just said is the first answer to choose', async () => {
    const ines = stage.meet('Ines Moreau', 'iOS')
    await ines.tells('already exists???')
    expect(ines.buttons()[0]).toBe('It already exists')
  })

  test('are told apart by what Entra wrote down lately, and not by what is long ago', async () => {
    const freja = stage.meet('Freja Nielsen', 'iOS')
    stage.company.failSignIn(freja.person.id, 53000, new Date(Date.now() - 2 * 3_600_000))
    await freja.tells('there is an error')
    expect(await last(freja)).toBe('troubleQuestion screen')
    stage.company.failSignIn(freja.person.id, 53000)
    await freja.tells('there is an error')
    expect(await last(freja)).toBe('troubleHelp ca-01')
  })

  test('without the permission or the licence for the log, a question does', async () => {
    stage.company.faults.set(refused('/auditLogs/signIns'))
    const freja = stage.meet('Freja Nielsen', 'iOS')
    stage.company.failSignIn(freja.person.id, 53000)
    await freja.tells('AADSTS53000')
    expect(await last(freja)).toBe('troubleQuestion kept-out')
    await freja.press('My phone')
    expect(await last(freja)).toBe('troubleHelp ca-01')
  })

  test('"it does not work" at a step is what its button says, unless Entra knows better', async () => {
    const lars = stage.meet('Lars Haugen', 'iOS')
    await getsReady(lars)
    await lars.tells('it does not work')
    expect(await last(lars)).toBe('stepHelp create-passkey')
    stage.company.failSignIn(lars.person.id, 53005)
    await lars.tells('it does not work')
    expect(await last(lars)).toBe('troubleHelp ca-04')
  })
})

describe('a help that does not help', () => {
  test('the second time a person comes first, today and when it is told again', async () => {
    const ines = stage.meet('Ines Moreau', 'iOS')
    await ines.tells('blank page')
    await ines.press('An empty page')
    await ines.press('Still stuck')
    expect(ines.buttons()[0]).toBe('Talk to a person')
    await ines.tells('blank page')
    await ines.press('An empty page')
    expect(ines.buttons()[0]).toBe('Talk to a person')
  })

  test('what Entra wrote down meanwhile is looked at before the same is said again', async () => {
    const ines = stage.meet('Ines Moreau', 'iOS')
    await ines.tells('blank page')
    await ines.press('An empty page')
    stage.company.failSignIn(ines.person.id, 530035)
    await ines.press('Still stuck')
    expect(await last(ines)).toBe('troubleHelp ca-09')
  })

  test('none of the answers: a person looks, and nobody guesses', async () => {
    const ines = stage.meet('Ines Moreau', 'iOS')
    await ines.tells('blank page')
    await ines.press('None of these')
    expect(await last(ines)).toBe('troubleHelp unknown')
    expect(ines.buttons()[0]).toBe('Talk to a person')
  })

  test('"It worked" leads back to the step', async () => {
    const ines = stage.meet('Ines Moreau', 'iOS')
    await getsReady(ines)
    await ines.tells('blank page')
    await ines.press('An empty page')
    await ines.press('It worked')
    expect(ines.last()).toContain('Make your passkey')
  })
})

test('C3: an answer that is not on the card is refused, and nothing is written', async () => {
  const ines = stage.meet('Ines Moreau', 'iOS')
  await ines.tells('blank page')
  const button = ines.button('An empty page')
  const forged = { ...button, action: { ...button.action, data: { ...button.action.data, choice: 'grey' } } }
  expect((await ines.pressesButton(forged)).body).toMatchObject({ statusCode: 400 })
  expect(await stage.db.query('select 1 from trouble_cases where row_id is not null')).toEqual([])
})

test('what people write comes to rest nowhere: a case holds ids', async () => {
  const ines = stage.meet('Ines Moreau', 'iOS')
  await ines.tells('blank page zebrafish')
  const rows = await stage.db.query('select * from trouble_cases')
  expect(JSON.stringify([rows, await stage.db.query('select said from turns')])).not.toContain('zebrafish')
  expect(rows).toMatchObject([{ question: 'screen', hints: ['pol-11'] }])
})

describe('a rule that stops many', () => {
  const meets = async (name: string) => {
    const actor = stage.meet(name, 'iOS')
    await actor.tells('AADSTS53005')
    await actor.press('The app')
  }

  test('is told to the rollout owner once, with how many', async () => {
    const sofia = stage.meet(owner, 'iOS')
    await sofia.tells('hello')
    const before = sofia.read().length
    for (const name of ['Ines Moreau', 'Hiroshi Sato']) await meets(name)
    await meets('Ines Moreau')
    expect(sofia.read()).toHaveLength(before)
    await meets('Freja Nielsen')
    await sofia.sees('3 people, one rule')
    expect(sofia.last()).toContain('CA-04')
    expect(sofia.last()).toContain('Require app protection policy')
    await meets('Lars Haugen')
    const told = "select 1 from messages where card = 'likeCases'"
    expect(await stage.db.query(told)).toHaveLength(1)
    expect(await stage.db.query("select reason from audit_entries where verb = 'rollout-owner-told'")).toEqual([{ reason: 'ca-04' }])
  })
})
