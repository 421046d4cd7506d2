// Who is told what of a request without having asked, by which channel. Shapes only; notice-store.ts keeps them, notify.ts sends them.
import type { EmployeeId } from '../people.ts'

/** `denied`: an agent was refused at an account that needs special care. `asked`: the manager is asked what they know. */
export type Event = 'requested' | 'approved' | 'issued' | 'passkey' | 'closed' | 'denied' | 'asked' | 'alarm'
export type Recipient = 'person' | 'manager' | 'security'
export type Channel = 'chat' | 'mail' | 'webhook'

/** Where one notice goes. */
export interface Way {
  recipient: Recipient
  channel: Channel
  employeeId?: EmployeeId
  address?: string
}

/** Entra gave no answer: found out when it does. */
export interface Unresolved {
  recipient: Recipient
  channel?: undefined
}

export interface Notice {
  id: string
  escalationId?: string
  alarmId?: string
  event: Event
  recipient: Recipient
  state: 'unresolved' | 'queued' | 'sending' | 'sent' | 'failed'
  channel?: Channel
  employeeId?: EmployeeId
  address?: string
  /** Of a refusal. */
  reason?: string
  attempts: number
  copies: number
  activityId?: string
  writtenAt: Date
}
