// Short answers to what people ask and object, and the way back to where they were.
import type { Alternative, Card, Reader } from './card.ts'
import { message, press } from './compose.ts'
import { type Language, language } from './content/language.ts'
import { setting } from './plain.ts'
import { helpdeskName, wording } from './step.ts'
import type { AnswerView, NoteView } from './views.ts'

export type { NoteId } from './views.ts'

export function answer(reader: Reader, view: AnswerView): Card {
  const next = { 'what-is-it': 'privacy', privacy: 'is-this-real', 'is-this-real': 'what-is-it' } as const
  const values = { site: own(view.site), word: own(view.word), council: wording(view.council) }
  const rows = [[...goOn(view), press(next[view.about], 'conversation.ask', next[view.about])]]
  return message(reader, `answer.${view.about}`, { values, rows })
}

/** A short answer to something that is no step, and the way back to it. */
export function note(reader: Reader, view: NoteView): Card {
  const { note: id, helpdesk, council, alternatives = [] } = view
  const values = { helpdesk: helpdeskName(helpdesk), council: wording(council) }
  const list = waysIn(language(reader.locale), alternatives)
  return message(reader, `note.${id}`, { values, list, rows: [goOn(view)] })
}

const goOn = ({ done }: { done?: boolean }) => (done ? [] : [press('go-on', 'journey.show')])

/** What the company offers to those who do not use their phone. */
export const waysIn = ({ words, say }: Language, ways: Alternative[]) =>
  ways.map(({ kind, how }) => say(words.frame.alternative, { name: setting(words.alternatives[kind]), how: wording(how) }) ?? '')

const own = (text: string | undefined) => (text === undefined ? undefined : setting(text, 80))
