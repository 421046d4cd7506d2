// Who hears of a request before anybody can do anything, and "That was not me".
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Actor } from '../support/actor.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { asks, hasBeenTold, hasRightPerson, makesPasskeyWithPass, proves, seenInPerson, takes } from './desk.ts'
import { comesTrue, stopsOn } from './notice.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

const mails = () => stage.company.company().mails.map(({ to, text }) => `${to}: ${text}`)
const notices = (event: string) =>
  stage.db.query<{ who: string; state: string }>(
    `select recipient || ' ' || coalesce(channel, '?') as who, state from notices where event = $1 order by 1`,
    [event],
  )
const states = () => stage.db.query('select state, outcome from escalations')
const posts = () => stage.company.log().filter(({ method, path }) => method === 'POST' && path.includes('temporaryAccessPassMethods'))
const audited = async () => (await stage.db.query<{ verb: string }>('select verb from audit_entries order by seq')).map(({ verb }) => verb)

/** Yuki reports to Lars, who talks with Unlock as well. */
async function cast() {
  const lars = stage.meet('Lars Haugen', 'Windows')
  await lars.opens()
  await expect.poll(() => lars.read().length).toBeGreaterThan(0)
  return { yuki: stage.meet('Yuki Tanaka', 'iOS'), marcus: stage.meet('Marcus Johansen', 'Windows'), lars }
}

async function needsPass(): Promise<{ yuki: Actor; marcus: Actor; lars: Actor; number: string }> {
  const people = await cast()
  const number = await asks(people.yuki)
  await takes(stage, people.marcus, number)
  await people.marcus.press('Needs a pass')
  return { ...people, number }
}

async function passIsOut() {
  const people = await needsPass()
  await seenInPerson(people.marcus)
  await people.marcus.press('Make the pass')
  await people.marcus.press('Yes, make it and show it')
  expect(posts()).toHaveLength(1)
  return people
}

