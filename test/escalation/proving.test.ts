// Finding out who is there: the right account, the manager as a witness, and a colleague who goes on.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { Overtaken } from '../../bot/conversation/turn.ts'
import { load, move } from '../../bot/escalation/escalation-store.ts'
import type { Actor } from '../support/actor.ts'
import { openStage, type Stage } from '../support/stage.ts'
import {
  asks,
  hasBeenTold,
  hasRightPerson,
  looksUntilTold,
  opensCase,
  pressesFurtherUp,
  proves,
  seenInPerson,
  taken,
  takes,
} from './desk.ts'
import { runs, stopsOn } from './notice.ts'

let stage: Stage
let yuki: Actor
let marcus: Actor
let lars: Actor
beforeAll(async () => {
  stage = await openStage()
})
beforeEach(async () => {
  await stage.reset()
  yuki = stage.meet('Yuki Tanaka', 'iOS')
  marcus = stage.meet('Marcus Johansen', 'Windows')
  lars = stage.meet('Lars Haugen', 'Windows')
  await lars.opens()
})
afterAll(() => stage.close())

const evidence = () => stage.db.query('select class, held, recorded_by as by from evidence order by recorded_at')
const states = () => stage.db.query('select state, outcome from escalations')
const denials = async () =>
  (await stage.db.query<{ reason: string }>(`select reason from audit_entries where decision = 'denied' order by seq`)).map(
    ({ reason }) => reason,
  )
const knownFor = (days: number) =>
  stage.db.query(`update managers_seen set first_seen_at = now() - make_interval(days => $1) where employee_id = $2`, [
    days,
    yuki.person.id,
  ])

async function claimed(): Promise<void> {
  await takes(stage, marcus, await asks(yuki))
  await marcus.press('Needs a pass')
  await hasBeenTold(marcus)
}

describe('the right person', () => {
  test('T15: nothing is recorded before the end of the number was typed, and the number is shown nowhere', async () => {
    await claimed()
    await marcus.press('Prove who it is')
    expect(marcus.last()).toContain('Ask for the last three characters of their employee number')
    expect(marcus.buttons()).not.toContain('Seen in person, with a badge')
    const [row] = await stage.db.query<{ all: string }>(
      `select string_agg(activity::text, '') as all from messages where employee_id = $1`,
      [marcus.person.id],
    )
    expect(row?.all).not.toMatch(/"\d{6}"/)
  })

  test('T15: a mismatch is refused and on record; the third one ends it for this agent', async () => {
    await claimed()
    for (let times = 0; times < 3; times++) {
      await marcus.press('Prove who it is')
      await marcus.press('Check', { 'in-number': 'xyz' })
      expect(marcus.last()).toContain('Those are not the last three characters')
    }
    await hasRightPerson(marcus).catch(() => {})
    await expect.poll(denials).toEqual(['number-missed', 'number-missed', 'number-missed', 'number-blocked'])
    expect(await evidence()).toEqual([])
    expect(marcus.last()).toContain('Three times the wrong number.')
  })
})

test('T15: a press that had to be answered anew, because somebody spoke to the agent meanwhile, is one miss and one refusal', async () => {
  await claimed()
  await marcus.press('Prove who it is')
  stage.company.faults.set({ where: 'graph', path: yuki.person.id, fault: { kind: 'latency', ms: 1000 }, times: 1 })
  const pressed = marcus.press('Check', { 'in-number': 'xyz' })
  await expect.poll(() => stage.db.query(`select 1 from turns where state = 'open'`)).toHaveLength(1)
  await stage.db.query('update people set version = version + 1 where employee_id = $1', [marcus.person.id])
  await pressed
  await expect.poll(() => marcus.last(), { timeout: 10_000 }).toContain('Those are not the last three characters')
  expect(await stage.db.query('select outcome from number_checks')).toEqual([{ outcome: 'missed' }])
  expect(await denials()).toEqual(['number-missed'])
})

