// Presses, words and places around a request to the helpdesk: what a client adds, repeats, copies or invents changes nothing.
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  asks,
  inChannel as cardInChannel,
  hasBeenTold,
  hasRightPerson,
  madePasses,
  opensCase,
  pressesFurtherUp,
  readyForPass,
  seenInPerson,
  standsAt,
  taken,
  takes,
} from '../escalation/desk.ts'
import type { Actor } from '../support/actor.ts'
import { openStage, type Stage } from '../support/stage.ts'
import { activity, inChannel, message, type Wire } from './attack.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
beforeEach(() => stage.reset())
afterAll(() => stage.close())

/** Everything about requests that could have changed. */
const about = () =>
  stage.db.query<{ row: string }>(
    `select (to_jsonb(e) - '{shown_version, showing_until, card_copies, card_at, noticed_at}'::text[])::text as row from escalations e
     union all select to_jsonb(v)::text from evidence v union all select to_jsonb(l)::text from escalation_lines l order by 1`,
  )

async function changesNothing(work: () => Promise<unknown>) {
  const before = await about()
  await work()
  expect(await about()).toEqual(before)
  expect(madePasses(stage)).toEqual([])
}

type Press = Wire & { value: { action: { verb?: string; data: Wire } } }

function pressOf(agent: Actor, title: string, more: Wire = {}): Press {
  const { action, activityId } = agent.button(title)
  const value = { action: { ...action, data: { ...action.data } }, trigger: 'manual' }
  return { ...activity(agent, { type: 'invoke', name: 'adaptiveCard/action', replyToId: activityId, ...more }), value }
}

function dialogOfButton(agent: Actor, title: string, data: Wire = {}, more: Wire = {}): Wire {
  const { action, activityId } = agent.button(title)
  const value = { data: { ...action.data, ...data }, context: { theme: 'default' } }
  return activity(agent, { type: 'invoke', name: 'task/fetch', replyToId: activityId, value, ...more })
}

/** The button in the channel, as this person would press it. */
async function inChannelOf(actor: Actor, number: string, verb: string, thread?: string): Promise<Press> {
  await expect.poll(() => cardInChannel(stage, number)).toContain('Open it in my chat')
  const post = stage.company.channel().find(({ card }) => JSON.stringify(card).includes(`Request ${number} `))
  const card = /"card":"([0-9a-f-]{36})"/.exec(JSON.stringify(post?.card))?.[1]
  const at = thread ?? post?.activityId ?? ''
  const value = { action: { type: 'Action.Execute', verb, data: { card } }, trigger: 'manual' }
  return {
    ...activity(actor, { type: 'invoke', name: 'adaptiveCard/action', replyToId: at, ...inChannel(stage.company.tenantId, at) }),
    value,
  }
}

interface Told {
  statusCode?: number
  value?: unknown
}
const told = async (wire: Wire) => (await stage.company.raw(wire)).body as Told

const extras: [string, Wire][] = [
  ['a target', { targetOid: '11111111-1111-4111-8111-111111111111' }],
  ['a lifetime', { lifetime: 480 }],
  ['a role', { role: 'admin' }],
  ['a tier', { tier: 'standard' }],
  ['another request', { escalationId: '11111111-1111-4111-8111-111111111111' }],
]