describe('notices', () => {
  test('T1: the person and their manager are written to, in chats and mailboxes, before anybody can make a pass', async () => {
    const { marcus, number } = await needsPass()
    await hasBeenTold(marcus)
    await expect
      .poll(() => notices('requested'))
      .toEqual([
        { who: 'manager chat', state: 'sent' },
        { who: 'manager mail', state: 'sent' },
        { who: 'person chat', state: 'sent' },
        { who: 'person mail', state: 'sent' },
      ])
    expect(mails()).toHaveLength(2)
    for (const mail of mails()) {
      expect(mail).toContain(`request ${number}`)
      expect(mail).toContain('+47 22 00 11 22')
      expect(mail).not.toMatch(/https?:/)
    }
    expect((await audited()).filter((verb) => verb === 'notice-sent')).toHaveLength(4)
  })

  test('whoever lost their phone reads whom to call below the notice, and the time on it as their own clock has it', async () => {
    const { yuki } = await cast()
    await yuki.tells('I left my phone in a taxi')
    await expect.poll(() => yuki.read().join('\n'), { timeout: 10_000 }).toContain('Was this you?')
    await yuki.sees('Call a person now')
    expect(yuki.last()).toContain('+47 22 00 11 22')
    await expect.poll(() => yuki.read().at(-2)).toContain('Was this you?')
    const notice = yuki.read().find((text) => text.includes('Was this you?'))
    // Who asked for no pass would take it for a stranger's, and stop their own request.
    expect(notice).toContain('your phone is gone. So your account may get a start pass')
    expect(notice).not.toContain('Yuki Tanaka')
    expect(notice).not.toContain('asked for a start pass')
    const { timeZone } = (
      await stage.db.query<{ timeZone: string }>(`select time_zone as "timeZone" from people where employee_id = $1`, [yuki.person.id])
    )[0] ?? { timeZone: '' }
    const hour = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(new Date())
    expect(notice).toMatch(new RegExp(`request \\d{4} of .*${hour}:\\d\\d\\.`))
  })

  test('T1: while Entra does not say who must be told, nobody gets a pass; when it does, they are told', async () => {
    const people = await cast()
    await takes(stage, people.marcus, await asks(people.yuki))
    stage.company.faults.set({ where: 'graph', path: '/manager', fault: { kind: 'status', status: 503 } })
    await people.marcus.press('Needs a pass')
    await hasBeenTold(people.marcus)
    stage.company.faults.set({ where: 'graph', path: '/manager', fault: { kind: 'status', status: 503 } })
    await hasRightPerson(people.marcus)
    await proves(people.marcus, 'Seen in person, with a badge')
    expect(people.marcus.last()).toContain('I am still writing to the person and their manager')
    expect(people.marcus.buttons()).not.toContain('Make the pass')
    expect(await notices('requested')).toContainEqual({ who: 'manager ?', state: 'unresolved' })

    stage.company.faults.clear()
    await comesTrue(stage, async () => (await notices('requested')).filter(({ state }) => state === 'sent').length === 4)
    await people.marcus.sees('Everybody who has to know was written to.')
    expect(people.marcus.buttons()).toContain('Make the pass')
  })

  test('T1: the waiting time begins when the notices went out, not when the request was opened', async () => {
    const { marcus } = await needsPass()
    await hasBeenTold(marcus)
    await stage.db.query(`update escalations set opened_at = now() - interval '3 hours', tier = 'standard'`)
    await hasRightPerson(marcus)
    await proves(marcus, 'We called the HR number')
    await proves(marcus, 'Video that we started')
    expect(marcus.last()).toContain('It has to wait until')
    const [row] = await stage.db.query<{ ok: boolean }>(
      `select wait_until between now() + interval '25 minutes' and now() + interval '31 minutes' as ok from escalations`,
    )
    expect(row?.ok).toBe(true)
  })

  test('a mail that Entra does not take is tried again, and where it never works that stays to be seen', async () => {
    stage.company.faults.set({ where: 'graph', path: '/sendMail', fault: { kind: 'status', status: 400 } })
    const { marcus } = await needsPass()
    await hasBeenTold(marcus)
    await expect.poll(() => notices('requested')).toContainEqual({ who: 'person mail', state: 'failed' })
    await seenInPerson(marcus)
    expect(marcus.last()).toContain('Not reached the manager, by mail; the person, by mail')
    expect(await audited()).toContain('notice-failed')
  })

  test('a mail that is throttled goes out later, once', async () => {
    stage.company.faults.set({ where: 'graph', path: '/sendMail', times: 2, fault: { kind: 'status', status: 429, retryAfter: 1 } })
    await needsPass()
    await expect.poll(() => notices('requested'), { timeout: 15_000 }).toContainEqual({ who: 'person mail', state: 'sent' })
    await expect.poll(() => mails().length, { timeout: 15_000 }).toBe(2)
  })

  test('§2.7: at each move of the pass the same people hear of it again, and no notice holds the code', async () => {
    const { yuki } = await passIsOut()
    await expect
      .poll(() => notices('issued'))
      .toEqual([
        { who: 'manager chat', state: 'sent' },
        { who: 'manager mail', state: 'sent' },
        { who: 'person mail', state: 'sent' },
      ])
    makesPasskeyWithPass(yuki)
    await expect.poll(states, { timeout: 10_000 }).toEqual([{ state: 'closed', outcome: 'passkey' }])
    await expect.poll(() => mails().join('\n'), { timeout: 5000 }).toContain('A new passkey was added to your account.')
    expect(mails().join('\n')).toContain('A new passkey was added to the account of Yuki Tanaka.')
  })

  test('T3: an administrator’s request is security’s business from the moment it is known', async () => {
    const sofia = stage.meet('Sofia Andersson', 'Windows')
    await sofia.opens()
    const andrei = stage.meet('Andrei Ionescu', 'Windows')
    const ingrid = stage.meet('Ingrid Solberg', 'Windows')
    await takes(stage, ingrid, await asks(andrei))
    await ingrid.press('Needs a pass')
    await expect.poll(() => notices('requested')).toContainEqual({ who: 'security chat', state: 'sent' })
    await expect.poll(() => sofia.read().join('\n')).toContain('Somebody asked for a pass for an account that needs special care.')
  })
})