describe('the manager as a witness', () => {
  test('H4: whom Entra has named for less than thirty days, as far as we have seen, is not asked', async () => {
    await claimed()
    await knownFor(29)
    await marcus.press('Ask their manager')
    expect(marcus.last()).toContain('Their manager is too new to vouch for them')
    expect(await denials()).toEqual(['manager-new'])
    stage.company.administer(yuki.person.id, { do: 'set-manager', manager: 'Greta Schneider' })
    await knownFor(100)
    await marcus.press('Ask their manager')
    expect(marcus.last()).toContain('Their manager is too new to vouch for them')
  })

  test('E4: "Yes, they told me" counts as the manager’s own word, once, and not as the agent’s', async () => {
    await claimed()
    await knownFor(31)
    await marcus.press('Ask their manager')
    const button = await stopsOn(lars, 'Yes, they told me')
    await marcus.sees('Their manager says that they know about it.')
    await Promise.all([lars.pressesButton(button), lars.pressesButton(button)])
    expect(await evidence()).toEqual([{ class: 'manager', held: true, by: lars.person.id }])
    expect(await states()).toEqual([{ state: 'verifying', outcome: null }])
    await hasRightPerson(marcus)
    await proves(marcus, 'Code we sent to a known address')
    await looksUntilTold(marcus)
    expect(marcus.buttons()).toContain('Make the pass')
  })

  test('E4: who holds the manager’s session and cannot sign in anew is no witness, and the one who can is', async () => {
    await claimed()
    await knownFor(31)
    await marcus.press('Ask their manager')
    const signs = (provedMinutesAgo: number) =>
      stage.company.administer(lars.person.id, { do: 'set-sign-in', signIn: { provedMinutesAgo } })
    signs(300)
    await expect.poll(() => lars.allActions().map(({ title }) => title), { timeout: 10_000 }).toContain('Yes, they told me')
    const button = lars.allActions().find(({ title }) => title === 'Yes, they told me')
    if (!button) throw new Error('the manager was not asked')
    const { body } = await lars.pressesButton(button)
    expect((body as { type?: string }).type).toBe('application/vnd.microsoft.activity.loginRequest')
    expect(JSON.stringify(body)).toContain('Sign in once more, so that I know it is you')
    expect(await evidence()).toEqual([])
    signs(1)
    await lars.pressesButton(button)
    expect(await evidence()).toEqual([{ class: 'manager', held: true, by: lars.person.id }])
    const [entry] = await stage.db.query<{ detail: object }>(`select detail from audit_entries where verb = 'evidence-recorded'`)
    expect(entry?.detail).toMatchObject({ evidence: 'manager', signedIn: expect.any(Number) })
    await expect
      .poll(() => stage.company.company().signedIn.some(({ personId }) => personId === lars.person.id), { timeout: 10_000 })
      .toBe(false)
  })

  test('E4: "No, they did not" stops everything', async () => {
    await claimed()
    await knownFor(31)
    await marcus.press('Ask their manager')
    await stopsOn(lars, 'No, they did not')
    expect(await states()).toEqual([{ state: 'closed', outcome: 'not-me' }])
  })

  test('H4: a yes of somebody who is their manager no more counts nothing, and an outage is no yes', async () => {
    await claimed()
    await knownFor(31)
    await marcus.press('Ask their manager')
    await expect.poll(() => lars.allActions().map(({ title }) => title)).toContain('Yes, they told me')
    stage.company.faults.set({ where: 'graph', path: '/manager', fault: { kind: 'status', status: 503 } })
    const button = await stopsOn(lars, 'Yes, they told me')
    stage.company.faults.clear()
    stage.company.administer(yuki.person.id, { do: 'set-manager', manager: 'Greta Schneider' })
    await lars.pressesButton(button)
    expect(await evidence()).toEqual([])
  })

  test('managers of those who talk with us are looked at, so that there is something to trust', async () => {
    await yuki.tells('hello')
    await runs(stage, 'escalation.learn-managers')
    expect(await stage.db.query('select manager_id as id from managers_seen where employee_id = $1', [yuki.person.id])).toEqual([
      { id: lars.person.id },
    ])
  })

  test('P13 one of whom Entra does not say who their manager is keeps nobody else from having one', async () => {
    for (const name of ['Ines Moreau', 'Pedro Alves', 'Freja Nielsen']) {
      const other = stage.meet(name, 'iOS')
      await other.tells('hello')
      if (name === 'Ines Moreau')
        stage.company.faults.set({ where: 'graph', path: `${other.person.id}/manager`, fault: { kind: 'status', status: 403 } })
    }
    await runs(stage, 'escalation.learn-managers')
    expect(await stage.db.query('select 1 from managers_seen')).toHaveLength((await stage.db.query('select 1 from people')).length - 1)
  })
})