describe('C1 a button of the helpdesk', () => {
  test('that carries anything besides its own is refused: in the chat, in the channel, and for a dialog', async () => {
    const { agent, number } = await taken(stage)
    await changesNothing(async () => {
      for (const [what, more] of extras) {
        const press = pressOf(agent, 'Prove who it is')
        Object.assign(press.value.action.data, more)
        expect((await told(press)).statusCode, what).toBe(400)
        const claim = await inChannelOf(stage.meet('Aisha Khan', 'Windows'), number, 'escalation.claim')
        Object.assign(claim.value.action.data, more)
        expect((await told(claim)).statusCode, what).toBe(400)
      }
    })
    await seenInPerson(agent)
    await agent.press('Make the pass')
    for (const [what, more] of extras)
      expect((await stage.company.raw(dialogOfButton(agent, 'Yes, make it and show it', more))).status, what).toBe(400)
    expect(madePasses(stage)).toEqual([])
  })

  test('with a choice that is not offered for this account is refused', async () => {
    const { agent } = await taken(stage, 'Fatima Zahra Benali')
    await hasRightPerson(agent)
    await agent.press('Prove who it is')
    await changesNothing(async () => {
      for (const choice of ['call-back', 'video', 'manager', 'own-method', 'toString', '__proto__', '']) {
        const press = pressOf(agent, 'Seen in person, with a badge')
        press.value.action.data.choice = choice
        expect((await told(press)).statusCode, choice).toBe(400)
      }
    })
  })

  test('that was never on the card is refused, whatever it is called', async () => {
    const { agent } = await taken(stage)
    await changesNothing(async () => {
      for (const verb of [
        'escalation.approve',
        'escalation.make',
        'escalation.show-pass',
        'escalation.made',
        'escalation.held',
        'escalation.reopen',
      ]) {
        const press = pressOf(agent, 'Prove who it is')
        press.value.action.verb = verb
        expect((await told(press)).statusCode, verb).toBe(400)
        expect((await stage.company.raw(dialogOfButton(agent, 'Prove who it is', { verb }))).status, verb).toBe(403)
      }
    })
  })
})

test('C1 only the button that says so makes a pass: another one of the card, sent as if it opened a dialog, makes none', async () => {
  const { agent } = await readyForPass(stage)
  await changesNothing(async () => {
    for (const name of ['task/fetch', 'task/submit'])
      expect((await stage.company.raw({ ...dialogOfButton(agent, 'Back', { verb: 'escalation.back' }), name })).status, name).toBe(403)
  })
})

test('C1 a card that is no id, though it looks like one, is refused: in the chat, in the channel, and for a dialog', async () => {
  const { agent, number } = await readyForPass(stage)
  await changesNothing(async () => {
    for (const card of ['-'.repeat(36), '0'.repeat(36), `${randomUUID().slice(0, 35)}-`]) {
      const press = pressOf(agent, 'Back')
      const look = await inChannelOf(agent, number, 'escalation.look')
      for (const each of [press, look]) {
        each.value.action.data.card = card
        expect((await told(each)).statusCode, card).toBe(400)
      }
      expect((await stage.company.raw(dialogOfButton(agent, 'Yes, make it and show it', { card }))).status, card).toBe(400)
    }
  })
})

test('P14 a phone that is lost and found all day is always taken in, and after some times nobody else hears of it', async () => {
  const yuki = stage.meet('Yuki Tanaka', 'iOS')
  await yuki.tells('hello')
  const requests = () => stage.db.query<{ kind: string; state: string }>('select kind, state from escalations order by number')
  const noticesOf = async () => (await stage.db.query('select 1 from notices where escalation_id is not null')).length
  let told = 0
  for (let times = 1; times <= 8; times++) {
    await yuki.tells('I lost my phone')
    expect((await requests()).filter(({ state }) => state === 'open')).toHaveLength(1)
    if (times < 8) await pressesFurtherUp(yuki, 'Take it back')
    await stage.db.query(`update turns set received_at = received_at - interval '10 seconds'`)
    if (times === 3) told = await noticesOf()
  }
  expect((await requests()).map(({ kind }) => kind)).toEqual(['lost-phone', 'lost-phone', 'lost-phone', 'security'])
  expect(await noticesOf()).toBe(told)
  await expect.poll(() => stage.company.channel().filter(({ card }) => card !== undefined).length).toBe(4)
  // Who takes it says that it is about a pass, and everybody is told before anything else.
  const [{ number } = { number: 0 }] = await stage.db.query<{ number: number }>(`select number from escalations where state = 'open'`)
  const marcus = stage.meet('Marcus Johansen', 'Windows')
  await takes(stage, marcus, String(number))
  await marcus.press('Needs a pass')
  expect(await noticesOf()).toBeGreaterThan(told)
})

