// Every card an employee gets: one function each, from what it shows to what is sent. Words: content/. Layout: templates/.
import type { Platform } from '../bot/people.ts'
import { waysIn } from './answers.ts'
import type { Card, Helpdesk, PhoneChoice, Reader, StepView } from './card.ts'
import { compose, message, type Press, press, said } from './compose.ts'
import type { MessageId, StepId } from './content/content.ts'
import { dateLocale, language, languageOfReader } from './content/language.ts'
import { ours, plain, setting } from './plain.ts'
import { askLanguage, askNeeds, askPhoneLanguage } from './preferences.ts'
import { helpdeskName, phoneOf, stepId, stepParts, topicId, topicsOf, wordsFor } from './step.ts'
import type { CannotSeeView, DidNotGetView, DoneView, OtherWaysView, PersonView, WelcomeView } from './views.ts'
import { saidDate, saidTime } from './when.ts'

export function welcome(reader: Reader, view: WelcomeView): Card {
  const device = view.device === 'unknown' ? 'computer' : view.device
  const buttons = {
    iphone: [press('this-iphone', 'journey.choose-phone', 'iphone'), press('another-phone', 'journey.change-phone')],
    android: (['samsung', 'pixel', 'android'] as const).map((phone) => press(phone, 'journey.choose-phone', phone)),
    computer: [press('start', 'journey.start')],
  }
  const values = { firstName: name(view.firstName), company: setting(view.company), site: own(view.site), word: own(view.word) }
  return message(reader, ['welcome', `welcome.${device}`], { values, rows: [buttons[device]], more: true })
}

export function choosePhone(reader: Reader, _view: Record<string, never>): Card {
  const phones: PhoneChoice['phone'][] = ['iphone', 'samsung', 'pixel', 'android', 'none']
  const { words } = language(reader.locale)
  const choices = phones.map((phone) => ({ title: words.phones[phone], value: phone }))
  return message(reader, 'choose-phone', { layout: 'choice', choices, rows: [[press('go-on', 'journey.choose-phone')]] })
}

export function step(reader: Reader, view: StepView): Card {
  return compose(reader, stepParts(languageOfReader(reader), view))
}

export function stepHelp(reader: Reader, view: { stepId: string; platform: Platform; again: boolean }): Card {
  const spoken = languageOfReader(reader)
  const { steps, help, exits, messages } = spoken.words
  const id = stepId(view.stepId)
  const back = press('to-the-step', 'journey.show')
  const advice = said(spoken, wordsFor(steps[id].help, view.platform), phoneOf(view.platform))
  if (!view.again) return compose(reader, { title: help.title, paragraphs: advice, deeds: true, rows: [[back], helpOf(id)], more: true })
  // Twice is enough: the person comes first, and only the first thing to try is repeated.
  const person = press({ words: exits.person }, 'conversation.person')
  const paragraphs = [help.again, ...advice.slice(0, 1)]
  return compose(reader, { title: messages['person.stuck'].title, paragraphs, rows: [[person, back], helpOf(id)], exits: 'not-now' })
}

/** What else may be wrong: what the app says, or that their phone speaks another language than this. */
const helpOf = (id: StepId) => [...topicsOf(id), askPhoneLanguage]

export function topic(reader: Reader, view: { topic: string; platform: Platform; helpdesk?: Helpdesk }): Card {
  const spoken = languageOfReader(reader)
  const { title, body } = spoken.words.topics[topicId(view.topic)]
  const paragraphs = said(spoken, wordsFor(body, view.platform), phoneOf(view.platform))
  return compose(reader, { title, paragraphs, deeds: true, contact: view.helpdesk, rows: [[press('to-the-step', 'journey.show')]] })
}

export function notSeen(reader: Reader, view: { helpdesk?: Helpdesk }): Card {
  const [exists, account] = topicsOf('create-passkey')
  const rows = [[press('look-again', 'journey.look')], [exists, account].filter((one) => one !== undefined)]
  return message(reader, 'not-seen', { contact: view.helpdesk, rows, more: true })
}

export function done(reader: Reader, view: DoneView): Card {
  const id = view.how === 'authenticator' && view.already ? 'done.already' : (`done.${view.how}` as const)
  const newPhone = press({ words: language(reader.locale).words.readings.new_phone }, 'conversation.pick', 'new_phone')
  const rows = view.how === 'authenticator' ? [[newPhone]] : []
  return message(reader, id, { values: { firstName: name(view.firstName) }, rows })
}

export const guest = (reader: Reader, _view: Record<string, never>): Card => message(reader, 'guest')
export const disabled = (reader: Reader, _view: Record<string, never>): Card => message(reader, 'disabled')
export const notInScope = (reader: Reader, _view: Record<string, never>): Card => message(reader, 'not-in-scope')

export function notYourTurn(reader: Reader, view: { date?: Date; timezone?: string }): Card {
  const date = view.date && ours(saidDate(view.date, dateLocale(reader.locale), view.timezone))
  return message(reader, 'not-your-turn', { values: { date } })
}

export const unsupportedPhone = (reader: Reader, view: OtherWaysView): Card => otherWays(reader, 'unsupported-phone', view)
export const noSmartphone = (reader: Reader, view: OtherWaysView): Card => otherWays(reader, 'no-smartphone', view)
export const sharedDevice = (reader: Reader, view: OtherWaysView): Card => otherWays(reader, 'shared-device', view)

