// A press counts on our own row of the card, and once: what the client adds, repeats or copies elsewhere changes nothing.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { Actor } from '../support/actor.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { activity, inChannel, pressed, pressOf, statuses, stored, type Wire } from './attack.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

/** Ines has chosen her phone; the newest card asks for its version. */
async function inesAtVersion(): Promise<Actor> {
  const ines = stage.meet('Ines Moreau', 'iOS')
  await ines.says('hi')
  await ines.press('Yes, this iPhone')
  expect(ines.buttons()).toContain('iOS 18 or newer')
  return ines
}

/** The press is answered with `status`, and nothing is stored, asked of Entra or said because of it. */
async function isRefused(press: Wire, status: 400 | 403) {
  const asked = () => stage.company.log().filter(({ to }) => to === 'graph').length
  const before = { rows: await stored(stage.db), asked: asked() }
  expect(await pressed(stage.company, press)).toBe(status)
  expect({ rows: await stored(stage.db), asked: asked() }).toEqual(before)
}

const withData = (press: Wire & { value: { action: { data: Wire } } }, more: Wire): Wire => {
  const { action } = press.value
  return { ...press, value: { ...press.value, action: { ...action, data: { ...action.data, ...more } } } }
}
const withVerb = (press: Wire & { value: { action: Wire } }, verb: unknown): Wire => ({
  ...press,
  value: { ...press.value, action: { ...press.value.action, verb } },
})

test.each<[string, Wire]>([
  ['a target', { targetOid: '11111111-1111-4111-8111-111111111111' }],
  ['a lifetime', { lifetime: 480 }],
  ['a role', { role: 'admin' }],
  ['a step', { about: 'create-passkey', stepId: 'create-passkey' }],
  ['a person', { employeeId: '11111111-1111-4111-8111-111111111111' }],
  ['another verb', { verb: 'journey.look' }],
  ['a prototype', JSON.parse('{"__proto__":{"role":"admin"}}')],
  ['a constructor', { constructor: { prototype: { role: 'admin' } } }],
])('C1 a button that carries %s besides its own data is refused with 400', async (_, more) => {
  const ines = await inesAtVersion()
  await isRefused(withData(pressOf(ines, 'iOS 18 or newer'), more), 400)
})

test.each<[string, unknown]>([
  ['of another kind', ['ios-18']],
  ['not on the card', 'ios-99'],
  ['of another question', 'iphone'],
  ['named as a property of every object', '__proto__'],
  ['named as a method of every object', 'toString'],
  ['with a NUL in it', 'ios-18\u0000'],
  ['with half a character', 'ios-18\ud83d'],
  ['too long', 'x'.repeat(201)],
])('C1 a choice %s is refused with 400 and leaves the journey where it is', async (_, choice) => {
  const ines = await inesAtVersion()
  const { progress, messages } = await stored(stage.db)
  expect(await pressed(stage.company, withData(pressOf(ines, 'iOS 18 or newer'), { choice }))).toBe(400)
  expect(await stored(stage.db)).toMatchObject({ progress, messages })
})

test('C1 a verb that is unknown, or that this card does not offer, is refused with 400', async () => {
  const ines = await inesAtVersion()
  const press = pressOf(ines, 'iOS 18 or newer')
  for (const verb of ['journey.finish', '', 'toString', '__proto__', 7, null, 'journey.keep', 'conversation.snooze', 'x'.repeat(101)])
    await isRefused(withVerb(press, verb), 400)
})

test('C1 a card that nobody was sent, or that is no card, is refused with 400', async () => {
  const ines = await inesAtVersion()
  for (const card of [randomUUID(), '', 'card', `' or 1=1 --`, 7, null, {}, undefined])
    await isRefused(withData(pressOf(ines, 'iOS 18 or newer'), { card }), 400)
})

test('C1 somebody else’s card is refused with 403, and nothing of theirs changes', async () => {
  const ines = await inesAtVersion()
  const kofi = stage.meet('Kofi Mensah', 'Android')
  await kofi.says('hi')
  const hers = pressOf(ines, 'iOS 18 or newer')
  const { action } = kofi.button('Samsung')
  const { activityId } = kofi.button('Samsung')
  await isRefused({ ...activity(kofi, { type: 'invoke', name: 'adaptiveCard/action', replyToId: hers.replyToId }), value: hers.value }, 403)
  await isRefused(withData(pressOf(kofi, 'Samsung'), { card: hers.value.action.data.card }), 403)
  await isRefused({ ...hers, value: { action, trigger: 'manual' }, replyToId: activityId }, 403)
  expect(ines.last()).toContain('Check the version')
})

