// Counts how well messages are understood: the share that is right, macro-F1, and urgent ones that were missed.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Intent, intents, urgent } from '../../bot/trouble/intents.ts'
import type { Understand } from '../../bot/trouble/understanding.ts'

export interface Message {
  text: string
  intent: Intent
  lang: string
}

export interface Figures {
  messages: number
  /** Share understood as what was meant. */
  right: number
  macroF1: number
  /** Share understood rightly, or with the right reading on a button. */
  offered: number
  /** Share answered with a question. */
  unsure: number
  urgent: number
  /** Urgent messages understood as something that is not urgent, or as nothing. */
  missed: number
  /** Messages that are not urgent, taken for urgent. */
  falseAlarms: number
}

export const linesIn = (path: string): Message[] =>
  readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => ({ lang: 'en', ...JSON.parse(line) }))

/**
 * Written after the first sayings and the concepts, three or more for each intent and language. Not fully blind any more: later sayings
 * were written by an author who knew them (near copies were dropped), and settings were chosen with their totals in view. In the languages
 * other than English many say the same thing. The last lines of each file are newer and harder, written after the sayings that stand here
 * now: what people tell around a matter instead of naming it. Do not tune to single lines; messages of other writers are worth more.
 */
export const blindMessages = (): Message[] =>
  readdirSync(join(import.meta.dirname, 'blind')).flatMap((name) =>
    linesIn(join(import.meta.dirname, 'blind', name)).map((line) => ({ ...line, lang: name.replace('.jsonl', '') })),
  )

/** The shared development set, when its folder is named in UNLOCK_EXAMPLES_DIR. */
export function developmentMessages(): Message[] | undefined {
  const folder = process.env.UNLOCK_EXAMPLES_DIR
  return folder ? linesIn(join(folder, 'utterances-dev.jsonl')) : undefined
}

export function figuresOf(messages: readonly Message[], understand: Understand): Figures {
  const answers = messages.map(({ text, intent, lang }) => ({ meant: intent, ...understand(text, { lang }) }))
  const share = (count: number) => (answers.length === 0 ? 0 : count / answers.length)
  const isUrgent = (intent: Intent | null) => intent !== null && urgent.has(intent)
  return {
    messages: answers.length,
    right: share(answers.filter(({ meant, intent }) => intent === meant).length),
    macroF1: macroF1(answers),
    offered: share(
      answers.filter(({ meant, intent, choices }) => intent === meant || choices.some((each) => each.intent === meant)).length,
    ),
    unsure: share(answers.filter(({ intent }) => intent === null).length),
    urgent: answers.filter(({ meant }) => isUrgent(meant)).length,
    missed: answers.filter(({ meant, intent }) => isUrgent(meant) && !isUrgent(intent)).length,
    falseAlarms: answers.filter(({ meant, intent }) => !isUrgent(meant) && isUrgent(intent)).length,
  }
}

function macroF1(answers: readonly { meant: Intent; intent: Intent | null }[]): number {
  const present = intents.filter((each) => answers.some(({ meant }) => meant === each))
  const f1 = present.map((each) => {
    const right = answers.filter(({ meant, intent }) => meant === each && intent === each).length
    const wrong = answers.filter(({ meant, intent }) => (meant === each) !== (intent === each)).length
    return (2 * right) / (2 * right + wrong)
  })
  return f1.reduce((sum, each) => sum + each, 0) / present.length
}
