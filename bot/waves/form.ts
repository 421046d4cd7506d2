// From what an organiser filled in to a draft, or to what is wrong with it.
import { locales } from '../../cards/content/language.ts'
import type { Deps } from '../deps.ts'
import { cut, isDay } from '../from-outside.ts'
import { isTimeZone } from '../time-zone.ts'
import { checkOwn, isAllowedAddress, type Wrong } from './check.ts'
import { type Content, emptyAudience, type Kind, kinds, type Wave } from './wave.ts'
import type { Draft } from './wave-store.ts'

export type Values = Record<string, string>
type Read = Omit<Draft, 'id'>

const linesOf = (text = '') =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
const address = /^[^\s@<>",;]{1,64}@[a-z0-9.-]{1,190}$/i
/** As mail programs copy them: "Ines Moreau <ines@contoso.com>", in quotation marks, with a mark of their own; an apostrophe is part of many a name. */
const addressesIn = (text: string) =>
  text.split(/[\s,;"<>()]+/).flatMap((part) => (part.includes('@') ? part.replace(/^'+|'+$/g, '').replace(/^mailto:/i, '') : []))

export async function readForm(deps: Deps, values: Values): Promise<{ draft: Read } | { wrong: Wrong[] }> {
  const wrong: Wrong[] = []
  const value = (name: string) => values[name]?.trim() ?? ''
  const name = cut(value('name'), 80)
  if (name === '') wrong.push({ id: 'name' })
  const kind = kinds.find((one) => one === value('kind'))
  if (!kind) wrong.push({ id: 'kind' })
  const audience = await readAudience(deps, values, wrong)
  const words = readWords(deps, values, kind, wrong)
  const startAt = await readStart(deps, value('start'), value('zone') || deps.settings.waves.zone, wrong)
  const reminders = readReminders(value('after'), value('times'), wrong)
  if (wrong.length > 0 || !kind) return { wrong }
  const content = { kind, ...words, ...(reminders ? { reminders } : {}) }
  return { draft: { name, content, audience, ...(startAt ? { startAt } : {}) } }
}

/** What recipients read, apart from which announcement it is. What is wrong with it is added to `wrong`. */
export function readWords(deps: Deps, values: Values, kind: Kind | undefined, wrong: Wrong[]): Omit<Content, 'kind'> {
  const value = (name: string) => values[name]?.trim() ?? ''
  const own = readOwn(value('own'), wrong)
  const requiredFrom = kind === 'required' ? readDay(value('required-from'), wrong) : undefined
  const link = readAddress(deps, 'link', value('link'), wrong)
  const picture = readAddress(deps, 'picture', value('picture'), wrong)
  const alt = cut(value('alt'), 200)
  if (picture && alt === '') wrong.push({ id: 'alt' })
  // It is read aloud: what may not stand in the words may not stand there either.
  const found = checkOwn('alt', alt)
  if (found) wrong.push({ ...found, text: found.id === 'own-link' ? 'what the picture shows' : found.text })
  return {
    own,
    ...(requiredFrom ? { requiredFrom } : {}),
    ...(link ? { link: { url: link } } : {}),
    ...(picture ? { picture: { url: picture, alt } } : {}),
  }
}

async function readAudience(deps: Deps, values: Values, wrong: Wrong[]) {
  const groups = await findAll(deps, linesOf(values.groups), 'groups', wrong)
  const minus = await findAll(deps, linesOf(values.minus), 'minus', wrong)
  const pasted = addressesIn(values.addresses ?? '')
  const bad = pasted.find((one) => !address.test(one))
  if (bad) wrong.push({ id: 'address', text: bad })
  if (groups.length === 0 && pasted.length === 0 && wrong.length === 0) wrong.push({ id: 'nobody' })
  return { ...emptyAudience, groups, minus, addresses: [...new Set(pasted.map((one) => one.toLowerCase()))] }
}

/** Each is asked for on its own. */
const mostGroups = 50

/** All of them or an error: of groups to leave out, none may be passed over. */
async function findAll({ directory }: Deps, names: string[], field: 'groups' | 'minus', wrong: Wrong[]) {
  if (names.length > mostGroups) {
    wrong.push({ id: field === 'minus' ? 'minus-many' : 'groups-many' })
    return []
  }
  const found = await Promise.all(
    names.map(async (name) => {
      const answer = await directory.findGroups(name)
      if (!answer.ok) return void wrong.push({ id: 'entra' })
      const exact = answer.value.filter((group) => group.name.toLowerCase() === name.toLowerCase())
      const [group, ...others] = exact.length === 1 ? exact : answer.value
      if (!group) return void wrong.push({ id: 'group-none', text: name })
      if (others.length > 0) return void wrong.push({ id: 'group-many', text: name, names: answer.value.map((one) => one.name).join(', ') })
      return group
    }),
  )
  return found.filter((group) => group !== undefined)
}

function readOwn(text: string, wrong: Wrong[]): Record<string, string> {
  const own: Record<string, string> = {}
  for (const line of linesOf(text)) {
    const [, language = '', words = ''] = /^([a-z]{2}(?:-[A-Za-z]{2})?)\s*[:：]\s*(\S.*)$/.exec(line) ?? []
    const locale = locales.find((one) => one.toLowerCase() === language.toLowerCase() || one.split('-')[0] === language.toLowerCase())
    if (!locale) wrong.push({ id: 'own-language', text: line })
    else {
      const found = checkOwn(locale, words)
      if (found) wrong.push(found)
      else own[locale] = words
    }
  }
  return own
}

function readDay(text: string, wrong: Wrong[]): string | undefined {
  if (text === '') return void wrong.push({ id: 'date-missing' })
  if (isDay(text)) return text
  return void wrong.push({ id: 'date', text })
}

function readAddress({ settings }: Deps, id: 'link' | 'picture', text: string, wrong: Wrong[]): string | undefined {
  if (text === '') return undefined
  if (isAllowedAddress(text, settings.waves.linkHosts)) return text
  return void wrong.push({ id, text })
}

/** A time where the organiser says; SQL knows the zones and their summer times. */
async function readStart({ db }: Deps, text: string, zone: string, wrong: Wrong[]): Promise<Date | undefined> {
  if (!isTimeZone(zone)) return void wrong.push({ id: 'zone', text: zone })
  if (text === '') return undefined
  const [, date = '', time = ''] = /^(\d{4}-\d{2}-\d{2})[ T](([01]?\d|2[0-3]):[0-5]\d)$/.exec(text) ?? []
  if (!isDay(date)) return void wrong.push({ id: 'start', text })
  const [row] = await db.query<{ at: Date }>('select ($1::date + $2::time) at time zone $3 as at', [date, time, zone])
  return row?.at
}

function readReminders(after: string, times: string, wrong: Wrong[]) {
  if (after === '' && times === '') return undefined
  const [afterDays, count] = [Number(after), Number(times || '1')]
  const whole = (value: number, most: number) => Number.isInteger(value) && value >= 1 && value <= most
  if (whole(afterDays, 60) && whole(count, 5)) return { afterDays, times: count }
  return void wrong.push({ id: 'reminders' })
}

/** A draft as it was filled in, to change it; its start as the clock of `zone` says. */
export function valuesOf({ name, content, audience, startAt }: Wave, zone: string): Values {
  const names = (groups: { name: string }[]) => groups.map((group) => group.name).join('\n')
  return {
    name,
    kind: content.kind,
    groups: names(audience.groups),
    minus: names(audience.minus),
    addresses: audience.addresses.join('\n'),
    own: Object.entries(content.own)
      .map(([language, words]) => `${language}: ${words}`)
      .join('\n'),
    'required-from': content.requiredFrom ?? '',
    link: content.link?.url ?? '',
    picture: content.picture?.url ?? '',
    alt: content.picture?.alt ?? '',
    // Swedish writes a time as the form asks for it: 2027-03-01 09:00.
    start: startAt ? startAt.toLocaleString('sv', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' }) : '',
    zone: startAt ? zone : '',
    after: String(content.reminders?.afterDays ?? ''),
    times: String(content.reminders?.times ?? ''),
  }
}