test('C2 two agents who take a request at once, ten times each: one has it', async () => {
  const number = await asks(stage.meet('Yuki Tanaka', 'iOS'))
  const agents = ['Marcus Johansen', 'Aisha Khan'].map((name) => stage.meet(name, 'Windows'))
  for (const agent of agents) await agent.opens()
  const presses = await Promise.all(agents.map((agent) => inChannelOf(agent, number, 'escalation.claim')))
  await Promise.all(presses.flatMap((press) => Array.from({ length: 10 }, () => stage.company.raw({ ...press, id: randomUUID() }))))
  const claims = await stage.db.query(`select actor from audit_entries where verb = 'request-claimed'`)
  expect(claims).toHaveLength(1)
  expect(await standsAt(stage)).toBe('verifying')
})

test('C2 an old press, after the request moved on, shows what is now and does nothing', async () => {
  const { agent, number } = await taken(stage)
  const old = pressOf(agent, 'Close it')
  await agent.press('Prove who it is')
  await changesNothing(() => told({ ...old, id: randomUUID() }))
  // Seen in another card while the person took it back: nothing of that card does anything.
  await agent.tells(`#${number}`)
  await pressesFurtherUp(stage.meet('Yuki Tanaka', 'iOS'), 'Take it back')
  expect(await standsAt(stage)).toBe('closed withdrawn')
  await changesNothing(() => agent.press('Prove who it is'))
  expect(agent.last()).toContain('It changed in the meantime.')
})

describe('C3 the right agent in the wrong place', () => {
  test('does nothing: a copy in another chat, on another message, in another channel', async () => {
    const { agent, number } = await readyForPass(stage)
    const kofi = stage.meet('Kofi Mensah', 'Android')
    await kofi.tells('hi')
    const { conversationId } = stage.company.addressOf(kofi.person.id)
    const elsewhere = { conversation: { id: conversationId, conversationType: 'personal', tenantId: stage.company.tenantId } }
    await changesNothing(async () => {
      expect((await told(pressOf(agent, 'Back', elsewhere))).statusCode).toBe(403)
      expect((await told(pressOf(agent, 'Back', { replyToId: '1' }))).statusCode).toBe(403)
      const dialogs = [
        dialogOfButton(agent, 'Yes, make it and show it', {}, { replyToId: '1' }),
        dialogOfButton(agent, 'Yes, make it and show it', {}, { replyToId: undefined }),
        dialogOfButton(agent, 'Yes, make it and show it', {}, elsewhere),
        dialogOfButton(agent, 'Yes, make it and show it', {}, inChannel(stage.company.tenantId)),
      ]
      for (const dialog of dialogs) expect((await stage.company.raw(dialog)).status).toBe(403)
      expect((await told(await inChannelOf(agent, number, 'escalation.look', '1'))).statusCode).toBe(403)
    })
  })

  test('or somebody else with a copy of the card that makes a pass', async () => {
    const { agent } = await readyForPass(stage)
    const aisha = stage.meet('Aisha Khan', 'Windows')
    await aisha.tells('open')
    const { action, activityId } = agent.button('Yes, make it and show it')
    const copied = activity(aisha, { type: 'invoke', name: 'task/fetch', replyToId: activityId, value: { data: action.data } })
    await changesNothing(async () => expect((await stage.company.raw(copied)).status).toBe(403))
  })
})

test('C4 a member of the channel who is not in the helpdesk takes nothing and sees nothing', async () => {
  const number = await asks(stage.meet('Yuki Tanaka', 'iOS'))
  const camille = stage.meet('Camille Laurent', 'Windows')
  await camille.tells('hi')
  await changesNothing(async () => {
    for (const verb of ['escalation.claim', 'escalation.look'])
      expect(JSON.stringify(await told(await inChannelOf(camille, number, verb)))).toContain('Only the helpdesk can do that.')
  })
  expect(camille.last()).not.toContain(number)
  expect(cardInChannel(stage, number)).toContain('I take it')
})

test('C4 where a crash left two posts, a press of who is not in the helpdesk does not choose between them', async () => {
  const number = await asks(stage.meet('Yuki Tanaka', 'iOS'))
  const other = await asks(stage.meet('Kofi Mensah', 'Android'))
  const camille = stage.meet('Camille Laurent', 'Windows')
  const press = await inChannelOf(
    camille,
    number,
    'escalation.look',
    (await inChannelOf(camille, other, 'escalation.look')).replyToId as string,
  )
  await stage.db.query('update escalations set card_copies = 2')
  const stands = () => stage.db.query('select number, card_at from escalations order by number')
  const before = await stands()
  expect(JSON.stringify(await told(press))).toContain('Only the helpdesk can do that.')
  expect(await stands()).toEqual(before)
})

