// The Teams connector: what a bot may do in conversations. Statuses: teams.md 7.
import type { Wire } from './account.ts'
import { addItem, type Conversation, findItem, hideTyping, type StoredItem, showTyping, tellChat } from './chat.ts'
import { type Asked, json, match, type Reply } from './http.ts'
import { helpdeskChannel, tenantId } from './ids.ts'
import { type Employee, everyone, findEmployee, upnOf, type World } from './world.ts'

/** Keep below 80 KB, says Microsoft. */
const mostBytes = 80 * 1024

const connectorError = (status: number, code: string, message: string): Reply => json(status, { error: { code, message } })

const noConversation = connectorError(404, 'ConversationNotFound', 'Conversation not found.')
const noActivity = connectorError(404, 'ActivityNotFoundInConversation', 'Activity not found in conversation.')
const notInstalled = connectorError(403, 'ForbiddenOperationException', "Bot is not installed in user's personal scope.")

interface Place {
  conversation: Conversation
  /** Absent in the channel. */
  employee?: Employee
  /** Root post in the channel that the conversation id names. */
  thread?: string
}

function findPlace(world: World, conversationId: string): Place | undefined {
  const employee = world.byChat.get(conversationId)
  if (employee) return employee.app.installed || employee.chat.items.length > 0 ? { conversation: employee.chat, employee } : undefined
  const [channel, thread] = conversationId.split(';messageid=')
  return channel === world.channel.id ? { conversation: world.channel, thread } : undefined
}

type Handler = (world: World, asked: Asked, params: Record<string, string>) => Reply

const routes: [string, string, Handler][] = [
  ['POST', '/v3/conversations', createConversation],
  ['POST', '/v3/conversations/:conversation/activities', postActivity],
  ['POST', '/v3/conversations/:conversation/activities/:activity', postActivity],
  ['PUT', '/v3/conversations/:conversation/activities/:activity', updateActivity],
  ['DELETE', '/v3/conversations/:conversation/activities/:activity', deleteActivity],
  ['GET', '/v3/conversations/:conversation/members', (world, _, { conversation }) => members(world, conversation, (all) => all)],
  [
    'GET',
    '/v3/conversations/:conversation/pagedmembers',
    (world, _, { conversation }) => members(world, conversation, (all) => ({ members: all })),
  ],
  ['GET', '/v3/conversations/:conversation/members/:member', getMember],
  [
    'GET',
    '/v3/teams/:team',
    (_, __, { team }) => (isTeam(team) ? json(200, { id: team, name: 'IT', aadGroupId: helpdeskChannel.aadGroupId }) : noConversation),
  ],
  ['GET', '/v3/teams/:team/conversations', (_, __, { team }) => (isTeam(team) ? json(200, { conversations: channels }) : noConversation)],
]

const isTeam = (id?: string) => id === helpdeskChannel.teamId
const channels = [{ id: helpdeskChannel.teamId }, { id: helpdeskChannel.channelId, name: 'Helpdesk' }]

export function answerConnector(world: World, asked: Asked): Reply {
  const path = asked.path.split('?')[0] ?? ''
  for (const [method, pattern, handler] of routes) {
    const params = method === asked.method ? match(pattern, path) : undefined
    if (params) return handler(world, asked, params)
  }
  return connectorError(405, 'MethodNotAllowed', 'No such operation.')
}

function createConversation(world: World, asked: Asked): Reply {
  const body = (asked.body ?? {}) as { members?: { id: string }[]; tenantId?: string; channelData?: Wire; activity?: Wire }
  const channel = (body.channelData?.channel as { id?: string } | undefined)?.id
  if (channel) {
    if (channel !== world.channel.id || !body.activity) return noConversation
    const posted = post(world, { conversation: world.channel }, body.activity)
    return json(201, { id: `${channel};messageid=${posted?.activityId}`, activityId: posted?.activityId })
  }
  const [member, ...others] = body.members ?? []
  const tenant = body.tenantId ?? (body.channelData?.tenant as { id?: string } | undefined)?.id
  if (!member || others.length > 0 || tenant !== tenantId)
    return connectorError(400, 'BadArgument', 'One member and the tenant are needed.')
  const employee = findEmployee(world, member.id)
  if (!employee) return connectorError(400, 'BadArgument', 'Unknown member.')
  if (!employee.app.installed) return notInstalled
  if (!body.activity) return json(201, { id: employee.chat.id })
  const posted = post(world, { conversation: employee.chat, employee }, body.activity)
  return json(201, { id: employee.chat.id, activityId: posted?.activityId })
}