test('C1 the message of an old client is held to the same: anything beside its data and it does nothing', async () => {
  const ines = await inesAtVersion()
  const { replyToId, value } = pressOf(ines, 'iOS 18 or newer')
  const { verb, data } = value.action as unknown as { verb: string; data: Wire }
  const submit = (body: unknown) => activity(ines, { type: 'message', value: body, replyToId })
  const before = await stored(stage.db)
  const hostile = [
    { ...data, verb, role: 'admin' },
    { ...data, verb: 'journey.keep' },
    { verb },
    { ...data, verb, card: randomUUID() },
    [],
    'hi',
    7,
  ]
  expect(await statuses(stage.company, hostile.map(submit))).toEqual(hostile.map(() => 200))
  expect(await stored(stage.db)).toEqual(before)
  await stage.company.raw(submit({ ...data, verb }))
  await ines.sees('lock')
})

test('C2 the same press ten times at once moves one step on and is answered with one message', async () => {
  const ines = await inesAtVersion()
  const shown = (await stage.cardsTo(ines)).length
  const press = pressOf(ines, 'iOS 18 or newer')
  // Teams repeats an invoke with a new id and time.
  const repeats = Array.from({ length: 10 }, () => ({ ...press, id: randomUUID(), timestamp: new Date().toISOString() }))
  const answers = await Promise.all(repeats.map((each) => pressed(stage.company, each)))
  expect(answers).toEqual(repeats.map(() => 200))
  await ines.sees('lock')
  expect(await stage.cardsTo(ines)).toHaveLength(shown + 1)
  expect(ines.fromBot()).toHaveLength(1)
  expect(await pressed(stage.company, { ...press, id: randomUUID() })).toBe(200)
  expect(await stage.cardsTo(ines)).toHaveLength(shown + 1)
  // Hello, the phone, and this press: one turn each.
  expect((await stored(stage.db)).turns).toHaveLength(3)
})

test('C2 an old card that is pressed after its time shows where things stand and changes nothing', async () => {
  const ines = await inesAtVersion()
  const old = pressOf(ines, 'iOS 18 or newer')
  await ines.press('iOS 18 or newer')
  await ines.press('It has a lock')
  const { progress, messages, audit_entries } = await stored(stage.db)
  for (const choice of ['ios-17', 'too-old', 'ios-18']) expect(await pressed(stage.company, withData(old, { choice }))).toBe(200)
  expect(await stored(stage.db)).toMatchObject({ progress, messages, audit_entries })
})

test('C2 a message delivered ten times with the same id is answered once', async () => {
  const ines = stage.meet('Ines Moreau', 'iOS')
  await Promise.all(Array.from({ length: 10 }, () => ines.says('hi', '1790000000001')))
  await ines.sees('Ines')
  await ines.says('hi', '1790000000001')
  expect(await stage.cardsTo(ines)).toEqual(['welcome'])
  expect(ines.fromBot()).toHaveLength(1)
})

test('C3 the right person in another conversation, or on another message, is refused with 403', async () => {
  const ines = await inesAtVersion()
  const kofi = stage.meet('Kofi Mensah', 'Android')
  await kofi.says('hi')
  const press = pressOf(ines, 'iOS 18 or newer')
  const there = (id: string) => ({ conversation: { id, conversationType: 'personal', tenantId: stage.company.tenantId } })
  const { conversationId } = stage.company.addressOf(kofi.person.id)
  await isRefused({ ...press, ...there(conversationId) }, 403)
  await isRefused({ ...press, ...there('a:somewhere-else') }, 403)
  await isRefused({ ...press, ...inChannel(stage.company.tenantId) }, 403)
  await isRefused({ ...press, replyToId: kofi.button('Samsung').activityId }, 403)
  await isRefused({ ...press, replyToId: '1' }, 403)
  await isRefused({ ...press, replyToId: undefined }, 400)
  expect(await pressed(stage.company, press)).toBe(200)
})

test('C10 a card that refreshes itself presses nothing', async () => {
  const ines = await inesAtVersion()
  const press = pressOf(ines, 'iOS 18 or newer')
  for (const trigger of ['automatic', 'Manual', '']) await isRefused({ ...press, value: { ...press.value, trigger } }, 400)
})
