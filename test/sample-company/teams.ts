// Teams between a person and the bot: opening the chat, writing, pressing, having the app or not.

import type { Wire } from './account.ts'
import { cameToChat, installed, message, pressed, tokenExchange } from './activities.ts'
import { type BotAnswer, tellBot } from './bot.ts'
import { addItem, findItem, hideTyping, newActivityId, type StoredItem, tellChat } from './chat.ts'
import type { AppDeed, Press, PressAnswer, Say, TeamsOn } from './office-api.ts'
import { ssoToken } from './token.ts'
import type { Employee, World } from './world.ts'

/** Something that Teams itself would refuse. */
export class TeamsSays extends Error {}

/** Every open of the chat may send these anew (teams.md 2.3). */
export async function openChat(world: World, employee: Employee, _on: TeamsOn): Promise<void> {
  if (employee.app.blockedByPolicy) throw new TeamsSays('Your organization has blocked this app.')
  await installApp(world, employee)
}

export async function installApp(world: World, employee: Employee): Promise<void> {
  employee.app.installed = true
  await tellBot(world, installed(world, employee))
  await tellBot(world, cameToChat(world, employee))
}

export async function uninstallApp(world: World, employee: Employee): Promise<void> {
  employee.app.installed = false
  await tellBot(world, installed(world, employee, 'remove'))
}

export async function changeApp(world: World, employee: Employee, deed: AppDeed): Promise<void> {
  if (deed.do === 'install') await openChat(world, employee, 'Web')
  if (deed.do === 'uninstall') await uninstallApp(world, employee)
  if (deed.do === 'block' || deed.do === 'unblock') employee.app.blockedByUser = deed.do === 'block'
}

/** The message stands in the chat whether or not the bot can be reached. */
export async function say(world: World, employee: Employee, said: Say): Promise<{ botStatus: number }> {
  const inChannel = said.in === 'helpdesk-channel'
  if (!inChannel && employee.app.blockedByPolicy) throw new TeamsSays('Your organization has blocked this app.')
  const activityId = said.activityId ?? newActivityId()
  const conversation = inChannel ? world.channel : employee.chat
  // The same activity delivered twice is still one message on the screen.
  if (!findItem(conversation, activityId)) {
    hideTyping(conversation)
    const item = addItem(conversation, inChannel ? employee.name : 'person', { activityId, text: said.text })
    tellChat(world, inChannel ? undefined : employee, item)
  }
  if (!inChannel) employee.app.installed = true
  const activity = message(world, employee, { ...said, activityId }, { in: inChannel ? 'channel' : 'personal' })
  return { botStatus: (await tellBot(world, activity)).status }
}

export async function press(world: World, employee: Employee, pressing: Press): Promise<PressAnswer> {
  const inChat = findItem(employee.chat, pressing.activityId)
  const item = inChat ?? findItem(world.channel, pressing.activityId)
  if (!item || item.deleted) throw new TeamsSays('This message is no longer there.')
  const where = inChat ? ({ in: 'personal' } as const) : ({ in: 'channel', thread: item.thread ?? item.activityId } as const)
  const activity = pressed(world, employee, pressing, where)
  const first = await tellBot(world, activity)
  const answer = asksForLogin(first) ? await pressSignedIn(world, employee, activity, first) : first
  if (showOwnCard(item, employee, answer)) tellChat(world, inChat ? employee : undefined, item)
  return answer
}

interface InvokeAnswer {
  statusCode?: number
  type?: string
  value?: Wire
}

function showOwnCard(item: StoredItem, employee: Employee, { status, body }: BotAnswer): boolean {
  const { type, value } = (body ?? {}) as InvokeAnswer
  if (status !== 200 || type !== 'application/vnd.microsoft.card.adaptive' || !value) return false
  item.own.set(employee.id, value)
  return true
}

const asksForLogin = ({ body }: BotAnswer) => (body as InvokeAnswer | undefined)?.type === 'application/vnd.microsoft.activity.loginRequest'

/** Teams signs the person in silently and presses again with the token. */
function pressSignedIn(world: World, employee: Employee, activity: Wire, asked: BotAnswer): Promise<BotAnswer> {
  const request = ((asked.body as InvokeAnswer).value ?? {}) as { connectionName?: string; tokenExchangeResource?: { id?: string } }
  const authentication = {
    id: request.tokenExchangeResource?.id,
    connectionName: request.connectionName,
    token: ssoToken(world, employee),
  }
  return tellBot(world, { ...activity, value: { ...(activity.value as Wire), authentication } })
}

/** What Teams does by itself when a bot posts a sign-in card. */
export const exchangeToken = (world: World, employee: Employee, value: Wire): Promise<BotAnswer> =>
  tellBot(world, tokenExchange(world, employee, value))