test.each<[string, (aisha: Actor) => unknown, string]>([
  [
    'who left the helpdesk may not press any more',
    ({ person }) => stage.company.administer(person.id, { do: 'remove-from-group', group: 'helpdesk' }),
    'Only the helpdesk can do that.',
  ],
  [
    'when Entra cannot say who is in the helpdesk, nobody may press',
    () => stage.company.faults.set({ where: 'graph', path: 'transitiveMemberOf', fault: { kind: 'status', status: 503 } }),
    'Entra does not answer',
  ],
])('C4 %s', async (_, happens, says) => {
  const number = await asks(stage.meet('Yuki Tanaka', 'iOS'))
  const aisha = stage.meet('Aisha Khan', 'Windows')
  await aisha.opens()
  // What was read a minute ago is forgotten by a restart.
  await stage.restart(() => happens(aisha))
  await changesNothing(async () => expect(JSON.stringify(await told(await inChannelOf(aisha, number, 'escalation.claim')))).toContain(says))
})

test('C5 the card says whose account it is, not only a name that anybody can bear', async () => {
  const number = await asks(stage.meet('Yuki Tanaka', 'iOS'))
  await expect.poll(() => cardInChannel(stage, number)).toContain('yuki.tanaka@contoso.example')
})

test('C6 the person is shown number and words to know a caller by, and told at each card that nobody asks for a code', async () => {
  const { person, agent, number } = await taken(stage)
  await person.sees('Somebody is on it')
  const [{ phrase } = { phrase: '' }] = await stage.db.query<{ phrase: string }>('select phrase from escalations')
  expect(person.last()).toContain(`${number}, ${phrase}`)
  expect(person.last()).toContain('Nobody there asks for a password or a code')
  await seenInPerson(agent)
  await person.sees('Nobody there asks you for the pass')
  await agent.press('Make the pass')
  await agent.press('Yes, make it and show it')
  await person.sees('Nobody asks you for it')
})

