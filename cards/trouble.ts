// Cards for when something goes wrong: a question that tells look-alikes apart, one thing to do, and the stop before any of it.
import type { Platform } from '../bot/people.ts'
import type { Card, Helpdesk, Reader } from './card.ts'
import { compose, type Press, press, said } from './compose.ts'
import type { Content, Paragraphs, TroubleHelpId } from './content/content.ts'
import { language } from './content/language.ts'
import { setting } from './plain.ts'
import { helpdeskName, phoneOf, stepId, topicId, wordsFor } from './step.ts'

export interface QuestionView {
  question: string
  /** The answers that can still be true, in order. */
  answers: string[]
  helpdesk?: Helpdesk
}

/** One question; its answers are equals. */
export function troubleQuestion(reader: Reader, { question, answers }: QuestionView): Card {
  const { trouble } = language(reader.locale).words
  const words = trouble.questions[question] ?? {}
  const picks = answers.map((answer) => press({ words: words[answer] ?? '' }, 'trouble.answer', answer))
  const none = press({ words: trouble.buttons.none }, 'trouble.answer', 'none')
  return compose(reader, { paragraphs: [words.ask ?? ''], rows: [...picks, none].map((one) => [one]) })
}

export interface HelpView {
  /** Key of the words: `trouble.network`, `topics.qr`, `steps.set-screen-lock`, `messages.guest`. */
  help: string
  /** Row of the catalogue, which people at the helpdesk know. */
  row: string
  platform: Platform
  /** try: theirs to do. hand: somebody else has to act. again: tried before, so a person comes first. replace: goes on to a new phone. */
  how: 'try' | 'hand' | 'again' | 'replace'
  helpdesk: Helpdesk
}

export function troubleHelp(reader: Reader, view: HelpView): Card {
  const spoken = language(reader.locale)
  const { trouble, help, exits, messages } = spoken.words
  const { title, body } = helpWords(spoken.words, view.help, view.platform)
  const advice = said(spoken, body, phoneOf(view.platform))
  const back = press('to-the-step', 'journey.show')
  const person = press({ words: exits.person }, 'conversation.person')
  const worked = press({ words: trouble.buttons.worked }, 'trouble.worked')
  const stuck = press({ words: trouble.buttons['still-stuck'] }, 'trouble.stuck')
  const replace = press({ words: trouble.buttons.replace }, 'trouble.replace')
  const footer = spoken.say(spoken.words.frame.ref, { ref: setting(codeOf(view.row)) })
  switch (view.how) {
    case 'try':
      return compose(reader, { title, paragraphs: advice, rows: [[worked, stuck]], more: true })
    case 'replace':
      return compose(reader, { title, paragraphs: advice, rows: [[replace]], more: true })
    case 'again': {
      const paragraphs = [help.again, ...advice.slice(-1)]
      const rows = [[person], [worked, stuck]]
      return compose(reader, { title: messages['person.stuck'].title, paragraphs, contact: view.helpdesk, rows, footer, exits: 'not-now' })
    }
    case 'hand':
      return compose(reader, { title, paragraphs: advice, contact: view.helpdesk, rows: [[person, back]], footer, exits: 'not-now' })
  }
}

/** As it is read out on the phone: QR02. The helpdesk's table has it as QR-02. */
/** As people read it out. */
export const codeOf = (row: string) => row.toUpperCase().replace('-', '')

export interface StoppedView {
  /** risk: Entra says so; the others were told. */
  why: 'risk' | 'blocked' | 'lost' | 'tricked'
  helpdesk: Helpdesk
}

/** No way on from here but a person; it ends when they say that they talked to one, or when Entra sees no risk. */
export function stopped(reader: Reader, { why, helpdesk }: StoppedView): Card {
  const spoken = language(reader.locale)
  const { buttons, stop } = spoken.words.trouble
  const { title, body } = why === 'risk' ? stop.risk : stop.call
  const safe = (choice: 'spoke' | 'have-it' | 'broken'): Press => press({ words: buttons[choice] }, 'trouble.safe', choice)
  const ways = { risk: [press('look-again', 'journey.show')], lost: [safe('spoke'), safe('have-it'), safe('broken')] }
  const rows = [why === 'risk' || why === 'lost' ? ways[why] : [safe('spoke')]]
  return compose(reader, { title, paragraphs: said(spoken, body, { helpdesk: helpdeskName(helpdesk) }), contact: helpdesk, rows })
}

export function helpWords(words: Content, key: string, platform: Platform = 'android'): { title: string; body: Paragraphs } {
  const [kind, ...rest] = key.split('.')
  const id = rest.join('.')
  if (kind === 'topics') return { title: words.topics[topicId(id)].title, body: wordsFor(words.topics[topicId(id)].body, platform) }
  if (kind === 'steps') return { title: words.steps[stepId(id)].title, body: wordsFor(words.steps[stepId(id)].help, platform) }
  const found =
    kind === 'messages'
      ? words.messages[id as 'guest']
      : kind === 'stop'
        ? words.trouble.stop.call
        : words.trouble.help[id as TroubleHelpId]
  if (found === undefined) throw new Error(`"${key}" has no words in cards/content`)
  return { title: found.title ?? '', body: found.body }
}
