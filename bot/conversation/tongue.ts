import { language } from '../../cards/content/language.ts'
import type { Settings } from '../settings.ts'

/** The locale to write to somebody in: their own where the company has chosen that language, else the company's first. */
export function tongue({ languages }: Pick<Settings, 'languages'>, locale: string): string {
  return languages.includes(language(locale).locale) ? locale : (languages[0] ?? 'en')
}