/** Why the bot may not write here, if so. */
function refusal({ employee }: Place, asked: Asked): Reply | undefined {
  if (employee?.app.blockedByUser) return connectorError(403, 'ConversationBlockedByUser', 'User blocked the conversation with the bot.')
  if (employee && !employee.app.installed)
    return connectorError(403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.')
  if (asked.bytes > mostBytes) return connectorError(413, 'MessageSizeTooBig', 'Message size too big.')
  return undefined
}

function postActivity(world: World, asked: Asked, { conversation = '', activity: replyTo }: Record<string, string>): Reply {
  const place = findPlace(world, conversation)
  if (!place) return noConversation
  const refused = refusal(place, asked)
  if (refused) return refused
  const activity = asked.body as Wire | undefined
  if (typeof activity?.type !== 'string') return connectorError(400, 'BadArgument', 'The activity has no type.')
  const inThread = place.employee ? place : { ...place, thread: place.thread ?? replyTo }
  const { text, attachments, ...rest } = activity
  if (activity.type === 'message' && text && Array.isArray(attachments) && attachments.length > 0) {
    // Teams makes two messages of it and gives no id for either (teams.md 5.2).
    post(world, inThread, { ...rest, text })
    post(world, inThread, { ...rest, attachments })
    return json(202, {})
  }
  const posted = post(world, inThread, activity)
  return json(201, posted ? { id: posted.activityId } : {})
}

/** Undefined for activities that leave nothing to see. */
function post(world: World, place: Place, activity: Wire): StoredItem | undefined {
  const { conversation, employee, thread } = place
  if (activity.type === 'typing') return tell(world, employee, showTyping(conversation))
  if (activity.type !== 'message') return undefined
  hideTyping(conversation)
  return tell(world, employee, addItem(conversation, 'bot', { ...contentOf(activity), ...(thread ? { thread } : {}) }))
}

function tell(world: World, employee: Employee | undefined, item: StoredItem): StoredItem {
  tellChat(world, employee, item)
  return item
}

function contentOf(activity: Wire): { text?: string; card?: Wire } {
  const [attachment] = (activity.attachments ?? []) as { content?: Wire }[]
  return { text: typeof activity.text === 'string' ? activity.text : undefined, card: attachment?.content }
}

function updateActivity(world: World, asked: Asked, { conversation = '', activity = '' }: Record<string, string>): Reply {
  const place = findPlace(world, conversation)
  if (!place) return noConversation
  const item = findItem(place.conversation, activity)
  const refused = refusal(place, asked)
  if (refused) return refused
  if (!item || item.deleted || item.from !== 'bot') return noActivity
  item.own.clear()
  Object.assign(item, contentOf((asked.body ?? {}) as Wire), { updatedAt: new Date().toISOString() })
  tell(world, place.employee, item)
  return json(200, { id: activity })
}

function deleteActivity(world: World, asked: Asked, { conversation = '', activity = '' }: Record<string, string>): Reply {
  const place = findPlace(world, conversation)
  if (!place) return noConversation
  const refused = refusal(place, asked)
  if (refused) return refused
  const item = findItem(place.conversation, activity)
  if (!item || item.deleted || item.from !== 'bot') return noActivity
  item.own.clear()
  Object.assign(item, { deleted: true, text: undefined, card: undefined, updatedAt: new Date().toISOString() })
  tell(world, place.employee, item)
  return { status: 200 }
}

const memberOf = (employee: Employee): Wire => {
  const [givenName, ...surname] = employee.name.split(' ')
  const upn = upnOf(employee)
  const role = employee.guest ? 'guest' : 'user'
  return {
    id: employee.teamsId,
    name: employee.name,
    aadObjectId: employee.id,
    objectId: employee.id,
    givenName,
    surname: surname.join(' '),
    email: employee.mail,
    userPrincipalName: upn,
    tenantId,
    userRole: role,
  }
}

const inChannel = (world: World): Employee[] => everyone(world).filter(({ account }) => account.groups.has('helpdesk'))

function members(world: World, conversation = '', shape: (all: Wire[]) => unknown): Reply {
  const place = findPlace(world, conversation)
  if (!place && conversation !== helpdeskChannel.teamId) return noConversation
  return json(200, shape((place?.employee ? [place.employee] : inChannel(world)).map(memberOf)))
}

function getMember(world: World, _: Asked, { conversation = '', member = '' }: Record<string, string>): Reply {
  const place = findPlace(world, conversation)
  if (!place && conversation !== helpdeskChannel.teamId) return noConversation
  const employee = findEmployee(world, member)
  const there = employee && (place?.employee ? place.employee === employee : inChannel(world).includes(employee))
  return there
    ? json(200, memberOf(employee))
    : connectorError(404, 'MemberNotFoundInConversation', 'The member is not in the conversation.')
}
