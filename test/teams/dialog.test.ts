// Dialogs: opened by a button, answered once, and the only thing that ever shows a code.
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { Secret } from '../../bot/secret.ts'
import { card, cardId, inDialog, messageWith, openDesk, opensDialog } from './desk.ts'

let desk: Awaited<ReturnType<typeof openDesk>>
beforeAll(async () => {
  desk = await openDesk()
})
beforeEach(() => desk.reset())
afterAll(() => desk.close())

const marcus = () => desk.company.person('Marcus Johansen').id

async function aCase() {
  const sent = await desk.messenger.postInChannel(desk.channel, messageWith(card('Somebody is stuck', opensDialog)))
  if (!sent.ok) throw new Error(sent.detail)
  return sent.activityId
}
const open = async (inputs?: Record<string, string>) => {
  const activityId = await aCase()
  return desk.company.press(marcus(), { activityId, action: opensDialog, inputs, on: 'Windows' })
}
const submit = async (inputs: Record<string, string>, data: object = inDialog.data) => {
  const activityId = await aCase()
  return desk.company.press(marcus(), { activityId, action: { ...inDialog, data: { ...data } }, inputs, on: 'Windows', inDialog: true })
}

it('a button opens a dialog for the one who pressed', async () => {
  const shown = card('Is anybody recording?', inDialog)
  desk.answers.dialog = async () => ({ dialog: { title: 'A pass', card: shown, height: 'medium', width: 'small' } })
  expect(await open()).toEqual({
    status: 200,
    body: {
      task: {
        type: 'continue',
        value: {
          title: 'A pass',
          height: 'medium',
          width: 'small',
          card: { contentType: 'application/vnd.microsoft.card.adaptive', content: shown },
        },
      },
    },
  })
  expect(desk.heard).toMatchObject([
    { speaker: { employeeId: marcus() }, heard: { where: 'channel', kind: 'dialog', verb: 'escalation.issue', cardId, choice: 'once' } },
  ])
})

it('what is filled in comes by the names of its fields', async () => {
  await submit({ 'in-tail': '417' })
  expect(desk.heard).toMatchObject([
    { heard: { where: 'channel', kind: 'submit', verb: 'escalation.show', cardId, inputs: { tail: '417' } } },
  ])
})

it.each<[string, Record<string, string>, object?]>([
  ['a field that is none of ours', { tail: '417' }],
  ['more than anybody fills in', { 'in-tail': 'x'.repeat(1001) }],
  ['a number for a text', {}, { ...inDialog.data, 'in-tail': 417 }],
  ['an object for a text', {}, { ...inDialog.data, 'in-tail': { $ne: '' } }],
  ['no verb', {}, { card: cardId }],
  ['a choice that is a sentence', {}, { ...inDialog.data, choice: 'all of them' }],
])('%s is turned away', async (_what, inputs, data) => {
  expect(await submit(inputs, data)).toMatchObject({ status: 400 })
  expect(desk.heard).toEqual([])
})

it('a dialog closes with a sentence, or without', async () => {
  desk.answers.dialog = async () => ({ closes: 'Done. The pass is being watched.' })
  expect(await submit({})).toEqual({ status: 200, body: { task: { type: 'message', value: 'Done. The pass is being watched.' } } })
  desk.answers.dialog = async () => ({ closes: undefined })
  expect(await submit({})).toEqual({ status: 200, body: {} })
  desk.answers.dialog = async () => ({ refused: 403, why: 'not yours' })
  expect(await submit({})).toMatchObject({ status: 403 })
})

it('T9, T20: a code is in the answer to the invoke and nowhere else, and the client is told when to drop it', async () => {
  const value = 'CANARY+dlg-8'
  const code = new Secret(value)
  const events: string[] = []
  const stop = desk.company.onEvent((event) => void events.push(JSON.stringify(event)))
  const shown = { ...card('Read it out'), body: [{ type: 'TextBlock', text: code }] }
  desk.answers.dialog = async () => ({ dialog: { title: 'A pass', card: shown, height: 'small', width: 'small', hideAfterSeconds: 60 } })
  const asked = Date.now()
  const { body } = await open()
  stop()
  const { content } = (body as { task: { value: { card: { content: { body: object[]; refresh: { expires: string } } } } } }).task.value.card
  expect(content.body).toEqual([{ type: 'TextBlock', text: value }])
  const seconds = (Date.parse(content.refresh.expires) - asked) / 1000
  expect(seconds).toBeGreaterThan(55)
  expect(seconds).toBeLessThan(65)
  expect(shown.body[0]?.text).toBe(code)
  for (const elsewhere of [
    events.join(),
    desk.lines.join(),
    JSON.stringify(desk.company.channel(marcus())),
    JSON.stringify(desk.company.log()),
  ]) {
    expect(elsewhere).not.toContain(value)
  }
})

it('T9: a bug in who answers does not tell the code', async () => {
  const value = 'CANARY+bug-8'
  const code = new Secret(value)
  desk.answers.dialog = async () => {
    throw new Error(`could not show ${code}`)
  }
  const { status, body } = await open()
  expect(status).toBe(500)
  expect(JSON.stringify(body)).not.toContain(value)
  expect(desk.lines.join()).not.toContain(value)
})
