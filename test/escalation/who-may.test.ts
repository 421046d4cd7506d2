// Who may have a pass, from whom, and after what proof: attacks of the threat model by their rows, on the real bot over HTTP.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { groupId } from '../sample-company/groups.ts'
import { activity } from '../security/attack.ts'
import type { Actor } from '../support/actor.ts'
import { openStage, type Stage } from '../support/stage.ts'
import {
  asks,
  becomes,
  codeIn,
  dialogOf,
  hasRightPerson,
  looksUntilTold,
  madePasses,
  opensCase,
  pressesFurtherUp,
  proves,
  readyForPass,
  refusals,
  seenInPerson,
  standsAt,
  taken,
  takes,
} from './desk.ts'
import { runs } from './notice.ts'

let stage: Stage
beforeAll(async () => {
  // Linh is with the supplier here: of the company's helpdesk she is not.
  stage = await openStage({
    settings: (company) => ({ ...company, groups: { ...company.groups, supplierHelpdesk: groupId('wave-2') } }),
  })
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

const noneMade = () => expect(madePasses(stage)).toEqual([])

test('T2 who asks for a colleague gets no request for them, and none for anybody', async () => {
  const ines = stage.meet('Ines Moreau', 'iOS')
  await ines.tells('hi')
  await ines.tells('my colleague Kofi lost his phone, can you send him a code')
  expect(await stage.db.query('select 1 from escalations')).toEqual([])
})

describe('T3 nobody helps', () => {
  test('their own account', async () => {
    const marcus = stage.meet('Marcus Johansen', 'Windows')
    const number = await asks(marcus)
    await takes(stage, marcus, number)
    expect(marcus.last()).toContain('Nobody helps their own account.')
    expect(await standsAt(stage)).toBe('open')
    expect(await refusals(stage)).toEqual(['own'])
  })

  test.each([
    ['their own manager', 'Ingrid Solberg', 'Marcus Johansen'],
    ['whom they manage', 'Marcus Johansen', 'Ingrid Solberg'],
  ])('%s', async (_, who, agentName) => {
    const agent = stage.meet(agentName, 'Windows')
    await takes(stage, agent, await asks(stage.meet(who, 'iOS')))
    expect(agent.last()).toContain('You cannot help your own manager')
    expect(await refusals(stage)).toEqual(['manager'])
  })

  test.each([
    ['whom their second account manages', 'Katarzyna Wójcik', 'Greta Schneider', 'Marcus Johansen'],
    ['the second account of their own manager', 'Ines Moreau', 'Ingrid Solberg', 'Aisha Khan'],
  ])('%s', async (_, who, manager, agentName) => {
    const [person, agent] = [stage.meet(who, 'iOS'), stage.meet(agentName, 'Windows')]
    const other = manager === 'Greta Schneider' ? agent : person
    for (const { id } of [stage.meet(manager, 'Web').person, other.person])
      stage.company.administer(id, { do: 'set-directory', employeeId: '417417' })
    await takes(stage, agent, await asks(person))
    expect(agent.last()).toContain('You cannot help your own manager')
    expect(await refusals(stage)).toEqual(['manager'])
    expect(await standsAt(stage)).toBe('open')
  })

  test('their own second account', async () => {
    const marcus = stage.meet('Marcus Johansen', 'Windows')
    const yuki = stage.meet('Yuki Tanaka', 'iOS')
    for (const { id } of [marcus.person, yuki.person]) stage.company.administer(id, { do: 'set-directory', employeeId: '417417' })
    await takes(stage, marcus, await asks(yuki))
    expect(marcus.last()).toContain('belong to the same person')
    expect(await refusals(stage)).toEqual(['linked'])
  })

  test('twice: who proved is not who approves, and approving is not offered to them', async () => {
    const { agent, number } = await taken(stage, 'Astrid Lindholm', 'Ingrid Solberg')
    await hasRightPerson(agent)
    await agent.press('Prove who it is')
    await agent.press('Seen in person, with a badge')
    await agent.press('It holds')
    await agent.press('More')
    await agent.press('Give it back')
    const marcus = stage.meet('Marcus Johansen', 'Windows')
    await takes(stage, marcus, number)
    await hasRightPerson(marcus)
    await proves(marcus, 'Seen in person, with a badge')
    await proves(marcus, 'We called the HR number')
    await looksUntilTold(marcus)
    expect(marcus.last()).toContain('Waiting for a second person')
    expect(marcus.buttons()).not.toContain('Approve')
    await opensCase(agent, number)
    await agent.press('Approve')
    expect(agent.last()).toContain('A second person has to approve first.')
    expect(await refusals(stage)).toEqual(['second-person'])
    expect(await standsAt(stage)).toBe('verified')
  })
})

describe('T3 a second account of the first person is no second person:', () => {
  const areOne = (one: Actor, other: Actor) => {
    for (const { person } of [one, other]) stage.company.administer(person.id, { do: 'set-directory', employeeId: '417417' })
  }

  test.each(['holds the request', 'recorded a proof and handed it over'])('not of who %s', async (part) => {
    const { agent, number } = await taken(stage, 'Fatima Zahra Benali')
    const ingrid = stage.meet('Ingrid Solberg', 'Windows')
    areOne(agent, ingrid)
    await seenInPerson(agent)
    if (part !== 'holds the request') await handsTo(agent, stage.meet('Aisha Khan', 'Windows'))
    await opensCase(ingrid, number)
    await ingrid.press('Approve')
    expect(ingrid.last()).toContain('would be one person')
    expect(await refusals(stage)).toEqual(['same-person'])
    expect(await standsAt(stage)).toBe('verified')
  })

  test('whether it is one that Entra does not say is no yes', async () => {
    const { agent, number } = await taken(stage, 'Fatima Zahra Benali')
    await seenInPerson(agent)
    const ingrid = stage.meet('Ingrid Solberg', 'Windows')
    await opensCase(ingrid, number)
    stage.company.faults.set({ where: 'graph', path: agent.person.id, fault: { kind: 'status', status: 403 } })
    await ingrid.press('Approve')
    expect(ingrid.last()).toContain('Entra does not answer')
    expect(await standsAt(stage)).toBe('verified')
  })

  test('nor is the request handed to one of who approved it', async () => {
    const { agent, number } = await taken(stage, 'Fatima Zahra Benali')
    await seenInPerson(agent)
    const ingrid = stage.meet('Ingrid Solberg', 'Windows')
    await opensCase(ingrid, number)
    await ingrid.press('Approve')
    await becomes(stage, 'approved')
    const aisha = stage.meet('Aisha Khan', 'Windows')
    areOne(ingrid, aisha)
    await agent.tells('mine')
    await agent.press(number)
    await handsTo(agent, aisha)
    expect(agent.last()).toContain('would be one person')
    expect(await refusals(stage)).toEqual(['same-person'])
    expect(await stage.db.query('select claimed_by as by from escalations')).toEqual([{ by: agent.person.id }])
  })
})

async function handsTo(agent: Actor, colleague: Actor): Promise<void> {
  await colleague.opens()
  await agent.press('More')
  await agent.press('Hand it over')
  await agent.press(colleague.person.name)
}

describe('T6 an account with power is never on the ordinary way:', () => {
  test.each([
    ['an active role', 'Fatima Zahra Benali'],
    ['a group that holds a role', 'Andrei Ionescu'],
    ['a role they could switch on', 'Chloe Bennett'],
    ['owning a group that holds a role', 'Pia Virtanen'],
    ['a restricted unit', 'Henrik Dahl'],
    ['a say in the rollout', 'Tiago Costa'],
    ['the helpdesk itself', 'Aisha Khan'],
  ])('%s', async (_, who) => {
    const { agent } = await taken(stage, who)
    expect(agent.last()).toContain('Care Administrator')
    await hasRightPerson(agent)
    await agent.press('Prove who it is')
    expect(agent.buttons()).not.toContain('We called the HR number')
    await agent.press('Seen in person, with a badge')
    await agent.press('It holds')
    await looksUntilTold(agent)
    expect(agent.last()).toContain('Waiting for a second person')
    expect(agent.buttons()).not.toContain('Make the pass')
    noneMade()
  })

  test('eligible roles that cannot be read count as held', async () => {
    stage.company.administerCompany({ do: 'withhold', permission: 'RoleEligibilitySchedule.Read.Directory' })
    const { agent } = await taken(stage)
    expect(agent.last()).toContain('Care Administrator')
  })

  test('what could not be read when the request was taken is read later, and entered as that', async () => {
    const fatima = stage.meet('Fatima Zahra Benali', 'iOS')
    const marcus = stage.meet('Marcus Johansen', 'Windows')
    const number = await asks(fatima)
    stage.company.faults.set({ where: 'graph', path: fatima.person.id, fault: { kind: 'status', status: 403 } })
    await takes(stage, marcus, number)
    expect(marcus.last()).not.toContain('Care ')
    stage.company.faults.clear()
    await marcus.press('Needs a pass')
    await marcus.press('Prove who it is')
    expect(marcus.last()).toContain('Care Administrator')
    const entered = await stage.db.query(
      `select verb from audit_entries where detail ->> 'tier' is not null or verb = 'request-handed-over'`,
    )
    expect(entered).toEqual([{ verb: 'care-read' }])
  })

  test('power that came after the request was taken stops the pass', async () => {
    const { person, agent } = await readyForPass(stage)
    stage.company.administer(person.person.id, { do: 'add-to-group', group: 'exchange-admins' })
    const { body } = await agent.press('Yes, make it and show it')
    expect(dialogOf(body)).toContain('What must be proved for this person has changed')
    noneMade()
  })

  test('approved by the ordinary helpdesk it is refused, by those for administrators it is not; and Entra has the last word', async () => {
    const { agent, number } = await taken(stage, 'Fatima Zahra Benali')
    await seenInPerson(agent)
    const aisha = stage.meet('Aisha Khan', 'Windows')
    await opensCase(aisha, number)
    await aisha.press('Approve')
    expect(aisha.last()).toContain('needs somebody of the helpdesk for administrators')
    const ingrid = stage.meet('Ingrid Solberg', 'Windows')
    await opensCase(ingrid, number)
    await ingrid.press('Approve')
    await becomes(stage, 'approved')
    await agent.tells('mine')
    await agent.press(number)
    await agent.press('Make the pass')
    // Marcus may not touch administrators in Entra, whoever approved here.
    const { body } = await agent.press('Yes, make it and show it')
    expect(dialogOf(body)).toContain('Entra said that you may not do this')
    expect(codeIn(dialogOf(body))).toBeUndefined()
    expect(await standsAt(stage)).toBe('verified')
  })
})

describe('§2.3 whom Entra suspects', () => {
  const risk = (level: string, state = 'atRisk') => ({ level, state })

  test.each([
    ['a high risk', risk('high')],
    ['an account known to be stolen', risk('low', 'confirmedCompromised')],
    ['a risk of unknown height', risk('hidden')],
  ])('%s: nothing can be proved, and security is told', async (_, seen) => {
    stage.company.setRisk(stage.meet('Yuki Tanaka', 'iOS').person.id, seen)
    const { agent } = await taken(stage)
    expect(agent.last()).toContain('Risk high')
    await agent.press('Prove who it is')
    expect(agent.last()).toContain('Entra sees a high risk on this account')
    expect(agent.buttons()).not.toContain('Seen in person, with a badge')
    expect(await alarms()).toEqual([{ kind: 'high-risk', agent: null }])
    noneMade()
  })

  test('a high risk that comes after the request was taken stops the pass', async () => {
    const { person, agent } = await readyForPass(stage)
    stage.company.setRisk(person.person.id, risk('high'))
    const { body } = await agent.press('Yes, make it and show it')
    expect(dialogOf(body)).toContain('Entra sees a high risk on this account')
    expect(await refusals(stage)).toEqual(['high-risk'])
    expect(await alarms()).toEqual([{ kind: 'high-risk', agent: agent.person.id }])
    noneMade()
  })

  test('a medium risk takes the proof of an executive and a second person', async () => {
    stage.company.setRisk(stage.meet('Yuki Tanaka', 'iOS').person.id, risk('medium'))
    const { agent } = await taken(stage)
    expect(agent.last()).toContain('Care Handle with extra care')
    expect(agent.last()).toContain('Risk medium')
  })

  test('one that security has settled is none', async () => {
    stage.company.setRisk(stage.meet('Yuki Tanaka', 'iOS').person.id, risk('high', 'dismissed'))
    const { agent } = await taken(stage)
    expect(agent.last()).toContain('Care New here')
  })

  test.each([
    ['no answer', { where: 'graph', path: '/identityProtection/', fault: { kind: 'status', status: 503 } }, 'Entra does not answer'],
    [
      'no permission to read it',
      { where: 'graph', path: '/identityProtection/', fault: { kind: 'status', status: 403 } },
      'not allowed to read',
    ],
  ] as const)('%s is not "no risk"', async (_, fault, says) => {
    const { agent } = await readyForPass(stage)
    stage.company.faults.set(fault)
    const { body } = await agent.press('Yes, make it and show it')
    expect(codeIn(dialogOf(body))).toBeUndefined()
    await agent.tells('mine')
    await agent.press((await numberOf()) ?? '')
    await agent.press('Make the pass')
    expect(agent.last()).toContain(says)
    noneMade()
  })

  test('T22 an agent whose own account is suspected helps nobody', async () => {
    // What was read of an agent counts for a minute, so it is one of whom nothing else is read here.
    const aisha = stage.meet('Aisha Khan', 'Windows')
    await stage.restart(() => stage.company.setRisk(aisha.person.id, risk('low')))
    await takes(stage, aisha, await asks(stage.meet('Yuki Tanaka', 'iOS')))
    expect(aisha.last()).toContain('Entra sees a risk on your own account')
    expect(await refusals(stage)).toEqual(['agent-risk'])
    expect(await alarms()).toEqual([{ kind: 'agent-risk', agent: aisha.person.id }])
    expect(await standsAt(stage)).toBe('open')
  })
})

/** Those about the pass; that coaching stops is one of its own, whenever the bot sees the risk. */
const alarms = () => stage.db.query(`select kind, agent_id as agent from alarms where kind <> 'account-in-danger'`)

test('T7 an emergency account gets nothing, whatever is proved', async () => {
  const { agent } = await taken(stage, 'Emergency Access')
  expect(agent.last()).toContain('Emergency account')
  await agent.press('Prove who it is')
  expect(agent.last()).toContain('Nobody gets a pass for it here')
  expect(await refusals(stage)).toEqual(['break-glass'])
  noneMade()
})

describe('T8 no pass for', () => {
  test.each(['Dana Whitfield', 'Viktor Petrov'])('%s, who is told how to reach a person and opens no request', async (name) => {
    const person = stage.meet(name, 'iOS')
    await person.tells('I need to talk to a human')
    expect(await stage.db.query('select 1 from escalations')).toEqual([])
  })

  test.each<[string, (id: string) => unknown, string]>([
    ['an account switched off', (id) => stage.company.administer(id, { do: 'set-enabled', enabled: false }), 'The account is switched off'],
    ['an account without a licence', (id) => stage.company.administer(id, { do: 'set-directory', licensed: false }), 'it has no licence'],
    [
      'who is not in the rules for passes',
      () => stage.company.administerCompany({ do: 'set-pass-rules', rules: { included: ['oslo'] } }),
      'rules allow no pass for this person',
    ],
    [
      'who is excluded from them',
      () => stage.company.administerCompany({ do: 'set-pass-rules', rules: { excluded: ['all-staff'] } }),
      'rules allow no pass for this person',
    ],
    [
      'anybody, with passes off',
      () => stage.company.administerCompany({ do: 'set-pass-rules', rules: { enabled: false } }),
      'switched off in your company',
    ],
  ])('%s, at the last moment too', async (_, happens, says) => {
    const { person, agent } = await readyForPass(stage)
    happens(person.person.id)
    const { body } = await agent.press('Yes, make it and show it')
    expect(dialogOf(body)).toContain(says)
    noneMade()
  })

  test('an account switched off while it waited is refused when it is taken', async () => {
    const yuki = stage.meet('Yuki Tanaka', 'iOS')
    const number = await asks(yuki)
    stage.company.administer(yuki.person.id, { do: 'set-enabled', enabled: false })
    const marcus = stage.meet('Marcus Johansen', 'Windows')
    await takes(stage, marcus, number)
    expect(marcus.last()).toContain('The account is switched off')
    await marcus.press('Needs a pass')
    await marcus.press('Prove who it is')
    expect(marcus.buttons()).not.toContain('Seen in person, with a badge')
    noneMade()
  })
})

test('while Entra does not say who is an agent, an agent who asks for requests is told that, and others learn of no desk', async () => {
  const { agent, number } = await taken(stage)
  // What was read of groups before is too old by then.
  await stage.restart()
  stage.company.faults.set({ where: 'graph', path: 'transitiveMemberOf', fault: { kind: 'status', status: 500 } })
  for (const words of ['mine', 'open', `#${number}`]) {
    await agent.tells(words)
    expect(agent.last()).toContain('I cannot tell whether you are in the helpdesk')
  }
  const ines = stage.meet('Ines Moreau', 'iOS')
  await ines.tells(`#${number}`)
  expect(ines.last()).not.toContain('helpdesk. Nothing was changed')
  stage.company.faults.clear()
  await stage.restart()
})

test('who may not see what is to be reviewed is told so: "review" is not taken for an account in danger', async () => {
  const marcus = stage.meet('Marcus Johansen', 'Windows')
  await marcus.tells('review')
  expect(marcus.last()).toContain('Only the helpdesk for administrators')
  expect(await stage.db.query('select 1 from escalations')).toEqual([])
})

test('H1 what a caller knows proves nothing: with words alone there is no pass, not even by a press that was never offered', async () => {
  const { person, agent } = await taken(stage)
  await pressesFurtherUp(person, 'Add a line')
  await pressesFurtherUp(person, 'Pass it on', { 'in-words': 'Born 1990-04-01, number 417417, my manager is Lars Haugen, please hurry' })
  await agent.tells('mine')
  await agent.press((await numberOf()) ?? '')
  expect(agent.last()).toContain('my manager is Lars Haugen')
  expect(await stage.db.query('select 1 from evidence')).toEqual([])
  expect(agent.buttons()).not.toContain('Make the pass')
  expect(await forged(agent, 'escalation.make')).toBe(400)
  expect(await forged(agent, 'escalation.show-pass')).toBe(400)
  noneMade()
})

const numberOf = async () => (await stage.db.query<{ number: string }>('select number::text as number from escalations'))[0]?.number

/** Presses, on the newest card, a button that is not on it. */
async function forged(agent: Actor, verb: string): Promise<number> {
  const { activityId, action } = agent.actions()[0] ?? { activityId: '', action: { type: '', data: {} } }
  const press = activity(agent, { type: 'invoke', name: 'adaptiveCard/action', replyToId: activityId })
  const { body } = await stage.company.raw({ ...press, value: { action: { ...action, verb }, trigger: 'manual' } })
  return (body as { statusCode: number }).statusCode
}

test('H2 a video call alone is not enough, for an executive nor for anybody', async () => {
  const { agent } = await taken(stage, 'Astrid Lindholm')
  await hasRightPerson(agent)
  await agent.press('Prove who it is')
  await agent.press('Video that we started')
  await agent.press('It holds')
  expect(agent.last()).toContain('Proved Video that we started')
  expect(agent.buttons()).toContain('Prove who it is')
  expect(agent.buttons()).not.toContain('Make the pass')
  expect(await standsAt(stage)).toBe('verifying')
})

describe('H7 the supplier’s helpdesk', () => {
  test.each(['Astrid Lindholm', 'Fatima Zahra Benali', 'Yuki Tanaka'])('is refused %s', async (who) => {
    const linh = stage.meet('Linh Tran', 'Windows')
    await takes(stage, linh, await asks(stage.meet(who, 'iOS')))
    expect(linh.last()).toContain('This one is for the company’s own helpdesk.')
    expect(await refusals(stage)).toEqual(['supplier'])
    expect(await standsAt(stage)).toBe('open')
  })

  test('may help everybody else', async () => {
    const linh = stage.meet('Linh Tran', 'Windows')
    await takes(stage, linh, await asks(stage.meet('Ines Moreau', 'iOS')))
    expect(linh.last()).toContain('You have it.')
  })
})

test('C2 an agent who is looking at a list is told what happens to their request, as from any other card', async () => {
  const { person, agent } = await taken(stage)
  await agent.tells('mine')
  await pressesFurtherUp(person, 'Add a line')
  await pressesFurtherUp(person, 'Pass it on', { 'in-words': 'I wait at the reception' })
  await agent.sees('at the reception')
})

describe('an agent whose place changed in the last minute:', () => {
  // What the bot has read of them it remembers for a while.
  afterEach(async () => {
    await stage.reset()
    await stage.restart()
  })

  test('T22 one who left helps nobody and reads nothing, though the account still stands in the group', async () => {
    const { agent, number } = await taken(stage)
    await agent.press('More')
    await stage.restart(() => stage.company.administer(agent.person.id, { do: 'set-enabled', enabled: false }))
    const { body } = await agent.press('Decline')
    expect(body).toMatchObject({ statusCode: 403 })
    expect(await standsAt(stage)).toBe('verifying')
    await agent.tells(`#${number}`)
    expect(agent.last()).not.toContain('Yuki')
    noneMade()
  })

  test('T22 one who left with a request in hand is told no more of it', async () => {
    const { person, agent } = await taken(stage)
    await stage.restart(() => stage.company.administer(agent.person.id, { do: 'set-enabled', enabled: false }))
    await pressesFurtherUp(person, 'Add a line')
    await pressesFurtherUp(person, 'Pass it on', { 'in-words': 'I wait at the reception' })
    const told = () => stage.db.query(`select 1 from escalation_told where what like 'agent wrote %'`)
    await expect.poll(told).toHaveLength(1)
    expect(JSON.stringify(agent.fromBot())).not.toContain('at the reception')
  })

  test('T22 one to whom a request was handed is told so once; one who has left since, not at all', async () => {
    const { agent } = await taken(stage)
    const aisha = stage.meet('Aisha Khan', 'Windows')
    await handsTo(agent, aisha)
    await aisha.sees('A colleague has handed this over to you.')
    const [told] = await stage.db.query<{ id: string; what: string }>(
      `select escalation_id as id, what from escalation_told where what like 'agent handed-to-you %'`,
    )
    const data = { id: told?.id, version: Number(told?.what.split(' ')[2]), lead: 'handed-to-you' }
    const before = aisha.fromBot().length
    // The job runs again, and again after it was late.
    await runs(stage, 'escalation.tell-agent', data)
    expect(aisha.fromBot()).toHaveLength(before)
    await stage.restart(() => stage.company.administer(aisha.person.id, { do: 'set-enabled', enabled: false }))
    await stage.db.query(`delete from escalation_told where what like 'agent %'`)
    await runs(stage, 'escalation.tell-agent', data)
    expect(aisha.fromBot()).toHaveLength(before)
  })

  test('H7 who is in the supplier’s helpdesk and the company’s is refused them by a detour too: neither handed over nor approved', async () => {
    const [aisha, ingrid] = [stage.meet('Aisha Khan', 'Windows'), stage.meet('Ingrid Solberg', 'Windows')]
    const { agent, number } = await taken(stage, 'Fatima Zahra Benali')
    await seenInPerson(agent)
    await stage.restart(() => {
      for (const { person } of [aisha, ingrid]) stage.company.administer(person.id, { do: 'add-to-group', group: 'wave-2' })
    })
    await opensCase(ingrid, number)
    await ingrid.press('Approve')
    expect(ingrid.last()).toContain('This one is for the company’s own helpdesk.')
    await handsTo(agent, aisha)
    expect(agent.last()).toContain('This one is for the company’s own helpdesk.')
    expect(await refusals(stage)).toEqual(['supplier', 'supplier'])
    expect(await stage.db.query('select state, claimed_by as by from escalations')).toEqual([{ state: 'verified', by: agent.person.id }])
  })
})