describe('"That was not me"', () => {
  test('T10: one press of the person stops the request, takes the pass off and wakes security', async () => {
    stage.company.administerCompany({ do: 'permit', permission: 'User.RevokeSessions.All' })
    const sofia = stage.meet('Sofia Andersson', 'Windows')
    await sofia.opens()
    const { yuki } = await passIsOut()
    await stopsOn(yuki, 'That was not me')
    expect(await states()).toEqual([{ state: 'closed', outcome: 'not-me' }])
    expect(yuki.read().join('\n')).toContain('The request is stopped')
    await expect
      .poll(() => stage.company.entraOf(yuki.person.id).methods.map(({ type }) => type), { timeout: 10_000 })
      .not.toContain('temporaryAccessPass')
    await expect.poll(() => sofia.read().join('\n')).toContain('Somebody said that a request for their account was not theirs.')
    await expect.poll(audited).toContain('sessions-ended')
    expect(await audited()).toContain('alarm-raised')
  })

  test('their manager can press it too, and where sessions may not be ended security is told to', async () => {
    stage.company.administerCompany({ do: 'withhold', permission: 'User.RevokeSessions.All' })
    const { lars } = await needsPass()
    await expect.poll(() => lars.read().join('\n')).toContain('because Yuki Tanaka works for you')
    await stopsOn(lars, 'That looks odd')
    expect(await states()).toEqual([{ state: 'closed', outcome: 'not-me' }])
    await expect
      .poll(() => stage.db.query(`select kind from alarms order by kind`))
      .toEqual([{ kind: 'not-me' }, { kind: 'sessions-not-ended' }])
  })

  test('a manager who stopped it is not asked again whether they know of it, though their mailbox hears', async () => {
    const { lars } = await needsPass()
    await stopsOn(lars, 'That looks odd')
    await expect
      .poll(() => notices('closed'))
      .toEqual([
        { who: 'manager mail', state: 'sent' },
        { who: 'person mail', state: 'sent' },
      ])
    expect(lars.last()).toContain('The request is stopped')
  })

  test('who is their manager no more stops nothing', async () => {
    const { yuki, lars } = await needsPass()
    await expect.poll(() => lars.read().join('\n')).toContain('because Yuki Tanaka works for you')
    stage.company.administer(yuki.person.id, { do: 'set-manager', manager: 'Greta Schneider' })
    await stopsOn(lars, 'That looks odd')
    expect(lars.read().join('\n')).toContain('does not work for you now')
    expect(await states()).toEqual([{ state: 'verifying', outcome: null }])
  })

  test('C1 C3: somebody else’s press on it, and one from another place, change nothing', async () => {
    const { yuki, marcus, lars } = await needsPass()
    await hasBeenTold(marcus)
    const notice = yuki.fromBot().find((item) => JSON.stringify(item.card).includes('escalation.not-me'))
    const own = lars.fromBot().at(-1)
    const action = { type: 'Action.Execute', verb: 'escalation.not-me', data: { card: cardIn(notice?.card) } }
    for (const activityId of [own?.activityId ?? '', notice?.activityId ?? '']) {
      await stage.company.press(lars.person.id, { activityId, action, on: 'Windows' }).catch(() => {})
      await stage.company.press(marcus.person.id, { activityId, action, on: 'Windows' }).catch(() => {})
    }
    expect(await states()).toEqual([{ state: 'verifying', outcome: null }])
  })

  test('C2: pressed again and again it happened once', async () => {
    const { yuki } = await needsPass()
    const button = await stopsOn(yuki, 'That was not me')
    await Promise.all(Array.from({ length: 10 }, () => yuki.pressesButton(button)))
    expect((await audited()).filter((verb) => verb === 'request-stopped')).toHaveLength(1)
    expect(await stage.db.query(`select 1 from alarms where kind = 'not-me'`)).toHaveLength(1)
  })

  test('it works until seven days after the end, and then says whom to call', async () => {
    const { yuki, marcus } = await needsPass()
    await hasBeenTold(marcus)
    await marcus.press('More')
    await marcus.press('Decline')
    await stage.db.query(`update escalations set closed_at = now() - interval '8 days'`)
    const button = await stopsOn(yuki, 'That was not me')
    expect(yuki.read().join('\n')).toContain('The button does nothing any more')
    expect(await states()).toEqual([{ state: 'closed', outcome: 'declined' }])
    await stage.db.query(`update escalations set closed_at = now() - interval '6 days'`)
    await yuki.pressesButton(button)
    expect(await states()).toEqual([{ state: 'closed', outcome: 'not-me' }])
  })
})

const cardIn = (card: unknown) => /"card":"([0-9a-f-]{36})"/.exec(JSON.stringify(card))?.[1] ?? ''
