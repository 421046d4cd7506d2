// The helpdesk's side of the office page: the channel as an agent sees it, dialogs over it, and what leaves by mail and webhook.
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { createEntra } from '../../bot/entra/create-entra.ts'
import { createNotices } from '../../bot/notices/create-notices.ts'
import { Secret } from '../../bot/secret.ts'
import { withOwnViews } from '../../cards/desk/actions.ts'
import { openBrowser } from '../support/browser.ts'
import { card, cardId, inDialog, messageWith, openDesk, opensDialog } from '../teams/desk.ts'
import { Seat } from './seat.ts'

let desk: Awaited<ReturnType<typeof openDesk>>
let browser: Browser
let seat: Seat
beforeAll(async () => {
  desk = await openDesk()
  browser = await openBrowser()
})
beforeEach(async () => {
  desk.reset()
  seat = await Seat.take(browser, desk.company, 'Ines Moreau', 'Windows')
})
afterEach(async () => {
  const { complaints } = seat
  await seat.leave()
  expect(complaints, 'what the page complained of').toEqual([])
})
afterAll(async () => {
  await browser?.close()
  await desk?.close()
})

const claim = { type: 'Action.Execute', title: 'Claim', verb: 'escalation.claim', data: { card: cardId } }
const nameOf = (id: string) => desk.company.people.find((one) => one.id === id)?.name

async function post(content: ReturnType<typeof card>) {
  const sent = await desk.messenger.postInChannel(desk.channel, messageWith(content))
  if (!sent.ok) throw new Error(sent.detail)
  return sent
}
const asAgent = (name: string) => seat.part('agent').selectOption(desk.company.person(name).id)

test('the channel is seen as an agent sees it, and their view is theirs alone', async () => {
  const { teamsId } = desk.company.person('Marcus Johansen')
  desk.answers.channel = async ({ employeeId }, { kind }) => ({ card: card(`${kind} of ${nameOf(employeeId)}`, claim) })
  await post(withOwnViews(card('Somebody is stuck', claim), { verb: 'escalation.see', cardId, userIds: [teamsId] }) as never)
  await seat.part('channel-tab').click()
  await asAgent('Aisha Khan')
  await seat.sees('Somebody is stuck')
  await asAgent('Marcus Johansen')
  await seat.sees('refresh of Marcus Johansen')
  await seat.presses('Claim')
  await seat.sees('press of Marcus Johansen')
  await asAgent('Aisha Khan')
  await seat.sees('Somebody is stuck')
})

test('a dialog opens over the channel, takes what is filled in, and closes with a word', async () => {
  const field = { type: 'Input.Text', id: 'in-tail', label: 'Last three digits' }
  desk.answers.dialog = async (_, heard) => {
    if (heard.kind === 'submit') return { closes: `You wrote ${heard.inputs.tail}` }
    const asks = { ...card('Who is it?', inDialog), body: [{ type: 'TextBlock', text: 'Who is it?' }, field] }
    return { dialog: { title: 'Issue a pass', card: asks, height: 'small', width: 'small' } }
  }
  await post(card('Somebody is stuck', opensDialog))
  await seat.part('channel-tab').click()
  await seat.presses('Issue')
  const dialog = seat.part('dialog')
  await dialog.getByLabel('Last three digits').fill('417')
  await dialog.getByRole('button', { name: 'Show' }).click()
  await dialog.getByText('You wrote 417').waitFor()
  await seat.part('dialog-close').click()
  await dialog.waitFor({ state: 'detached' })
})

test('T20: a code that is shown is gone from the page at the time the client was told', async () => {
  const code = new Secret('CANARY+page8')
  const shows = { ...card('Read it out'), body: [{ type: 'TextBlock', text: code }] }
  desk.answers.dialog = async () => ({ dialog: { title: 'A pass', card: shows, height: 'small', width: 'small', hideAfterSeconds: 3 } })
  await post(card('Somebody is stuck', opensDialog))
  await seat.part('channel-tab').click()
  await seat.presses('Issue')
  await seat.part('dialog').getByText('CANARY+page8').waitFor()
  await seat.part('dialog-left').getByText('closes in').waitFor()
  await seat.part('dialog').waitFor({ state: 'detached' })
  expect(await seat.page.content()).not.toContain('CANARY')
})

test('mails and notices show as they are sent', async () => {
  const entra = createEntra({ baseUrl: desk.company.graphUrl, token: async () => 'sample' })
  const key = 'a secret of the company, thirty-two or more'
  const notices = createNotices({
    sendMail: (mail) => entra.sendMail(desk.company.settings.notices.mailbox, mail),
    webhook: { url: desk.company.webhookUrl, key },
  })
  await seat.part('tenant-mails').getByText('None').waitFor()
  await notices.mail({ to: ['ines.moreau@contoso.example'], subject: 'Was this you?', text: 'Somebody asked for help in your name.' })
  await notices.webhook({ id: '1', kind: 'escalation.opened', at: new Date(), facts: { case: '1042' } })
  await seat.part('tenant-mails').getByText('Was this you?').waitFor()
  await seat.part('tenant-notices').getByText('escalation.opened').waitFor()
})

test("the tenant's rules, the bot's permissions and how somebody signed in are switched on the page", async () => {
  await seat.part('tenant-once').click()
  await seat.part('tenant-rules').getByText('one use only').waitFor()
  await seat.page.getByRole('button', { name: 'Withhold UserAuthMethod-TAP.ReadWrite.All' }).click()
  await seat.page.getByRole('button', { name: 'Permit UserAuthMethod-TAP.ReadWrite.All' }).waitFor()
  await seat.part('entra-signed-in-when').click()
  await seat.part('entra-sign-in').getByText('300 minutes ago').waitFor()
  await seat.part('entra-signed-in-how').click()
  await seat.part('entra-sign-in').getByText('c1').waitFor()
  expect(desk.company.company()).toMatchObject({
    passRules: { once: true },
    permissions: expect.not.arrayContaining(['UserAuthMethod-TAP.ReadWrite.All']),
  })
})
