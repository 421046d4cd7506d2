// kill -9 around a request and its pass: no request lost, two cards at most, no pass left alive, no code shown again.
import { expect, test } from 'vitest'
import { actionsOf, codeIn, dialogOf, makesPasskeyWithPass, pressesFurtherUp, seenInPerson } from '../escalation/desk.ts'
import { Actor } from '../support/actor.ts'
import { killable } from './killable.ts'

let yuki: Actor
let marcus: Actor
const here = killable(({ company }) => {
  yuki = new Actor(company, company.person('Yuki Tanaka'), 'iOS')
  marcus = new Actor(company, company.person('Marcus Johansen'), 'Windows')
})

const patience = 300_000
const soon = { timeout: 20_000 }

const isAsked = (method: string) => (stop: () => void) =>
  here.company.onGraphRequest((seen) => seen.method === method && seen.path.includes('temporaryAccessPassMethods') && stop())

const cards = () => here.company.channel().filter(({ card, deleted }) => card && !deleted && JSON.stringify(card).includes('Yuki Tanaka'))
const channelSays = (words: string) => expect.poll(() => JSON.stringify(cards().map(({ card }) => card)), soon).toContain(words)
const passOf = ({ person }: Actor) => here.company.entraOf(person.id).methods.find(({ type }) => /temporaryAccessPass/i.test(type))
const made = () => here.company.log().filter(({ method, path }) => method === 'POST' && path.includes('temporaryAccessPassMethods')).length
const numbers = (actor: Actor) =>
  new Set([...JSON.stringify(actor.chat()).matchAll(/\b(1\d{3}), [a-z]+ [a-z]+/g)].map(([, number]) => number))

async function asks() {
  await yuki.tells('hello')
  await yuki.press('Talk to a person')
}

async function takes() {
  await marcus.opens()
  await channelSays('I take it')
  const [post] = cards()
  const action = actionsOf(post?.card).find(({ title }) => title === 'I take it')
  if (!post || !action) throw new Error('no card in the channel')
  await here.company.press(marcus.person.id, { activityId: post.activityId, action, on: 'Windows' })
  await marcus.sees('Find out who is there')
}

async function proves() {
  await marcus.press('Needs a pass')
  await seenInPerson(marcus)
  await marcus.press('Make the pass')
  await marcus.sees('Before it shows')
}

async function againAtTheCase() {
  await marcus.tells('mine')
  await marcus.press(marcus.buttons().find((title) => /^\d{4}$/.test(title)) ?? '')
}

const makeIt = 'Yes, make it and show it'
const opensDialog = async () => dialogOf(((await marcus.press(makeIt)) as { body?: unknown }).body)

test(
  'K1, K3, K4 killed the moment the channel gets its card: one request, one number, and no third card',
  async () => {
    await yuki.tells('hello')
    const killed = here.killedWhen((stop) => here.company.onEvent((event) => event.type === 'channel' && stop())).happened
    await Promise.all([yuki.press('Talk to a person'), killed])
    await here.rises()
    await expect.poll(() => numbers(yuki).size, soon).toBe(1)
    await channelSays('Waiting for somebody')
    // A second press, as people do: still the one request.
    await pressesFurtherUp(yuki, 'Talk to a person')
    await takes()
    await channelSays('Marcus Johansen has it')
    expect(cards().length).toBeLessThanOrEqual(2)
    expect(numbers(yuki).size).toBe(1)
  },
  patience,
)

test(
  'K1 killed while Entra is asked, before the request is stored: afterwards there is one, with one number',
  async () => {
    // The first words there ever were: nothing of the answer can have been remembered.
    const killed = here.killedWhen((stop) => here.company.onGraphRequest(() => stop())).happened
    await Promise.all([yuki.says('I lost my phone').catch(() => undefined), killed])
    expect(cards()).toEqual([])
    await here.rises()
    await expect.poll(() => numbers(yuki).size, soon).toBe(1)
    await channelSays('Phone lost or stolen')
    expect(cards()).toHaveLength(1)
    expect(numbers(yuki).size).toBe(1)
  },
  patience,
)