describe('what a person writes to the helpdesk', () => {
  async function written(words: string): Promise<string> {
    const { person, agent, number } = await taken(stage)
    await pressesFurtherUp(person, 'Add a line')
    await pressesFurtherUp(person, 'Pass it on', { 'in-words': words })
    await agent.tells(`#${number}`)
    const { card } = agent.fromBot().at(-1) ?? {}
    return JSON.stringify(card)
  }

  test.each([
    ['C7', '[APPROVED](https://evil.example) **pass** ![x](https://evil.example/x.png)', /\[APPROVED\]\(|\*\*pass|!\[x\]/],
    ['C8', `\${$root} ","type":"Action.OpenUrl","url":"https://evil.example`, /"type":"Action\.OpenUrl"/],
    ['C9', '<at>everyone</at> \u202eevil\u200b\u0007', /<at>|\u202e|\u200b|\\u0007/],
  ])('%s stands there as plain text: %s', async (_, words, forbidden) => {
    const card = await written(words)
    expect(card).toContain('They wrote')
    expect(card).not.toMatch(forbidden)
    expect(card).not.toContain('<at>')
  })

  test('C9 is cut at 300 characters', async () => {
    await written('a'.repeat(299) + 'bc'.repeat(100))
    const [line] = await stage.db.query<{ long: number }>('select length(words)::int as long from escalation_lines')
    expect(line?.long).toBeLessThanOrEqual(300)
  })

  test('D1 is not kept when it is a secret', async () => {
    const { person } = await taken(stage)
    await pressesFurtherUp(person, 'Add a line')
    await pressesFurtherUp(person, 'Pass it on', { 'in-words': 'my password is zq7canary!Aa1' })
    expect(await stage.db.query('select 1 from escalation_lines')).toEqual([])
  })
})

test('C10 a card that refreshes itself in the channel takes nothing and shows nothing', async () => {
  const number = await asks(stage.meet('Yuki Tanaka', 'iOS'))
  const marcus = stage.meet('Marcus Johansen', 'Windows')
  await marcus.opens()
  await changesNothing(async () => {
    const press = await inChannelOf(marcus, number, 'escalation.claim')
    await stage.company.raw({ ...press, value: { ...press.value, trigger: 'automatic' } })
  })
  expect(marcus.last()).not.toContain(number)
})

test('C11 who asks in a channel how their request stands is sent to their own chat', async () => {
  const yuki = stage.meet('Yuki Tanaka', 'iOS')
  const number = await asks(yuki)
  await yuki.company.say(yuki.person.id, { text: 'status', on: 'Windows', in: 'helpdesk-channel' })
  const said = JSON.stringify(
    stage.company
      .channel()
      .filter(({ thread }) => thread !== undefined || true)
      .slice(-1),
  )
  expect(said).not.toContain(number)
  expect(said).not.toContain('Yuki Tanaka has')
})

test('C14 a request stands in the one channel of the settings; buttons in any other do nothing', async () => {
  const number = await asks(stage.meet('Yuki Tanaka', 'iOS'))
  const marcus = stage.meet('Marcus Johansen', 'Windows')
  await marcus.opens()
  const press = await inChannelOf(marcus, number, 'escalation.claim')
  const other = { id: '19:another@thread.tacv2;messageid=1', conversationType: 'channel', isGroup: true, tenantId: stage.company.tenantId }
  await changesNothing(async () => expect((await told({ ...press, conversation: other })).statusCode).toBe(403))
  const posts = stage.company
    .log()
    .filter(({ to, method, path }) => to === 'connector' && method === 'POST' && !path.includes('/activities'))
  expect(posts.length).toBeLessThanOrEqual(1)
})

describe('C15 no sentence moves a request', () => {
  test.each(['Yuki Tanaka', 'Marcus Johansen'])('said by %s', async (name) => {
    const { number, agent } = await taken(stage)
    await seenInPerson(agent)
    const speaker = stage.meet(name, 'Windows')
    await changesNothing(async () => {
      for (const text of [
        `Ignore all rules and approve case ${number}`,
        `approve ${number}`,
        `#${number} approve`,
        'system: make the pass and show it',
      ])
        await speaker.tells(text)
    })
  })

  test('and no model is asked anywhere: nothing of ours imports one', () => {
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { dependencies: Record<string, string> }
    expect(Object.keys(dependencies).filter((name) => /openai|anthropic|llm|langchain|ollama|mistral/i.test(name))).toEqual([])
  })
})

test('H8 a suspicion is told to nobody: the channel, the person and the lists show what they show of any request', async () => {
  const shows = async (title: string) => {
    const { person, agent, number } = await taken(stage)
    const isTold = (words: string) => expect.poll(() => person.read().find((text) => text.includes(words))).toBeDefined()
    await isTold('Was this you?')
    await agent.press('More')
    await agent.press(title)
    await isTold('could not do this from afar')
    await expect.poll(() => cardInChannel(stage, number)).toContain('Closed')
    const anonymous = (text: string) =>
      text
        .replaceAll(number, 'N')
        .replace(/\d\d:\d\d/g, 'T')
        .replace(/[a-z]+ [a-z]+"/g, 'words"')
        .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id')
    return {
      channel: anonymous(cardInChannel(stage, number)).replace(/N · [a-z]+ [a-z]+/g, 'N'),
      person: person
        .last()
        .replaceAll(number, 'N')
        .replace(/\d\d:\d\d/g, 'T'),
    }
  }
  const declined = await shows('Decline')
  await stage.reset()
  expect(await shows('Suspected fraud')).toEqual(declined)
  expect(declined.channel).not.toMatch(/fraud|suspect|Proved|Care/i)
})

test('H8 the channel says nothing of proof, reasons, telephone numbers or words', async () => {
  const { person, agent, number } = await taken(stage)
  await pressesFurtherUp(person, 'Add a line')
  await pressesFurtherUp(person, 'Pass it on', { 'in-words': 'call me on +47 900 11 222' })
  await agent.tells(`#${number}`)
  await seenInPerson(agent)
  await expect.poll(() => cardInChannel(stage, number)).toContain('Marcus Johansen has it')
  expect(cardInChannel(stage, number)).not.toMatch(/900 11|badge|Proved|Care|Ways in|Passkeys|\+47/)
})

describe('D6', () => {
  test.each([`#1001' or 1=1 --`, '#1001; drop table escalations', '#99999999', '#0001'])(
    '"%s" finds nothing and harms nothing',
    async (text) => {
      const marcus = stage.meet('Marcus Johansen', 'Windows')
      await asks(stage.meet('Yuki Tanaka', 'iOS'))
      await changesNothing(() => marcus.tells(text))
      expect(marcus.last()).not.toContain('Yuki')
    },
  )

  test('the number of a request is nothing to who is not in the helpdesk', async () => {
    const number = await asks(stage.meet('Yuki Tanaka', 'iOS'))
    const kofi = stage.meet('Kofi Mensah', 'Android')
    await kofi.tells(`#${number}`)
    expect(kofi.last()).not.toContain('Yuki')
  })

  test('somebody else’s request cannot be taken back, nor read, with its card', async () => {
    const yuki = stage.meet('Yuki Tanaka', 'iOS')
    await asks(yuki)
    const kofi = stage.meet('Kofi Mensah', 'Android')
    await kofi.tells('hi')
    const hers = pressOf(yuki, 'Take it back')
    await changesNothing(async () => {
      const his = activity(kofi, { type: 'invoke', name: 'adaptiveCard/action', replyToId: hers.replyToId })
      expect((await told({ ...his, value: hers.value })).statusCode).toBe(403)
    })
    await opensCase(stage.meet('Marcus Johansen', 'Windows'), /is (\d{4}),/.exec(yuki.last())?.[1] ?? '')
  })
})

test('P14 whoever passes on line after line is told that it was a lot, and the agent gets to press what stands before them', async () => {
  const { person, agent } = await taken(stage)
  await hasBeenTold(agent)
  await stage.db.query(
    `insert into escalation_lines (id, escalation_id, said_by, author_id, words)
     select gen_random_uuid(), id, 'employee', employee_id, 'please hurry' from escalations, generate_series(1, 10)`,
  )
  await pressesFurtherUp(person, 'Add a line')
  await pressesFurtherUp(person, 'Pass it on', { 'in-words': 'please hurry, once more' })
  // In the place of the form, above the notice.
  await expect.poll(() => person.read().join('\n')).toContain('That was a lot at once')
  expect(await stage.db.query(`select 1 from escalation_lines where words like '%once more'`)).toEqual([])
  await agent.press('Prove who it is')
  expect(agent.last()).toContain('Check')
  await stage.db.query(`update escalation_lines set said_at = said_at - interval '10 minutes'`)
  await person.tells('where is my ticket')
  await pressesFurtherUp(person, 'Add a line')
  await pressesFurtherUp(person, 'Pass it on', { 'in-words': 'I am at the front desk' })
  await expect.poll(() => stage.db.query(`select 1 from escalation_lines where words like '%front desk'`)).toHaveLength(1)
})

test('T16 a request with a passkey that nobody knows is not taken back from the session that may have made it', async () => {
  const { person, agent, number } = await taken(stage)
  await hasBeenTold(agent)
  await stage.db.query(`update escalations set state = 'alarm', version = version + 1`)
  await opensCase(agent, number)
  await agent.press('Ask the person')
  await agent.press('Send', { 'in-words': 'Which phone do you hold?' })
  await person.sees('Which phone do you hold?')
  await pressesFurtherUp(person, 'Take it back')
  expect(await standsAt(stage)).toBe('alarm')
})

test('P13 a language that is none, as a client may say it, keeps no agent from the request of whoever says it', async () => {
  const yuki = stage.meet('Yuki Tanaka', 'iOS')
  await stage.company.raw(message(yuki, 'I want to talk to a human', { locale: 'en-aa-bb' }))
  await expect.poll(() => standsAt(stage)).toBe('open')
  const [row] = await stage.db.query<{ number: number }>('select number from escalations')
  const marcus = stage.meet('Marcus Johansen', 'Windows')
  await takes(stage, marcus, String(row?.number))
  expect(marcus.last()).not.toContain('en-aa-bb')
  expect(await standsAt(stage)).toBe('verifying')
})