function otherWays(reader: Reader, id: 'unsupported-phone' | 'no-smartphone' | 'shared-device', view: OtherWaysView): Card {
  const list = waysIn(language(reader.locale), view.alternatives)
  const values = { more: list.length > 0 ? setting('yes') : undefined }
  return message(reader, id, {
    values,
    list,
    contact: view.helpdesk,
    layout: 'step',
    rows: [[press('another-phone', 'journey.change-phone')]],
  })
}

export function person(reader: Reader, { helpdesk, reason = 'asked' }: PersonView): Card {
  const rows = [[press('go-on-here', 'journey.show')]]
  // Who must be quick is told only what to do.
  const ids: MessageId[] = reason === 'urgent' ? ['person.urgent'] : [`person.${reason}`, 'person.honest']
  return message(reader, ids, { values: { helpdesk: helpdeskName(helpdesk) }, contact: helpdesk, rows })
}

export function notNow(reader: Reader, _view: Record<string, never>): Card {
  return message(reader, 'not-now', {
    rows: [(['hour', 'tomorrow', 'week'] as const).map((until) => press(until, 'conversation.snooze', until))],
  })
}

export function snoozed(reader: Reader, view: { until: Date; timezone?: string; now?: Date }): Card {
  const when = ours(saidTime(view.until, view.now ?? new Date(), dateLocale(reader.locale), view.timezone))
  return message(reader, 'snoozed', { values: { when }, rows: [[press('start-now', 'journey.show')]] })
}

export function cannotSee(reader: Reader, view: CannotSeeView): Card {
  const spoken = language(reader.locale)
  const when = view.againAt && ours(saidTime(view.againAt, view.now ?? new Date(), dateLocale(reader.locale), view.timezone))
  const first = view.first && { firstName: name(view.first.firstName), company: setting(view.first.company) }
  const lead = first && said(spoken, spoken.words.messages.welcome.body.slice(0, 1), first)[0]
  return message(reader, `cannot-see.${view.why}`, {
    values: { when },
    layout: lead ? 'step' : 'message',
    lead,
    rows: [[press('to-the-step', 'journey.show')]],
  })
}

export function didNotGet(reader: Reader, view: DidNotGetView): Card {
  const { readings, exits } = language(reader.locale).words
  if (view.personFirst) {
    const goOn = view.done ? [] : [press('go-on', 'journey.show')]
    const rows = [[press({ words: exits.person }, 'conversation.person'), ...goOn]]
    return message(reader, 'did-not-get.person', {
      values: { helpdesk: helpdeskName(view.helpdesk) },
      contact: view.helpdesk,
      rows,
      exits: 'not-now',
    })
  }
  // A reading we have no words for is not offered; the order, most likely first, is the caller's.
  const known = view.readings.filter((intent): intent is keyof typeof readings => Object.hasOwn(readings, intent))
  const picks = known.map((intent): Press => press({ words: readings[intent] }, 'conversation.pick', intent))
  if (picks.length === 0 && view.done) return message(reader, 'did-not-get.done')
  if (picks.length === 0) return message(reader, 'did-not-get.none', { rows: [[press('to-the-step', 'journey.show')]] })
  return message(reader, 'did-not-get', { rows: picks.slice(0, 3).map((pick) => [pick]) })
}

export function more(reader: Reader, _view: Record<string, never>): Card {
  const moves = [press('to-the-step', 'journey.show'), press('go-back', 'journey.back'), press('other-phone', 'journey.change-phone')]
  const asks = [press('what-is-it', 'conversation.ask', 'what-is-it'), press('is-this-real', 'conversation.ask', 'is-this-real')]
  return message(reader, 'more', { rows: [moves, asks, [askLanguage, askPhoneLanguage, askNeeds]] })
}

export const working = (reader: Reader, _view: Record<string, never>): Card => message(reader, 'working')

export function failed(reader: Reader, view: { ref: string }): Card {
  const spoken = language(reader.locale)
  const footer = spoken.say(spoken.words.frame.ref, { ref: plain(view.ref) })
  return message(reader, 'failed', { footer, rows: [[press('go-on', 'journey.show')]] })
}

export { answer, type NoteId, note } from './answers.ts'
export { chooseLanguage, choosePhoneLanguage, languageSet, needs, oneLanguage, phoneLanguageSet } from './preferences.ts'

/** More was said at once than is read; the first that is too many is told so. */
export const tooFast = (reader: Reader, _view: Record<string, never>): Card =>
  message(reader, 'too-fast', { rows: [[press('go-on', 'journey.show')]] })

/** Nothing can be written down, so no button could work: its text alone is sent. */
export const shut = (reader: Reader, { helpdesk }: { helpdesk: Helpdesk }): Card =>
  message(reader, 'shut', { contact: helpdesk, exits: 'none' })

/** For a group or channel: others read along, so it holds nothing about anyone and has no buttons. */
export const inPrivate = (reader: Reader, _view: Record<string, never>): Card => message(reader, 'private', { exits: 'none' })

export { announcement } from './announcement.ts'
export { notice, noticePressed } from './notice.ts'
export { request, requestLine } from './request.ts'
export { stopped, troubleHelp, troubleQuestion } from './trouble.ts'
export { inPrivate as private }

/** Stands where an older card was; the exits are on the one that replaced it. */
export const moved = (reader: Reader, _view: Record<string, never>): Card => message(reader, 'moved', { exits: 'none' })

export function secretShared(reader: Reader, _view: Record<string, never>): Card {
  return message(reader, 'secret-shared', { rows: [[press('go-on', 'journey.show')]] })
}

const name = (text: string | undefined) => (text === undefined || plain(text) === '' ? undefined : plain(text, 40))
const own = (text: string | undefined) => (text === undefined ? undefined : setting(text, 80))