test(
  'K6 killed after the agent was signed in and before Entra is asked: no pass, and a second press makes the only one',
  async () => {
    await asks()
    await takes()
    await proves()
    const killed = here.killedWhen((stop) =>
      here.company.onEvent((event) => event.type === 'log' && event.line.to === 'token' && stop()),
    ).happened
    const [answer] = await Promise.all([marcus.press(makeIt).catch(() => ({ body: undefined })), killed])
    expect(codeIn(dialogOf(answer.body))).toBeUndefined()
    await here.aMinutePasses()
    await here.rises()
    await againAtTheCase()
    const before = made()
    await marcus.press('Make the pass')
    expect(codeIn(await opensDialog())).toBeDefined()
    expect(made() - before).toBe(1)
  },
  patience,
)

test(
  'K7 killed while Entra is asked for the pass: nothing is shown, nothing stays, and the agent can begin again',
  async () => {
    await asks()
    await takes()
    await proves()
    const killed = here.killedWhen(isAsked('POST')).happened
    const [answer] = await Promise.all([marcus.press(makeIt).catch(() => ({ body: undefined })), killed])
    expect(codeIn(dialogOf(answer.body))).toBeUndefined()
    expect(passOf(yuki)).toBeDefined()
    expect(made()).toBe(1)
    await here.aMinutePasses()
    await here.rises()
    await expect.poll(() => passOf(yuki), soon).toBeUndefined()
    await expect.poll(() => marcus.last(), soon).toContain('no pass is left')
    expect(marcus.last()).toContain('Enough is proved')
    expect(made()).toBe(1)
  },
  patience,
)

test(
  'K8, K14 killed between the pass and its dialog: it is not shown a second time, and the agent’s card says that it is there',
  async () => {
    await asks()
    await takes()
    await proves()
    const button = marcus.button(makeIt)
    const code = codeIn(await opensDialog())
    expect(code).toBeDefined()
    await here.bot.kill()
    await here.rises()
    await expect.poll(() => marcus.last(), soon).toContain('A pass is on the account')
    const again = dialogOf((await marcus.pressesButton(button)).body)
    expect(again).toContain('cannot be shown again')
    expect(again).not.toContain(code)
    expect(made()).toBe(1)
  },
  patience,
)

test(
  'K9 killed after the passkey was seen and before the pass was deleted: the next start deletes it and closes the request',
  async () => {
    await asks()
    await takes()
    await proves()
    expect(codeIn(await opensDialog())).toBeDefined()
    await expect.poll(() => yuki.read().join(), soon).toContain('Type it in now')
    here.company.faults.set({ where: 'graph', path: 'temporaryAccessPassMethods', method: 'DELETE', fault: { kind: 'timeout' }, times: 1 })
    makesPasskeyWithPass(yuki)
    await expect.poll(() => here.company.faults.get().find(({ method }) => method === 'DELETE')?.times, soon).toBe(0)
    await here.bot.kill()
    expect(passOf(yuki)).toBeDefined()
    await here.rises()
    await expect.poll(() => passOf(yuki), { timeout: 60_000 }).toBeUndefined()
    await channelSays('Closed')
    expect(cards().length).toBeLessThanOrEqual(2)
  },
  patience,
)

test(
  'K13 told to stop in the middle of it: what was begun is answered, and nothing is answered with an error',
  async () => {
    await asks()
    await takes()
    await proves()
    here.company.faults.set({ where: 'graph', path: 'temporaryAccessPassMethods', method: 'POST', fault: { kind: 'latency', ms: 1500 } })
    const asked = marcus.press(makeIt)
    await new Promise<void>((done) => {
      const stop = here.company.onEvent((event) => {
        if (event.type !== 'log' || event.line.to !== 'token') return
        stop()
        done()
      })
    })
    const [answer, code] = await Promise.all([asked, here.bot.stop()])
    expect(code).toBe(0)
    expect(answer.status).toBe(200)
    expect(codeIn(dialogOf(answer.body))).toBeDefined()
    expect(made()).toBe(1)
  },
  patience,
)
