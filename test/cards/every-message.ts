// Every message there is: each sample of each card, and each step, help and topic on each platform.
import { readdirSync, readFileSync } from 'node:fs'
import type { Platform } from '../../bot/people.ts'
import { catalogue, questions } from '../../bot/trouble/catalogue.ts'
import type { Card, Need, Reader } from '../../cards/card.ts'
import * as cards from '../../cards/cards.ts'
import { leadIds, stepIds, topicIds } from '../../cards/content/content.ts'
import { partsOf } from './parts.ts'

export const platforms: Platform[] = (['iphone', 'samsung', 'pixel', 'android'] as const).flatMap((phone): Platform[] =>
  phone === 'iphone' ? ['iphone-18', 'iphone-17', 'iphone'] : [`${phone}-15`, `${phone}-14`, phone],
)

export interface Message {
  /** Card and variant, and the platforms that read the very same words. */
  name: string
  card: Card
  cardName: string
}

type AnyCard = (reader: Reader, view: object) => Card
export const functions = cards as unknown as Record<string, AnyCard>
const samplesFolder = new URL('../../cards/samples/', import.meta.url)

export const samples = new Map(
  readdirSync(samplesFolder).map((file) => [
    file.replace('.json', ''),
    JSON.parse(readFileSync(new URL(file, samplesFolder), 'utf8'), revive),
  ]),
) as Map<string, Record<string, object>>

export function everyMessage(locale: string): Message[] {
  const reader = { cardId: 'card-1', locale }
  const fromSamples = [...samples].flatMap(([cardName, variants]) =>
    Object.entries(variants).map(([variant, view]) => ({ name: `${cardName} · ${variant}`, cardName, card: draw(cardName, reader, view) })),
  )
  return [...fromSamples, ...everyPlatform(reader), ...everyTrouble(reader)]
}

/** Each question with all its answers, and each help of the catalogue as its row gives it, on an iPhone and on an Android. */
function everyTrouble(reader: Reader, again = false): Message[] {
  const { helpdesk } = (samples.get('troubleHelp')?.hand ?? {}) as { helpdesk?: object }
  const asked = questions.map(({ id, answers }) => ({
    name: `troubleQuestion · ${id}`,
    cardName: 'troubleQuestion',
    card: draw('troubleQuestion', reader, { question: id, answers: answers.map((answer) => answer.id) }),
  }))
  const helps = [
    ...catalogue.flatMap((row) => row.help.map((help) => ({ row, help }))),
    { row: { id: 'unknown', class: 'H' }, help: 'trouble.unknown' },
  ]
  const told = new Map<string, Message>()
  for (const { row, help } of helps.filter(({ help: key }) => !key.startsWith('stop.'))) {
    const how = again ? 'again' : row.class.startsWith('U') ? 'try' : 'hand'
    for (const platform of ['iphone-18', 'samsung-14'] as const) {
      const card = draw('troubleHelp', reader, { help, row: row.id, platform, how, helpdesk })
      told.set(`${how}\n${help}\n${partsOf(card).paragraphs}`, {
        name: `troubleHelp · ${help} · ${how} · ${platform}`,
        cardName: 'troubleHelp',
        card,
      })
    }
  }
  return again ? [...told.values()] : [...asked, ...told.values()]
}

/** Each step after each lead, the longest a step can get, and each help said again. Measured, but not printed. */
export function everyLead(locale: string): Message[] {
  const sampled = samples.get('step') ?? {}
  const views = leadIds.flatMap((lead) =>
    stepIds.flatMap((stepId) => platforms.map((platform) => ({ number: 3, total: 8, ...sampled[stepId], lead, stepId, platform }))),
  )
  const leads = views.map((view) => ({
    name: `step · ${view.stepId} · ${view.platform} · ${view.lead}`,
    cardName: 'step',
    card: draw('step', { cardId: 'card-1', locale }, view),
  }))
  return [...leads, ...everyTrouble({ cardId: 'card-1', locale }, true)]
}

const everything: Need[] = ['screen-reader', 'no-square-code', 'no-face-finger', 'no-calls']
const reach = { name: 'the IT helpdesk', phone: '+49 30 1234-500', mail: 'help@contoso.com' }

/** Each step, and each card that leads to a person, for somebody who needs all there is to need. Measured, but not printed. */
export function everyNeed(locale: string): Message[] {
  const reader: Reader = { cardId: 'card-1', locale, needs: everything }
  const steps = stepIds.flatMap((stepId) => platforms.map((platform) => ({ stepId, platform })))
  const persons = Object.entries(samples.get('person') ?? {})
  return [
    ...steps.map(({ stepId, platform }) => ({
      name: `step · ${stepId} · ${platform} · every need`,
      cardName: 'step',
      card: draw('step', reader, { number: 3, total: 8, ...samples.get('step')?.[stepId], stepId, platform, helpdesk: reach }),
    })),
    ...persons.map(([variant, view]) => ({
      name: `person · ${variant} · every need`,
      cardName: 'person',
      card: draw('person', reader, view),
    })),
  ]
}

export function draw(cardName: string, reader: Reader, view: object): Card {
  const make = functions[cardName]
  if (make === undefined) throw new Error(`cards/samples/${cardName}.json belongs to no card function`)
  return make(reader, view)
}

function everyPlatform(reader: Reader): Message[] {
  const sampled = samples.get('step') ?? {}
  const steps = stepIds.flatMap((stepId) =>
    platforms.map((platform) => ({
      cardName: 'step',
      what: `step · ${stepId}`,
      platform,
      card: draw('step', reader, { number: 3, total: 8, ...sampled[stepId], stepId, platform }),
    })),
  )
  const help = stepIds.flatMap((stepId) =>
    [false, true].flatMap((again) =>
      platforms.map((platform) => ({
        cardName: 'stepHelp',
        what: `stepHelp · ${stepId}${again ? ' · again' : ''}`,
        platform,
        card: draw('stepHelp', reader, { stepId, platform, again }),
      })),
    ),
  )
  const topics = topicIds.flatMap((topic) =>
    platforms.map((platform) => ({
      cardName: 'topic',
      what: `topic · ${topic}`,
      platform,
      card: draw('topic', reader, { topic, platform }),
    })),
  )
  const same = new Map<string, { what: string; cardName: string; card: Card; read: Platform[] }>()
  for (const { what, cardName, card, platform } of [...steps, ...help, ...topics]) {
    const key = `${what}\n${card.text}`
    const known = same.get(key)
    if (known === undefined) same.set(key, { what, cardName, card, read: [platform] })
    else known.read.push(platform)
  }
  return [...same.values()].map(({ what, cardName, card, read }) => ({
    name: `${what} · ${read.length === platforms.length ? 'every phone' : read.join(', ')}`,
    cardName,
    card,
  }))
}

function revive(key: string, value: unknown): unknown {
  return ['until', 'againAt', 'date', 'now', 'opensAt', 'at'].includes(key) && typeof value === 'string' ? new Date(value) : value
}
