// Cards about how somebody wants to be written to: in which language, of which phone, and with what in mind.
import type { Card, Need, Reader } from './card.ts'
import { message, type Press, press } from './compose.ts'
import { inDirection, language, locales } from './content/language.ts'
import { ours } from './plain.ts'

/** `unknown` is a language that was asked for and is not among them. */
export function chooseLanguage(reader: Reader, { languages, unknown }: { languages: string[]; unknown?: string }): Card {
  const { choices, frame } = language(reader.locale).words
  const offered = [...languages.map((each) => itself(each, reader.locale)), { title: choices['as-in-teams'], value: automatic }]
  const values = { name: unknown === undefined ? undefined : nameOf(unknown, reader.locale) }
  return message(reader, unknown === undefined ? 'language.choose' : 'language.unknown', {
    ...{ layout: 'choice', choices: offered, choiceLabel: frame['pick-language'], values },
    rows: [[press('go-on', 'conversation.language')]],
  })
}

/** The one language that this company has chosen. */
export const oneLanguage = (reader: Reader, { only }: { only: string }): Card =>
  message(reader, 'language.only', { values: { name: nameOf(only, reader.locale) }, rows: onward })

export const languageSet = (reader: Reader, { to }: { to: 'chosen' | 'automatic' }): Card =>
  message(reader, to === 'chosen' ? 'language.set' : 'language.auto', { rows: [[goOn, press('language', 'conversation.language')]] })

export function choosePhoneLanguage(reader: Reader, _view: Record<string, never>): Card {
  const { choices, frame } = language(reader.locale).words
  return message(reader, 'phone-language.choose', {
    layout: 'choice',
    choices: [...locales.map((each) => itself(each, reader.locale)), { title: choices['as-in-chat'], value: automatic }],
    choiceLabel: frame['pick-language'],
    rows: [[press('go-on', 'conversation.phone-language')]],
  })
}

export const phoneLanguageSet = (reader: Reader, view: { screen: string }): Card =>
  message(reader, 'phone-language.set', { values: { name: nameOf(view.screen, reader.locale) }, rows: [[goOn, askPhoneLanguage]] })

/** Every need is a button: to keep it in mind, or no longer. */
export function needs(reader: Reader, { kept }: { kept: readonly Need[] }): Card {
  const { needs: words } = language(reader.locale).words
  const all = Object.keys(words) as Need[]
  const toggle = (need: Need): Press =>
    kept.includes(need)
      ? press({ words: words[need].unwant }, 'conversation.need', `without-${need}`)
      : press({ words: words[need].want }, 'conversation.need', need)
  const forget = kept.length > 1 ? [[press('forget-needs', 'conversation.need', 'none')]] : []
  return message(reader, kept.length > 0 ? 'needs.kept' : 'needs', {
    list: kept.map((need) => words[need].kept),
    rows: [[goOn], ...all.map((need) => [toggle(need)]), ...forget],
  })
}

export const askPhoneLanguage = press('phone-language', 'conversation.phone-language')
export const askLanguage = press('language', 'conversation.language')
export const askNeeds = press('needs', 'conversation.need')

const automatic = 'automatic'
const goOn = press('go-on', 'journey.show')
const onward = [[goOn]]

const itself = (locale: string, reads: string) => ({ title: inDirection(reads, language(locale).words.ownName), value: locale })

/** A language by its name in another: ours by what they call themselves, for they are to be recognised. */
function nameOf(code: string, locale: string) {
  if (locales.includes(code)) return ours(language(code).words.ownName)
  return ours(new Intl.DisplayNames([language(locale).locale], { type: 'language' }).of(code) ?? code)
}
