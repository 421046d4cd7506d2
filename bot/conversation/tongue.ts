import type { CardId, Reader } from '../../cards/card.ts'
import type { RefusalId } from '../../cards/content/content.ts'
import { language } from '../../cards/content/language.ts'
import type { Settings } from '../settings.ts'
import type { Person } from './turn.ts'

/** The locale to write to somebody in: their own where the company has chosen that language, else the company's first. */
export function tongue({ languages }: Pick<Settings, 'languages'>, locale: string): string {
  return languages.includes(language(locale).locale) ? locale : (languages[0] ?? 'en')
}

/** What Teams shows below a button that is refused. A sentence, for people at work on Unlock, stays as it is. */
export function refusalText(settings: Pick<Settings, 'languages'>, locale: string, why: string): string {
  const { refusals } = language(tongue(settings, locale)).words
  return Object.hasOwn(refusals, why) ? refusals[why as RefusalId] : why
}

/** Who reads a card, as far as cards differ by it. */
export function readerOf(settings: Pick<Settings, 'languages'>, { locale, screen, needs }: Person, cardId: CardId): Reader {
  return { cardId, locale: tongue(settings, locale), ...(screen ? { screen } : {}), needs }
}
