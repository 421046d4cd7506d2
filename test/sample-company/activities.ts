// Activities as Teams sends them to a bot (teams.md 2.3 and 6).
import { randomUUID } from 'node:crypto'
import type { Wire } from './account.ts'
import { newActivityId } from './chat.ts'
import { botTeamsId, helpdeskChannel, tenantId } from './ids.ts'
import type { Press, TeamsOn } from './office-api.ts'
import { places } from './people.ts'
import type { Employee, World } from './world.ts'

/** Teams' own id format in chats; invokes and updates carry others. */
interface Where {
  in: 'personal' | 'channel'
  /** Root post, in the channel. */
  thread?: string
}

const personal: Where = { in: 'personal' }

function base(world: World, employee: Employee, where: Where, id: string): Wire {
  const { timezone } = places[employee.row.place]
  return {
    id,
    timestamp: new Date().toISOString(),
    channelId: 'msteams',
    serviceUrl: `${world.url}/connector`,
    from: { id: employee.teamsId, name: employee.name, aadObjectId: employee.id },
    recipient: { id: botTeamsId, name: 'Unlock' },
    conversation:
      where.in === 'personal'
        ? { conversationType: 'personal', tenantId, id: employee.chat.id }
        : {
            isGroup: true,
            conversationType: 'channel',
            tenantId,
            id: `${helpdeskChannel.channelId};messageid=${where.thread ?? id}`,
          },
    channelData:
      where.in === 'personal'
        ? { tenant: { id: tenantId } }
        : {
            teamsChannelId: helpdeskChannel.channelId,
            teamsTeamId: helpdeskChannel.teamId,
            channel: { id: helpdeskChannel.channelId },
            team: { id: helpdeskChannel.teamId },
            tenant: { id: tenantId },
          },
    localTimezone: timezone,
  }
}

/** `on` absent: Teams says nothing about the client. */
function clientInfo(employee: Employee, locale: string, on?: TeamsOn): Wire {
  const { country, timezone } = places[employee.row.place]
  return { type: 'clientInfo', locale, country, ...(on ? { platform: on } : {}), timezone }
}

const localeOf = (employee: Employee, locale?: string) => locale ?? places[employee.row.place].language

export function installed(world: World, employee: Employee, action: 'add' | 'remove' = 'add'): Wire {
  const locale = localeOf(employee)
  return {
    ...base(world, employee, personal, randomUUID()),
    type: 'installationUpdate',
    action,
    locale,
    entities: [{ type: 'clientInfo', locale }],
  }
}

export const cameToChat = (world: World, employee: Employee): Wire => ({
  ...base(world, employee, personal, randomUUID()),
  type: 'conversationUpdate',
  membersAdded: [{ id: employee.teamsId, aadObjectId: employee.id }, { id: botTeamsId }],
})

interface Words {
  text: string
  on: TeamsOn
  locale?: string
  activityId?: string
}

export function message(world: World, employee: Employee, { text, on, locale, activityId }: Words, where: Where = personal): Wire {
  const said = localeOf(employee, locale)
  const mention = '<at>Unlock</at>'
  const spoken = where.in === 'personal' ? text : `${mention} ${text}`
  return {
    ...base(world, employee, where, activityId ?? newActivityId()),
    type: 'message',
    text: spoken,
    textFormat: 'plain',
    locale: said,
    entities: [
      clientInfo(employee, said, where.in === 'personal' ? on : undefined),
      ...(where.in === 'personal' ? [] : [{ type: 'mention', text: mention, mentioned: { id: botTeamsId, name: 'Unlock' } }]),
    ],
  }
}

/** What the press of a card button becomes: an invoke, or for Action.Submit a message without text, unless it is about a dialog. */
export function pressed(world: World, employee: Employee, press: Press, where: Where): Wire {
  const { action, inputs, on, activityId, trigger, inDialog } = press
  const locale = localeOf(employee)
  const data = { ...action.data, ...inputs }
  const shared = {
    ...base(world, employee, where, randomUUID()),
    replyToId: activityId,
    locale,
    entities: [clientInfo(employee, locale, on)],
  }
  const opensDialog = (action.data?.msteams as { type?: string } | undefined)?.type === 'task/fetch'
  if (action.type === 'Action.Submit' && (opensDialog || inDialog)) {
    const name = inDialog && !opensDialog ? 'task/submit' : 'task/fetch'
    const value = { data, context: { theme: 'default' } }
    // What is pressed in a dialog stands on no message.
    return { ...shared, ...(inDialog ? { replyToId: undefined } : {}), type: 'invoke', name, value }
  }
  if (action.type !== 'Action.Execute') return { ...shared, type: 'message', value: data }
  return {
    ...shared,
    type: 'invoke',
    name: 'adaptiveCard/action',
    value: { action: { ...action, data }, trigger: trigger ?? 'manual' },
  }
}

export function tokenExchange(world: World, employee: Employee, value: Wire): Wire {
  const locale = localeOf(employee)
  return {
    ...base(world, employee, personal, randomUUID()),
    type: 'invoke',
    name: 'signin/tokenExchange',
    value,
    locale,
    entities: [clientInfo(employee, locale)],
  }
}
