// Who is not served, and how one person's flood leaves the others alone.
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { isTimeZone } from '../../bot/time-zone.ts'
import { actionsOf, asks, takes } from '../escalation/desk.ts'
import type { Actor } from '../support/actor.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { activity, inChannel, message, pressed, pressOf, stored, type Wire } from './attack.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

const cardsOf = (employeeId: string) =>
  stage.db.query<{ card: string }>(`select card from messages where employee_id = $1 and card <> 'moved' order by written_at`, [employeeId])

/** No step was ever shown, nothing is watched or waited for, nobody was told of a case. */
async function nothingBegan() {
  const { audit_entries } = await stored(stage.db)
  expect(audit_entries).toEqual([])
  expect(await stage.db.query(`select 1 from messages where card in ('step', 'done')`)).toEqual([])
  expect(await stage.db.query('select 1 from progress where watch_until is not null or create_shown_at is not null')).toEqual([])
  expect(await stage.db.query(`select 1 from jobs.job where name like 'journey.%'`)).toEqual([])
}

test.each([
  ['a guest', 'Dana Whitfield', 'guest', 'You are a guest here'],
  ['somebody whose account is off', 'Viktor Petrov', 'disabled', 'Account switched off'],
])('P11 %s is refused kindly, whatever they try, and nothing of a case is stored', async (_, name, card, title) => {
  const actor = stage.meet(name, 'iOS')
  for (const words of ['hi', 'start', 'done', 'status', 'go back']) {
    await actor.says(words)
    await actor.sees(title)
  }
  expect(new Set(await stage.cardsTo(actor))).toEqual(new Set([card]))
  await actor.tells('I have a new phone')
  await actor.sees(title)
  await nothingBegan()
})

test('P11 whom Entra does not know is shown no step', async () => {
  const ines = stage.meet('Ines Moreau', 'iOS')
  const stranger = randomUUID()
  const from = { ...(activity(ines, {}).from as Wire), aadObjectId: stranger }
  for (const text of ['hi', 'start', 'done']) expect((await stage.company.raw(message(ines, text, { from }))).status).toBe(200)
  expect(await cardsOf(stranger)).toEqual([{ card: 'cannotSee' }, { card: 'cannotSee' }, { card: 'cannotSee' }])
  await expect.poll(() => stage.db.query(`select 1 from messages where card in ('step', 'done')`)).toEqual([])
})

/** Written and not yet answered. */
const open = () => stage.db.query(`select 1 from turns where state = 'open'`)

test('P14 a flood of one person is answered a few times and told once, and the others wait less than a second', async () => {
  const ines = stage.meet('Ines Moreau', 'iOS')
  await ines.installs()
  const flood = async () => {
    for (let sent = 0; sent < 20; sent++) await stage.company.raw(message(ines, sent % 2 ? 'hi' : 'status'))
  }
  const flooding = Promise.all(Array.from({ length: 10 }, flood))
  const waited: number[] = []
  for (const { name } of stage.company.people.slice(1, 21)) {
    const other = stage.meet(name, 'iOS')
    const began = performance.now()
    await other.says('hi')
    await other.until(
      () => other.fromBot()[0],
      () => `${name} waits for any answer`,
    )
    waited.push(performance.now() - began)
  }
  expect(waited.sort((a, b) => a - b)[Math.ceil(waited.length * 0.95) - 1]).toBeLessThan(1000)
  await flooding
  await expect.poll(open).toEqual([])
  const cards = (await cardsOf(ines.person.id)).map(({ card }) => card)
  expect(cards.length).toBeLessThanOrEqual(21)
  expect(cards.filter((card) => card === 'tooFast')).toHaveLength(1)
  expect(cards.at(-1)).toBe('tooFast')
  // A moment later they are heard again.
  await stage.db.query(`update turns set received_at = received_at - interval '10 seconds'`)
  await ines.says('hi')
  expect(await cardsOf(ines.person.id)).toHaveLength(cards.length + 1)
})

test('P14 of long texts that take time to read a few are read; whoever goes on is told once, and is heard when they write as people do', async () => {
  const pedro = stage.meet('Pedro Alves', 'Android')
  await pedro.says('hi')
  const long = 'my password\n'.repeat(1500)
  const began = await stored(stage.db)
  await Promise.all(Array.from({ length: 12 }, () => stage.company.raw(message(pedro, long))))
  await expect.poll(open).toEqual([])
  expect((await stored(stage.db)).turns).toHaveLength((began.turns ?? []).length + 6)
  const cards = (await cardsOf(pedro.person.id)).map(({ card }) => card)
  expect(cards.filter((card) => card === 'tooFast')).toHaveLength(1)
  await pedro.tells('status')
  expect((await cardsOf(pedro.person.id)).at(-1)).not.toEqual({ card: 'tooFast' })
})