test('an agent on their first day reads what is enough, that one proof was not, and why more does not help', async () => {
  await claimed()
  const enough = 'Enough is: seen in person, or an identity check. Or their manager, and a code we sent.'
  expect(marcus.last()).toContain(`You have it. Find out who is there before anything else.\n${enough}`)
  await hasRightPerson(marcus)
  await proves(marcus, 'Code we sent to a known address')
  expect(marcus.last()).toContain(`Not enough is proved yet.\n${enough}`)
  await marcus.press('Prove who it is')
  await marcus.press('Identity check with a live face')
  await marcus.press('It does not')
  expect(marcus.last()).toContain('What did not hold stands against it, until the same holds or they are seen in person.')
  await proves(marcus, 'Seen in person, with a badge')
  expect(marcus.last()).toContain('Enough is proved.')
  expect(marcus.last()).not.toContain('Enough is: ')
})

describe('what does not hold', () => {
  const gaveBack = async () => {
    await marcus.press('More')
    await marcus.press('Give it back')
  }
  const fails = async (agent: Actor, evidence: string) => {
    await agent.press('Prove who it is')
    await agent.press(evidence)
    await agent.press('It does not')
  }
  const takenBy = async (name: string) => {
    const agent = stage.meet(name, 'Windows')
    const [row] = await stage.db.query<{ number: string }>('select number::text as number from escalations')
    await takes(stage, agent, row?.number ?? '')
    await hasRightPerson(agent)
    return agent
  }

  test('H2: a proof that failed completes nothing, and what a colleague proved before they gave it back counts no more', async () => {
    await claimed()
    await hasRightPerson(marcus)
    await proves(marcus, 'Seen in person, with a badge')
    await gaveBack()
    const aisha = await takenBy('Aisha Khan')
    expect(aisha.last()).not.toContain('Proved Seen in person')
    await fails(aisha, 'Code we sent to a known address')
    expect(await states()).toEqual([{ state: 'verifying', outcome: null }])
    expect(aisha.last()).toContain('Did not hold Code we sent to a known address')
  })

  test('H2: what failed stands against the request for the next agent too, until the person was seen', async () => {
    await claimed()
    await hasRightPerson(marcus)
    await fails(marcus, 'Code we sent to a known address')
    await gaveBack()
    const aisha = await takenBy('Aisha Khan')
    expect(aisha.last()).toContain('Did not hold Code we sent to a known address')
    await proves(aisha, 'Identity check with a live face')
    expect(await states()).toEqual([{ state: 'verifying', outcome: null }])
    await proves(aisha, 'Seen in person, with a badge')
    expect(await states()).toEqual([{ state: 'verified', outcome: null }])
  })
})

