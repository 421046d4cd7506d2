// How somebody wants to be written to: the language, that of their phone, and what to keep in mind. By card or in words.
import type { Need } from '../../cards/card.ts'
import * as cards from '../../cards/cards.ts'
import { locales } from '../../cards/content/language.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../refusal.ts'
import * as people from './person-store.ts'
import { readerOf, tongue } from './tongue.ts'
import type { Answering, Person, Reply, Turn } from './turn.ts'

const allNeeds: readonly Need[] = ['screen-reader', 'no-square-code', 'no-face-finger', 'no-calls']

/** Named in words, chosen on the card, or neither: then they are asked. */
export const changeLanguage =
  (deps: Deps): Answering =>
  async (turn) => {
    if (turn.wish?.screen !== undefined) return keepScreen(turn.person, turn.about, turn.wish.screen)
    const wanted = turn.choice ?? turn.wish?.language
    const { languages } = deps.settings
    if (turn.choice !== undefined && turn.choice !== 'automatic' && !locales.includes(turn.choice)) throw new Refusal(400, 'choice')
    if (wanted === 'automatic') return keepLanguage(deps, turn, null)
    if (wanted !== undefined && languages.includes(wanted)) return keepLanguage(deps, turn, wanted)
    const [only = 'en'] = languages
    if (languages.length === 1) return { card: 'oneLanguage', about: turn.about, draw: (reader) => cards.oneLanguage(reader, { only }) }
    return { card: 'chooseLanguage', about: turn.about, draw: (reader) => cards.chooseLanguage(reader, { languages, unknown: wanted }) }
  }

/** Answered in the language that they will read from now on. */
function keepLanguage({ settings }: Deps, { person, about }: Turn, chosen: string | null): Reply {
  const locale = tongue(settings, chosen ?? person.teamsLocale)
  return {
    card: 'languageSet',
    about,
    draw: (reader) => cards.languageSet({ ...reader, locale }, { to: chosen === null ? 'automatic' : 'chosen' }),
    alongside: (tx) => people.chooseLanguage(tx, person.id, chosen),
  }
}

export const changePhoneLanguage =
  (_deps: Deps): Answering =>
  async ({ person, about, choice }) => {
    if (choice === undefined) return { card: 'choosePhoneLanguage', about, draw: (reader) => cards.choosePhoneLanguage(reader, {}) }
    if (choice !== 'automatic' && !locales.includes(choice)) throw new Refusal(400, 'choice')
    return keepScreen(person, about, choice === 'automatic' ? null : choice)
  }

const keepScreen = (person: Person, about: string | undefined, screen: string | null): Reply => ({
  card: 'phoneLanguageSet',
  about,
  draw: (reader) => cards.phoneLanguageSet(reader, { screen: screen ?? reader.locale }),
  alongside: (tx) => people.chooseScreen(tx, person.id, screen),
})

/** A press says one thing, words may say several; without either, what is kept is shown and can be changed. */
export const changeNeeds =
  (deps: Deps): Answering =>
  async ({ person, about, choice, wish }) => {
    const said = choice === undefined ? (wish?.needs ?? []) : [choice]
    if (said.some((one) => one !== 'none' && !allNeeds.includes(one.replace(/^without-/, '') as Need))) throw new Refusal(400, 'choice')
    const kept = said.includes('none') ? [] : allNeeds.filter((need) => isKept(person.needs, said, need))
    return {
      card: 'needs',
      about,
      draw: ({ cardId }) => cards.needs(readerOf(deps.settings, { ...person, needs: kept }, cardId), { kept }),
      alongside: (tx) => people.keepNeeds(tx, person.id, kept),
    }
  }

const isKept = (before: readonly Need[], said: string[], need: Need) =>
  said.includes(need) || (before.includes(need) && !said.includes(`without-${need}`))
