// Stuck, and helped: on the page of the office, by the person at their phone and the helpdesk at their desk. Nothing but pages is used.
import { expect, test } from 'vitest'
import { openOffice } from './office.ts'
import type { Seat } from './seat.ts'

const office = openOffice()
const wide = { width: 1500 }
const patience = 300_000

const agentName = 'Marcus Johansen'

/** Somebody at their phone, and an agent of the helpdesk at the desk. */
const bothSit = async (name: string): Promise<[person: Seat, agent: Seat]> => [
  await office.sit(name, 'iOS', wide),
  await office.sit(agentName, 'Windows', wide),
]

async function asksForPerson(person: Seat): Promise<void> {
  await person.says('hello')
  await person.presses('Talk to a person')
  await person.sees('has your request')
}

/** In the channel; the agent's own chat has the request afterwards. */
async function takes(agent: Seat): Promise<void> {
  await agent.part('channel-tab').click()
  await agent.part('agent').selectOption({ label: agentName })
  await agent.sees('Waiting for somebody')
  await agent.presses('I take it')
  await agent.part('chat-tab').click()
  await agent.sees('You have it.')
}

/** Types what the person reads off their own page; the card shows none of it before. */
async function findsRightPerson(agent: Seat, person: Seat): Promise<void> {
  const number = await person.part('entra-number').innerText()
  await agent.presses('Prove who it is')
  const card = await agent.sees('The right person?')
  await card.getByRole('textbox').fill(number.slice(-3))
  await agent.presses('Check')
  await agent.sees(/Request \d+/)
}

async function proves(agent: Seat, person: Seat, ...ways: string[]): Promise<void> {
  await findsRightPerson(agent, person)
  for (const way of ways) {
    await agent.presses('Prove who it is')
    await agent.sees('Who is there?')
    await agent.presses(way)
    await agent.presses('It holds')
    await agent.sees(/Request \d+/)
  }
  // Those who have to be told first are written to meanwhile; when they were, the agent is told.
  await expect.poll(() => agent.said.last().innerText(), { timeout: 20_000 }).not.toContain('I am still writing')
}

/** The code in the agent's dialog, closed afterwards. */
async function makesPass(agent: Seat): Promise<string> {
  await agent.presses('Make the pass')
  await agent.sees('Before it shows')
  await agent.presses('Yes, make it and show it')
  const dialog = agent.part('dialog')
  await dialog.getByText('Read it to them now').first().waitFor()
  // The card behind it says so, and the dialog stays.
  await agent.sees('A pass is on the account')
  const code = (await dialog.innerText()).split('\n').find((line) => /^\S{8,}$/.test(line.trim()))
  await agent.part('dialog-close').click()
  await dialog.waitFor({ state: 'detached' })
  expect(await agent.page.content(), 'the code is on the page no more').not.toContain(code)
  return code ?? ''
}

/** With the code they were told. */
async function usesPass(person: Seat): Promise<void> {
  await person.sees('Type it in now')
  for (const screen of ['set-screen-lock', 'install-authenticator', 'switch-on-authenticator', 'add-account']) {
    const button = person.part(`phone-${screen}`)
    if (await button.isVisible()) await person.onPhone(screen)
  }
  await person.makesPasskeyIn('authenticator')
}

async function seesClosed(agent: Seat): Promise<void> {
  await agent.part('channel-tab').click()
  await agent.sees('Closed')
}

test(
  'a new hire with nothing asks in one press, is seen in person, types the pass, makes the passkey, and the request closes itself',
  async () => {
    const [yuki, marcus] = await bothSit('Yuki Tanaka')
    await asksForPerson(yuki)
    await takes(marcus)
    await yuki.sees('Somebody is on it')
    await marcus.presses('Needs a pass')
    await proves(marcus, yuki, 'Seen in person, with a badge')
    await yuki.sees('Get ready')
    expect(await makesPass(marcus)).toMatch(/^\S{8,}$/)
    await usesPass(yuki)
    // The journey goes on below it, so it may have moved up by now.
    await expect.poll(async () => (await yuki.count()).messages.join(), { timeout: 20_000 }).toContain('because I can see your passkey')
    await seesClosed(marcus)
  },
  patience,
)

test(
  'a lost phone is said in a sentence, and ends with a passkey on the new one',
  async () => {
    const [ines, marcus] = await bothSit('Ines Moreau')
    await ines.says('I lost my phone')
    // The notice that a request was made comes beside it, before it or after.
    await ines.part('chat').getByText('Call a person now').first().waitFor()
    await takes(marcus)
    await proves(marcus, ines, 'Seen in person, with a badge')
    await makesPass(marcus)
    await usesPass(ines)
    await seesClosed(marcus)
  },
  patience,
)

test(
  'the manager finds it odd, and one press stops it: the agent reads so, and nothing can be made',
  async () => {
    const lars = await office.sit('Lars Haugen', 'Windows', wide)
    await lars.says('hello')
    const [yuki, marcus] = await bothSit('Yuki Tanaka')
    await asksForPerson(yuki)
    await takes(marcus)
    await marcus.presses('Needs a pass')
    await lars.sees('because Yuki Tanaka works for you')
    await lars.presses('That looks odd')
    await lars.sees('The request is stopped')
    await marcus.sees('This request has ended.')
    expect(await marcus.button('Make the pass').count()).toBe(0)
    await yuki.sees('Request stopped')
    await seesClosed(marcus)
  },
  patience,
)

test(
  'an executive is proved by one, approved by another of rank, and refused to who has none',
  async () => {
    const [astrid, marcus] = await bothSit('Astrid Lindholm')
    await astrid.says('I lost my phone')
    await takes(marcus)
    await marcus.part('chat').getByText('Handle with extra care').first().waitFor()
    await proves(marcus, astrid, 'Seen in person, with a badge', 'We called the HR number')
    await marcus.sees('Waiting for a second person')
    const number = /Request (\d{4})/.exec(await marcus.said.last().innerText())?.[1] ?? ''

    const aisha = await office.sit('Aisha Khan', 'Windows', wide)
    await aisha.says(`#${number}`)
    await aisha.presses('Approve')
    await aisha.sees('needs somebody of the helpdesk for administrators')
    const ingrid = await office.sit('Ingrid Solberg', 'Windows', wide)
    await ingrid.says(`#${number}`)
    await ingrid.presses('Approve')
    await ingrid.sees('A second person has approved')

    await marcus.sees('You can make the pass now.')
    await makesPass(marcus)
    await astrid.sees('Type it in now')
  },
  patience,
)

test(
  'an administrator is not helped by somebody without rank, nor by a telephone call',
  async () => {
    const [fatima, marcus] = await bothSit('Fatima Zahra Benali')
    await fatima.says('I lost my phone')
    await takes(marcus)
    await marcus.part('chat').getByText('Administrator').first().waitFor()
    await findsRightPerson(marcus, fatima)
    await marcus.presses('Prove who it is')
    await marcus.sees('Who is there?')
    expect(await marcus.button('We called the HR number').count()).toBe(0)
    await marcus.presses('Seen in person, with a badge')
    await marcus.presses('It holds')
    await marcus.sees('Waiting for a second person')
    expect(await marcus.button('Make the pass').count()).toBe(0)
  },
  patience,
)