describe('a request whose agent left the helpdesk', () => {
  // The bot would remember who left for a minute, into the next test.
  afterEach(() => stage.restart(() => stage.company.reset()))

  const holder = () => stage.db.query('select state, claimed_by as "by", verified_by as verified from escalations').then(([row]) => row)

  /** Proved by Marcus, who is in the helpdesk no more. What was read of it a minute ago is forgotten by a restart. */
  async function leftBehind(meanwhile: () => unknown = () => undefined): Promise<Actor> {
    await claimed()
    await seenInPerson(marcus)
    const aisha = stage.meet('Aisha Khan', 'Windows')
    await opensCase(aisha, await number())
    expect(aisha.buttons()).not.toContain('I take it')
    await stage.restart(() => {
      stage.company.administer(marcus.person.id, { do: 'remove-from-group', group: 'helpdesk' })
      meanwhile()
    })
    await opensCase(aisha, await number())
    return aisha
  }
  const number = async () => (await stage.db.query<{ number: string }>('select number::text as number from escalations'))[0]?.number ?? ''

  test('can be taken by a colleague, who finds out anew who is there; the audit says why', async () => {
    const aisha = await leftBehind()
    expect(aisha.last()).toContain('Whoever has this is no longer in the helpdesk.')
    expect(aisha.buttons()).toEqual(['I take it', 'All open ones'])
    await aisha.press('I take it')
    expect(await holder()).toEqual({ state: 'verifying', by: aisha.person.id, verified: null })
    expect(aisha.last()).not.toContain('Seen in person')
    expect(aisha.buttons()).toContain('Prove who it is')
    expect(await evidence()).toEqual([])
    const entries = await stage.db.query<{ entry: string }>(
      `select concat_ws(' ', verb, reason) as entry from audit_entries where verb like 'request-%' order by seq desc limit 2`,
    )
    expect(entries.map(({ entry }) => entry)).toEqual(['request-claimed', 'request-released left-behind'])
    await expect.poll(() => yuki.read().join('\n')).toContain('Aisha Khan at')
  })

  test('stays theirs while Entra does not say that they left', async () => {
    const path = `${marcus.person.id}/transitiveMemberOf`
    const aisha = await leftBehind(() => stage.company.faults.set({ where: 'graph', path, fault: { kind: 'status', status: 503 } }))
    expect(aisha.buttons()).not.toContain('I take it')
    expect(await holder()).toMatchObject({ state: 'verified', by: marcus.person.id })
  })

  test('is not given back by a colleague who may not take it', async () => {
    const ingrid = stage.meet('Ingrid Solberg', 'Windows')
    await ingrid.opens()
    await takes(stage, marcus, await asks(stage.meet('Aisha Khan', 'Windows')))
    await stage.restart(() => stage.company.administer(marcus.person.id, { do: 'remove-from-group', group: 'helpdesk' }))
    await opensCase(ingrid, await number())
    await ingrid.press('I take it')
    expect(ingrid.last()).toContain('You cannot help your own manager, nor those you manage.')
    expect(await holder()).toMatchObject({ state: 'verifying', by: marcus.person.id })
    expect(await denials()).toEqual(['manager'])
  })
})

test('who asked is told that their request is open again, and once more when somebody takes it', async () => {
  await takes(stage, marcus, await asks(yuki))
  await yuki.sees('Somebody is on it')
  await marcus.press('Close it')
  await yuki.sees('closed your request')
  await marcus.press('Open it again')
  expect(await yuki.sees('opened your request again')).toContain('Nobody has taken it yet.')
  expect(yuki.buttons()).toContain('Take it back')
  await marcus.press('I take it')
  await yuki.sees('Somebody is on it')
})

test('C2: a closed request is not opened again while the person has another, which is shown instead', async () => {
  await claimed()
  await marcus.press('Close it')
  await yuki.sees('closed your request')
  const [closed] = await stage.db.query<{ id: string; number: string }>('select id, number::text as number from escalations')
  const second = await asks(yuki)
  await marcus.tells(`#${closed?.number}`)
  await marcus.press('Open it again')
  expect(marcus.last()).toContain('This person has another request open.')
  expect(marcus.last()).toContain(`Request ${second} `)
  expect(await stage.db.query('select state from escalations order by number')).toEqual([{ state: 'closed' }, { state: 'open' }])
  // And where the other came in that very moment, nothing is done either, and the press is answered anew.
  const again = stage.db.transaction(async (tx) => {
    const request = await load(tx, closed?.id ?? '')
    return request && move(tx, request, 'request-reopened', { outcome: null })
  })
  await expect(again).rejects.toThrow(Overtaken)
})

