// From a person's own words to what they mean. Pure: phrases and what was learned are read once, when this file is loaded.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Intent } from './intents.ts'
import { readLearned } from './learned.ts'
import { readPhrasebook } from './phrasebook.ts'
import { evidenceFor, understanding } from './understanding.ts'

const book = readPhrasebook(join(import.meta.dirname, 'phrases'))
const learned = readLearned(readFileSync(join(import.meta.dirname, 'learned.bin')))

/**
 * What the person means, by the phrases it holds, what was learned from sayings, and the precedence of the intents.
 * `intent` is null when unsure; `choices` are then the best guesses, at most 3, best first, and may be none.
 * Otherwise `choices` are the other meanings worth offering; the chosen one is not among them.
 */
export const understand = understanding(book, learned)

/** Why: what was learned that speaks for an intent here. For people who look after the phrases, not for the running bot. */
export const evidenceOf = (text: string, intent: Intent): string[] => evidenceFor(book, learned, text, intent)
