// How people reach a human, as it stands on a card: what the company wrote, part by part.
import type { Helpdesk } from './card.ts'
import { isRightToLeft, type Language, wordingFor } from './content/language.ts'
import { setting } from './plain.ts'

const parts = ['phone', 'mail', 'place', 'hours'] as const

/** What the company left out is not mentioned. */
export function contactFacts({ words, locale }: Language, helpdesk: Helpdesk | undefined): { name: string; value: string }[] {
  return parts.flatMap((part) => {
    const value = helpdesk?.[part]
    return value === undefined ? [] : [{ name: words.frame[part], value: leftToRight(locale, setting(wordingFor(value, locale))) }]
  })
}

/** A number is read from the left in any language; among Arabic its groups would change places without the mark. */
const leftToRight = (locale: string, value: string) => (isRightToLeft(locale) && /^[+(\d]/.test(value) ? `\u200e${value}` : value)