describe('the agent need not look:', () => {
  const isTold = (actor: Actor, words: string) => expect.poll(() => actor.read().join('\n'), { timeout: 10_000 }).toContain(words)

  /** The person's card that is pressed next does not step aside meanwhile. */
  const claimedAndTold = async () => {
    await claimed()
    await isTold(yuki, 'Somebody is on it')
  }

  test('a second person has approved', async () => {
    const { agent } = await approvedByTwo()
    await isTold(agent, 'You can make the pass now.')
    expect(agent.buttons()).toContain('Make the pass')
  })

  test('the waiting time is over, said once', async () => {
    await claimed()
    await stage.db.query(`update escalations set tier = 'standard'`)
    await hasRightPerson(marcus)
    await proves(marcus, 'We called the HR number')
    await proves(marcus, 'Video that we started')
    await looksUntilTold(marcus)
    expect(marcus.buttons()).not.toContain('Make the pass')
    await stage.db.query(`update escalations set wait_until = now()`)
    await runs(stage, 'escalation.sweep')
    await runs(stage, 'escalation.sweep')
    await marcus.sees('The waiting time is over.')
    expect(marcus.buttons()).toContain('Make the pass')
    expect(marcus.read().filter((text) => text.includes('The waiting time is over.'))).toHaveLength(1)
  })

  test.each([
    ['took it back', 'Take it back', 'Taken back by the person.'],
    ['said that it was not them', 'That was not me', 'Stopped: somebody said that it was not them.'],
  ])('the person %s', async (_, button, says) => {
    await claimedAndTold()
    await pressesFurtherUp(yuki, button)
    await marcus.sees('This request has ended.')
    expect(marcus.last()).toContain(says)
    expect(marcus.buttons()).not.toContain('Prove who it is')
  })

  test('the person has answered', async () => {
    await claimedAndTold()
    await pressesFurtherUp(yuki, 'Add a line')
    await pressesFurtherUp(yuki, 'Pass it on', { 'in-words': 'I am at the front desk' })
    await marcus.sees('The person has written to you.')
    expect(marcus.last()).toContain('I am at the front desk')
  })

  test('at work on another request they read a line below it, and its card stays', async () => {
    await claimedAndTold()
    const number = /Request (\d{4}) /.exec(marcus.last())?.[1] ?? ''
    const ines = stage.meet('Ines Moreau', 'iOS')
    const other = await asks(ines)
    await takes(stage, marcus, other)
    await pressesFurtherUp(yuki, 'Take it back')
    await isTold(marcus, `Write #${number} to me to open it.`)
    expect(marcus.last()).toContain('Taken back by the person.')
    const card = marcus.fromBot().findLast((item) => item.card)
    expect(JSON.stringify(card?.card)).toContain(`Request ${other} `)
    expect(marcus.buttons()).toContain('Close it')
  })
})

/** An executive's, proved by one and approved by another. */
async function approvedByTwo() {
  const { agent, number } = await taken(stage, 'Astrid Lindholm')
  await seenInPerson(agent)
  await proves(agent, 'We called the HR number')
  await looksUntilTold(agent)
  const ingrid = stage.meet('Ingrid Solberg', 'Windows')
  await opensCase(ingrid, number)
  await ingrid.press('Approve')
  return { agent }
}

describe('handing over', () => {
  test('a colleague with a chat gets it, and who had it can do nothing more', async () => {
    const aisha = stage.meet('Aisha Khan', 'Windows')
    await aisha.opens()
    await claimed()
    await marcus.press('More')
    await marcus.press('Hand it over')
    expect(marcus.buttons()).toEqual(['Aisha Khan', 'Back'])
    await marcus.press('Aisha Khan')
    await aisha.sees('A colleague has handed this over to you.')
    expect(await stage.db.query('select claimed_by as by from escalations')).toEqual([{ by: aisha.person.id }])
    expect(marcus.buttons()).not.toContain('Prove who it is')
  })

  test('T3: who found out a part of it does not approve it after handing it over', async () => {
    const ingrid = stage.meet('Ingrid Solberg', 'Windows')
    const aisha = stage.meet('Aisha Khan', 'Windows')
    await aisha.opens()
    await ingrid.opens()
    const astrid = stage.meet('Astrid Lindholm', 'iOS')
    await takes(stage, ingrid, await asks(astrid))
    await ingrid.press('Needs a pass')
    await hasBeenTold(ingrid)
    await hasRightPerson(ingrid)
    await proves(ingrid, 'Seen in person, with a badge')
    await ingrid.press('More')
    await ingrid.press('Hand it over')
    await ingrid.press('Aisha Khan')
    await aisha.sees('A colleague has handed this over to you.')
    await hasRightPerson(aisha)
    await proves(aisha, 'We called the HR number')
    await looksUntilTold(aisha)
    const number = /Request (\d{4}) /.exec(aisha.last())?.[1]
    await ingrid.tells(`#${number}`)
    await ingrid.press('Approve')
    expect(ingrid.last()).toContain('A second person has to approve first.')
    expect(await states()).toEqual([{ state: 'verified', outcome: null }])
  })
})