test('P14 a time zone that fits its pattern in a million ways, and then does not, is turned down at once', async () => {
  const took = [36, 37, 38].map((signs) => {
    const from = performance.now()
    expect(isTimeZone(`a${'_'.repeat(signs)}!`)).toBe(false)
    return performance.now() - from
  })
  expect(Math.min(...took)).toBeLessThan(50)
  for (const zone of ['Asia/Kolkata', 'America/Port-au-Prince', 'America/Argentina/Buenos_Aires', 'UTC'])
    expect(isTimeZone(zone)).toBe(true)

  // A client says it, and everything that tells a time asks: one of a hundred signs would have kept this process for good.
  const ines = stage.meet('Ines Moreau', 'iOS')
  await ines.says('hi')
  await stage.company.raw(message(ines, 'status', { localTimezone: `a${'_'.repeat(98)}!` }))
  await expect.poll(() => ines.buttons()).toContain('Not now')
  await ines.press('Not now')
  await ines.press(ines.buttons()[0] ?? '')
  expect((await cardsOf(ines.person.id)).at(-1)).toEqual({ card: 'snoozed' })
})

test('P14 a flood of presses, from five people at once, is held to the same', async () => {
  const five = ['Ines Moreau', 'Freja Nielsen', 'Hiroshi Sato', 'Giulia Romano', 'Elena Rossi'].map((name) => stage.meet(name, 'iOS'))
  for (const person of five) await person.says('hi')
  const flood = five.flatMap((person) => {
    const press = pressOf(person, 'Yes, this iPhone')
    const { action } = press.value
    const choosing = (choice: string) => ({ ...press, value: { ...press.value, action: { ...action, data: { ...action.data, choice } } } })
    return Array.from({ length: 60 }, (_, index) => choosing(`${index}`))
  })
  await Promise.all(flood.map((each) => pressed(stage.company, each)))
  await expect.poll(open).toEqual([])
  expect((await stored(stage.db)).turns).toHaveLength(five.length * 21)
  for (const { person } of five) expect(await cardsOf(person.id)).toEqual([{ card: 'welcome' }, { card: 'tooFast' }])
})

describe('P14 what is pressed beside the conversation is held to the same', () => {
  /** What became of a hundred of these at once: how often each status inside the answers, or of it. */
  async function flooded(press: Wire): Promise<Record<string, number>> {
    const send = async () => (await stage.company.raw({ ...press, id: randomUUID() })) as { status: number; body?: { statusCode?: number } }
    const statuses = (await Promise.all(Array.from({ length: 100 }, send))).map(({ status, body }) => body?.statusCode ?? status)
    return Object.fromEntries([...new Set(statuses)].map((each) => [each, statuses.filter((status) => status === each).length]))
  }
  const execute = (actor: Actor, replyToId: string, verb: string, data: Wire, more: Wire = {}): Wire => ({
    ...activity(actor, { type: 'invoke', name: 'adaptiveCard/action', replyToId, ...more }),
    value: { action: { type: 'Action.Execute', verb, data }, trigger: 'manual' },
  })
  /** As if the turns until now were a minute old. */
  const later = () => stage.db.query(`update turns set received_at = received_at - interval '1 minute'`)
  const asksForPass = async (name: string) => {
    const person = stage.meet(name, 'iOS')
    await person.tells('i lost my phone')
    const notice = () => person.allActions().find(({ title }) => title === 'That was not me')
    await expect.poll(notice).toBeTruthy()
    await later()
    return person
  }

  test('on a notice, and "That was not me" comes through all the same', async () => {
    const yuki = await asksForPass('Yuki Tanaka')
    const button = yuki.allActions().find(({ title }) => title === 'That was not me')
    const data = (button?.action.data ?? {}) as Wire
    const notNow = execute(yuki, button?.activityId ?? '', 'conversation.not-now', data)
    expect(await flooded(notNow)).toEqual({ 200: 20, 403: 80 })
    expect((await cardsOf(yuki.person.id)).filter(({ card }) => card === 'notNow').length).toBeLessThanOrEqual(20)
    expect(await stage.db.query(`select 1 from turns where said ->> 'kind' = 'beside'`)).toHaveLength(20)
    expect((await stage.company.raw(message(yuki, 'hi'))).status).toBe(200)
    await yuki.sees('One at a time')
    expect(await pressed(stage.company, execute(yuki, button?.activityId ?? '', 'escalation.not-me', data))).toBe(200)
    expect(await stage.db.query('select outcome from escalations')).toEqual([{ outcome: 'not-me' }])
  })

  test('in a dialog, and in the helpdesk channel', async () => {
    const yuki = stage.meet('Yuki Tanaka', 'iOS')
    const number = await asks(yuki)
    const marcus = stage.meet('Marcus Johansen', 'Windows')
    await takes(stage, marcus, number)
    await later()
    const { action, activityId } = marcus.button('More')
    const value = { data: { ...action.data, verb: 'escalation.show-pass' } }
    const dialog = activity(marcus, { type: 'invoke', name: 'task/fetch', replyToId: activityId, value })
    expect(await flooded(dialog)).toEqual({ 403: 100 })
    expect(
      await stage.db.query(`select 1 from turns where said ->> 'kind' = 'beside' and received_at > now() - interval '1 minute'`),
    ).toHaveLength(20)
    await later()
    const before = (await cardsOf(marcus.person.id)).length
    const post = stage.company.channel().find(({ card }) => JSON.stringify(card).includes(`Request ${number} `))
    const look = actionsOf(post?.card).find(({ verb }) => verb === 'escalation.look')
    const where = inChannel(stage.company.tenantId, post?.activityId)
    expect(await flooded(execute(marcus, post?.activityId ?? '', 'escalation.look', look?.data ?? {}, where))).toMatchObject({ 403: 80 })
    expect((await cardsOf(marcus.person.id)).length).toBeLessThanOrEqual(before + 20)
  })
})
