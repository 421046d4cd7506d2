// Draws the announcement of a wave. Drawn once for each language, then filled in for each reader: drawing costs more than sending.
import { announcement } from '../../cards/announcement.ts'
import type { Card } from '../../cards/card.ts'
import { dateLocale, language } from '../../cards/content/language.ts'
import { plain } from '../../cards/plain.ts'
import { saidDate } from '../../cards/when.ts'
import { tongue } from '../conversation/tongue.ts'
import type { Settings } from '../settings.ts'
import { filled } from './check.ts'
import type { Delivery } from './delivery-store.ts'
import type { Wave } from './wave.ts'

/** Stand for the reader until there is one. No text of ours holds them. */
const someCard = '0c0ffee0-0000-4000-8000-00000000cafe'
const someName = 'Zqxwvkjq'

/** `activity` as JSON, ready to send. */
export type Drawing = Pick<Card, 'offers'> & { activity: string }

export type Draw = (wave: Wave, reader: Pick<Delivery, 'id' | 'name' | 'locale' | 'teamsLocale'>) => Drawing

const most = 200

export function createDraw(settings: Settings): Draw {
  const drawn = new Map<string, { text: string; offers: string[] }>()

  function once(wave: Wave, locale: string, named: boolean) {
    const key = `${wave.id} ${wave.contentHash} ${locale} ${named}`
    const known = drawn.get(key)
    if (known) return known
    const card = cardOf(settings, wave, { cardId: someCard, locale }, named ? someName : undefined)
    const fresh = { text: JSON.stringify(activityOf(card)), offers: card.offers }
    if (drawn.size >= most) drawn.clear()
    drawn.set(key, fresh)
    return fresh
  }

  return (wave, { id, name, locale, teamsLocale }) => {
    const first = plain(name.split(' ')[0] ?? '', 40)
    const { text, offers } = once(wave, tongue(settings, teamsLocale ?? locale ?? 'en'), first !== '')
    const filled = text.replaceAll(someCard, id).replaceAll(someName, () => JSON.stringify(first).slice(1, -1))
    return { activity: filled, offers }
  }
}

/** The announcement in one language. `back`: to look at only. */
export function cardOf(
  settings: Settings,
  { content }: Pick<Wave, 'content'>,
  reader: { cardId: string; locale: string },
  firstName?: string,
  back?: { title: string; wave: string },
): Card {
  const { company } = settings
  const own = content.own[language(reader.locale).locale]
  const date = content.requiredFrom === undefined ? undefined : new Date(content.requiredFrom)
  return announcement(reader, {
    kind: content.kind,
    firstName,
    company: company.name,
    ...company.genuine,
    own:
      own === undefined
        ? undefined
        : filled(own, { firstName, company: company.name, date: date && saidDate(date, dateLocale(reader.locale), 'UTC') }),
    date,
    link: content.link,
    picture: content.picture,
    back,
  })
}

function activityOf({ json, text }: Card) {
  const attachments = [{ contentType: 'application/vnd.microsoft.card.adaptive', content: json }]
  return { type: 'message', summary: text.split('\n', 1)[0] ?? '', speak: text, attachments }
}
