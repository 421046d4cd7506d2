// A moment as people say it: "tomorrow, 09:00", in the reader's language and time zone.
import { isTimeZone } from '../bot/time-zone.ts'
import { language } from './content/language.ts'

const day = 86_400_000
/** The digits of the rest of our words; Arabic has others in some countries and not in others. */
const digits = { numberingSystem: 'latn' } as const

export function saidTime(at: Date, now: Date, locale: string, timezone: string | undefined): string {
  const timeZone = known(timezone)
  const time = new Intl.DateTimeFormat(locale, { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23', ...digits }).format(at)
  const { moment } = language(locale).words.frame
  return moment.replace('{day}', () => dayName(at, now, locale, timeZone)).replace('{time}', () => time)
}

export function saidDate(at: Date, locale: string, timezone: string | undefined): string {
  return new Intl.DateTimeFormat(locale, { timeZone: known(timezone), day: 'numeric', month: 'long', ...digits }).format(at)
}

/** A moment that is read days later: nothing in it is told from today. By the reader's clock; where nobody knows it, the zone is said. */
export function saidMoment(at: Date, locale: string, timezone: string | undefined): string {
  const theirs = timezone !== undefined && isTimeZone(timezone)
  const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  const zone = theirs ? {} : ({ timeZoneName: 'short' } as const)
  const all = { timeZone: known(timezone), day: 'numeric', month: 'long', ...clock, ...zone, ...digits } as const
  return new Intl.DateTimeFormat(locale, all).format(at)
}

function dayName(at: Date, now: Date, locale: string, timeZone: string): string {
  const days = (midnight(at, timeZone) - midnight(now, timeZone)) / day
  if (days === 0 || days === 1) return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(days, 'day')
  if (days > 1 && days < 7) return new Intl.DateTimeFormat(locale, { timeZone, weekday: 'long' }).format(at)
  return new Intl.DateTimeFormat(locale, { timeZone, weekday: 'long', day: 'numeric', month: 'long', ...digits }).format(at)
}

/** The calendar day in that zone, as a number that differs by `day` from one day to the next. */
function midnight(at: Date, timeZone: string): number {
  return Date.parse(new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at))
}

// The zone comes with the activity, so from outside; one that this machine does not know must not cost the answer.
function known(timezone: string | undefined): string {
  return timezone !== undefined && isTimeZone(timezone) ? timezone : 'UTC'
}
