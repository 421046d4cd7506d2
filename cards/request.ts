// What an employee reads about their request to the helpdesk. Words: content/ under `request.…`.
import type { Card, Helpdesk, Reader } from './card.ts'
import { message, type Press, press } from './compose.ts'
import { dateLocale, language } from './content/language.ts'
import { ours, plain, setting } from './plain.ts'
import { helpdeskName } from './step.ts'
import { saidTime } from './when.ts'

export type RequestState =
  | `${'asked' | 'urgent' | 'waiting' | 'reopened' | 'taken' | 'get-ready' | 'pass-made' | 'pass-unused' | 'question' | 'passed-on' | 'stopped'}`
  | `${'withdrawn' | 'solved' | 'resolved' | 'declined' | 'expired' | 'not-me'}`

export interface RequestView {
  state: RequestState
  number: number
  phrase: string
  helpdesk: Helpdesk
  /** Who has it, as the directory calls them. */
  agent?: string
  /** What they ask, in their words. */
  question?: string
  /** When the helpdesk opens, where it is closed now. */
  opensAt?: Date
  /** How long they take at most, as the company says. */
  minutes?: number
  /** Whom to reach while it is closed, as the company says. */
  onCall?: string
  timezone?: string
  now?: Date
}

interface Standing {
  state: string
  outcome?: string | null
}

const whileOpen: Record<string, RequestState> = {
  open: 'waiting',
  verifying: 'taken',
  verified: 'get-ready',
  approved: 'get-ready',
  issuing: 'get-ready',
  issued: 'pass-made',
  'issue-unknown': 'taken',
  alarm: 'stopped',
}
// What the helpdesk suspects is not told to who may be the one they suspect (security.md H8).
const whenClosed: Record<string, RequestState> = {
  passkey: 'solved',
  resolved: 'resolved',
  declined: 'declined',
  fraud: 'declined',
  withdrawn: 'withdrawn',
  expired: 'expired',
  'not-me': 'not-me',
}

export const stateFor = ({ state, outcome }: Standing): RequestState =>
  (state === 'closed' ? whenClosed[outcome ?? ''] : whileOpen[state]) ?? 'waiting'

const over: RequestState[] = ['withdrawn', 'solved', 'resolved', 'declined', 'expired', 'not-me', 'stopped']
/** Where people are told to call, they are told how. */
const callable: RequestState[] = ['urgent', 'declined', 'expired', 'not-me', 'stopped']

export function request(reader: Reader, view: RequestView): Card {
  const { state, number, phrase, helpdesk, agent, question, opensAt, minutes, onCall, timezone, now = new Date() } = view
  const when = opensAt && ours(saidTime(opensAt, now, dateLocale(reader.locale), timezone))
  const values = {
    helpdesk: helpdeskName(helpdesk),
    // A number for people to say, not to count with: no separators in it.
    number: ours(String(number)),
    phrase: setting(phrase),
    agent: agent === undefined ? undefined : plain(agent),
    minutes,
    when,
  }
  const goOn = press('go-on', 'journey.show')
  const goOnHere = press('go-on-here', 'journey.show')
  const open = [stillOpen(state), [goOnHere]]
  // The pass waits in their hand for some minutes; what they have to say does not come first then.
  const rows = over.includes(state) ? [[goOn]] : state === 'pass-made' ? open.toReversed() : open
  // What somebody wrote stands apart from our own sentences.
  const list = question === undefined ? [] : [plain(question, 300)]
  // Who has to call now and finds the helpdesk closed needs another number.
  if (state === 'urgent' && opensAt && onCall) list.push(setting(onCall))
  return message(reader, `request.${state}`, { values, list, contact: callable.includes(state) ? helpdesk : undefined, rows })
}

function stillOpen(state: RequestState): Press[] {
  const line = press(state === 'question' ? 'answer-them' : 'add-line', 'escalation.line')
  return state === 'pass-made' ? [line] : [line, press('take-back', 'escalation.withdraw')]
}

export function requestLine(reader: Reader, _view: Record<string, never>): Card {
  const { frame } = language(reader.locale).words
  const field = { name: 'words', label: frame['your-words'], missing: frame['your-words-missing'], lines: 'several', atMost: 300 } as const
  return message(reader, 'request.line', {
    layout: 'form',
    inputs: [field],
    rows: [[press('pass-on', 'escalation.keep-line'), press('never-mind', 'escalation.status')]],
  })
}
