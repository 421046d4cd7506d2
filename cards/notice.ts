// What the owner of an account and their manager read when somebody wants a pass for it: in a chat with a button that stops it, or in a
// mail that says whom to call. Never a link. Words: content/ under `notice.…`.
import type { Card, Helpdesk, Reader } from './card.ts'
import { message, press } from './compose.ts'
import type { MessageId } from './content/content.ts'
import { dateLocale, language } from './content/language.ts'
import { ours, plain } from './plain.ts'
import { helpdeskName } from './step.ts'
import { saidMoment } from './when.ts'

export interface NoticeView {
  event: 'requested' | 'approved' | 'issued' | 'passkey' | 'closed' | 'asked'
  to: 'person' | 'manager'
  /** Nobody asked for a pass: they said that a phone is gone, and that may lead to one. */
  lostPhone?: boolean
  number: number
  /** Whose account it is about; told to who else reads of it. */
  name?: string
  helpdesk: Helpdesk
  at: Date
  timezone?: string
}

export interface NoticePressedView {
  say: 'stopped' | 'too-late' | 'not-yours' | 'passed-on'
  name?: string
  helpdesk: Helpdesk
}

const valuesOf = (reader: Reader, { number, name, helpdesk, at, timezone }: NoticeView) => ({
  name: name === undefined ? undefined : plain(name),
  helpdesk: helpdeskName(helpdesk),
  number: ours(String(number)),
  when: ours(saidMoment(at, dateLocale(reader.locale), timezone)),
})

/** To whom the account belongs it is "your account"; a name there would read as if it were somebody else's. */
function whatHappened({ event, to, lostPhone }: NoticeView): MessageId {
  const what = event === 'requested' && lostPhone ? 'lost' : event
  return to === 'person' && what !== 'asked' ? `notice.own-${what}` : `notice.${what}`
}

const told = (view: NoticeView, closing: MessageId): MessageId[] => [whatHappened(view), 'notice.which', closing]

export function notice(reader: Reader, view: NoticeView): Card {
  const { event, to, helpdesk } = view
  const values = valuesOf(reader, view)
  if (event === 'asked') {
    const rows = [[press('they-told-me', 'escalation.known'), press('they-did-not', 'escalation.not-me')]]
    return message(reader, ['notice.asked', 'notice.which'], { values, rows })
  }
  const stop = press(to === 'person' ? 'not-me' : 'looks-wrong', 'escalation.not-me')
  return message(reader, told(view, `notice.${to}`), { values, contact: helpdesk, rows: [[stop]] })
}

/** On the button with which a manager signs in once more before their word counts. */
export const signInAgain = (locale: string): string => language(locale).words.frame['sign-in-again']

/** Subject and plain text. */
export function noticeMail(reader: Reader, view: NoticeView): { subject: string; text: string } {
  const closing: MessageId = `notice.${view.to}-mail`
  const { text } = message(reader, told(view, closing), { values: valuesOf(reader, view), contact: view.helpdesk, exits: 'none' })
  const { title = '' } = language(reader.locale).words.messages[closing]
  return { subject: title, text: text.split('\n').slice(1).join('\n\n') }
}

/** After the button: what came of it. */
export function noticePressed(reader: Reader, { say, name, helpdesk }: NoticePressedView): Card {
  const values = { helpdesk: helpdeskName(helpdesk), name: name === undefined ? undefined : plain(name) }
  return message(reader, `notice.${say}`, { values, contact: say === 'passed-on' ? undefined : helpdesk })
}
