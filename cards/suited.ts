// Makes a card suit who reads it: what somebody told us that they need holds for every message that has to do with it.
import type { Helpdesk, Need } from './card.ts'
import type { Parts } from './compose.ts'
import type { Language } from './content/language.ts'

export function suited(spoken: Language, needs: readonly Need[], parts: Parts): Parts {
  if (needs.length === 0) return parts
  const needed = new Set(needs)
  const numbers = needed.has('screen-reader') && parts.deeds
  const pin = needed.has('no-face-finger') && parts.unlocks ? [spoken.words.suited.pin] : []
  return {
    ...parts,
    paragraphs: [...(numbers ? numbered(spoken, parts.paragraphs) : parts.paragraphs), ...pin],
    // The link beside it leads to the same place.
    picture: needed.has('no-square-code') || needed.has('screen-reader') ? undefined : parts.picture,
    ...(needed.has('no-calls') && parts.contact ? withoutCall(spoken, parts.contact, parts.facts) : {}),
  }
}

/** One thing a line, with its number: what a screen reader can go back to. A Markdown list would lose the number. */
function numbered(spoken: Language, paragraphs: string[]): string[] {
  const sentences = new Intl.Segmenter(spoken.locale, { granularity: 'sentence' })
  const count = new Intl.NumberFormat(spoken.locale, { numberingSystem: 'latn' })
  return paragraphs
    .flatMap((paragraph) => [...sentences.segment(paragraph)].map(({ segment }) => segment.trim()))
    .filter((sentence) => sentence !== '')
    .map((sentence, index) => {
      const number = count.format(index + 1)
      return spoken.words.frame.numbered.replace('{number}', () => number).replace('{text}', () => sentence)
    })
}

/** Mail and place without the number; where there is nothing but the number, who may call it. */
function withoutCall({ words }: Language, contact: Helpdesk, facts: Parts['facts'] = []): Partial<Parts> {
  const { phone: _, ...quiet } = contact
  const other = contact.mail !== undefined || contact.place !== undefined
  const value = other ? words.suited['no-calls'] : words.suited['call-for-you']
  return { contact: other ? quiet : contact, facts: [...facts, { name: words.frame.phone, value }] }
}
