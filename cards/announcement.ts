// What a wave brings: an invitation that says how to check it without asking the bot, and starts the journey in place.
import type { Card, Reader } from './card.ts'
import { message, press } from './compose.ts'
import type { MessageId } from './content/content.ts'
import { dateLocale, language } from './content/language.ts'
import { ours, plain, sentence, setting } from './plain.ts'
import { saidDate } from './when.ts'

export interface AnnouncementView {
  kind: 'invitation' | 'reminder' | 'required'
  firstName?: string
  company: string
  site?: string
  word?: string
  /** The organiser's own words, in place of ours. */
  own?: string
  date?: Date
  link?: { url: string }
  picture?: { url: string; alt: string }
  /** To look at only: nothing can be pressed but the way back to the wave. */
  back?: { title: string; wave: string }
}

export function announcement(reader: Reader, view: AnnouncementView): Card {
  const { words, say } = language(reader.locale)
  const { site, word, own } = view
  const values = {
    firstName: view.firstName === undefined ? undefined : plain(view.firstName, 40),
    company: setting(view.company),
    site: site === undefined ? undefined : setting(site, 80),
    word: word === undefined ? undefined : setting(word, 80),
    own: own === undefined ? undefined : sentence(own, 300),
    date: view.date && ours(saidDate(view.date, dateLocale(reader.locale), 'UTC')),
  }
  // The date by which it is needed is never replaced by somebody's own words.
  const said: MessageId[] =
    own === undefined ? [`announce.${view.kind}`] : ['announce.own', ...(view.kind === 'required' ? (['announce.required'] as const) : [])]
  const host = view.link && URL.parse(view.link.url)?.host
  const asks = [press('start', 'journey.start'), press('is-this-real', 'conversation.ask', 'is-this-real')]
  return message(reader, ['announce', ...said, 'announce.check'], {
    layout: 'announcement',
    title: words.messages[`announce.${view.kind}`].title,
    values,
    ...(view.link && host ? { link: { title: say(words.frame.link, { host: setting(host) }) ?? host, url: view.link.url } } : {}),
    ...(view.picture ? { picture: { url: view.picture.url, alt: sentence(view.picture.alt, 200), text: '' } } : {}),
    ...(view.back ? { rows: [[press({ words: view.back.title }, 'waves.open', view.back.wave)]], exits: 'none' } : { rows: [asks] }),
  })
}
