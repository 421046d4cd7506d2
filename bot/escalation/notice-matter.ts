// What notices are about, a request or an alarm, and how each of them says it.
import type { Card, Reader } from '../../cards/card.ts'
import { alarmCard } from '../../cards/desk/alarm.ts'
import { type NoticeView, notice as noticeCard } from '../../cards/notice.ts'
import type { Deps } from '../deps.ts'
import type { Notice as Document } from '../notices/notices.ts'
import type { EmployeeId } from '../people.ts'
import * as alarms from './alarm.ts'
import { nameOf } from './ask.ts'
import * as requests from './escalation-store.ts'
import type { Event, Notice } from './notice.ts'

export interface Matter {
  /** Whose account. */
  subject?: EmployeeId
  number?: number
  /** Undefined: nothing that people outside of security read. */
  view(notice: Notice, timeZone?: string): NoticeView | undefined
  toChat(reader: Reader, notice: Notice, timeZone?: string): Card
  toWebhook(notice: Notice): Document
}

export const isForPeople = (event: Event): event is NoticeView['event'] => event !== 'denied' && event !== 'alarm'

export async function matterOf(deps: Deps, about: string): Promise<Matter | undefined> {
  const request = await requests.load(deps.db, about)
  return request ? ofRequest(deps, request) : ofAlarm(deps, about)
}

async function ofRequest(deps: Deps, request: NonNullable<Awaited<ReturnType<typeof requests.load>>>): Promise<Matter> {
  const { employeeId: subject, number, facts, kind } = request
  const lostPhone = kind === 'lost-phone'
  const { helpdesk } = deps.settings.company
  const name = (await nameOf(deps, subject)) ?? facts.name ?? subject
  const view: Matter['view'] = ({ event, recipient, writtenAt: at }, timezone) =>
    recipient === 'security' || !isForPeople(event) ? undefined : { event, to: recipient, lostPhone, number, name, helpdesk, at, timezone }
  return {
    subject,
    number,
    view,
    toChat(reader, notice, timeZone) {
      const forPeople = view(notice, timeZone)
      if (forPeople) return noticeCard(reader, forPeople)
      const { event, reason, writtenAt } = notice
      return alarmCard(reader, { kind: event, number, name, reason, at: writtenAt, timeZone })
    },
    // Facts alone: the receiver knows where to reach whom, and we keep no number of anybody's.
    toWebhook: ({ id, event, recipient, reason, writtenAt: at }) => ({
      id,
      kind: `escalation.${event}`,
      at,
      facts: { request: number, for: recipient, employeeId: subject, ...(reason ? { reason } : {}) },
    }),
  }
}

async function ofAlarm(deps: Deps, id: string): Promise<Matter | undefined> {
  const alarm = await alarms.load(deps.db, id)
  if (!alarm) return undefined
  const { kind, number, subjectId, agentId, reason, raisedAt } = alarm
  const [name, agent] = await Promise.all([nameOf(deps, subjectId), nameOf(deps, agentId)])
  return {
    subject: subjectId,
    number,
    view: () => undefined,
    toChat: (reader, _, timeZone) => alarmCard(reader, { kind, number, name, agent, reason, at: raisedAt, timeZone }),
    toWebhook: (notice) => ({
      id: notice.id,
      kind: `alarm.${kind}`,
      at: raisedAt,
      facts: {
        ...(number === undefined ? {} : { request: number }),
        ...(subjectId ? { employeeId: subjectId } : {}),
        ...(agentId ? { agentId } : {}),
        ...(reason ? { reason } : {}),
      },
    }),
  }
}
