// What others write, made fit to be kept: Teams, its clients and Entra do not refuse what PostgreSQL does.

/** Without the null character and half characters, which no row can hold: one of them would stop everything that is stored with it. */
export const storable = (text: string): string => text.replaceAll('\0', '').toWellFormed()

/** In JSON both can only come written like this; whole characters may be, too. */
const suspect = /\\u(?:0000|d[89a-f][\da-f]{2})/i

/** JSON with every text in it storable. Throws as JSON.parse does. */
export const parseStorable = (json: string): unknown =>
  JSON.parse(json, suspect.test(json) ? (_, value) => (typeof value === 'string' ? storable(value) : value) : undefined)

/** The same, still as text. */
export const storableJson = (json: string): string => {
  try {
    return suspect.test(json) ? JSON.stringify(parseStorable(json)) : json
  } catch {
    return json
  }
}

/** An id as it can be kept and named again; empty where there is none that could. */
export const idIn = (id: unknown): string => (typeof id === 'string' && id.length <= 500 ? id : '')

/** The first `most` of a text, without half a character at its end. */
export const cut = (text: string, most: number): string => text.slice(0, most).replace(/[\ud800-\udbff]$/, '')

/**
 * A language as everybody writes it: "en_us" is "en-US". Undefined: it is none, and neither Intl nor a list of ours may be asked for it. Never the name of
 * something that every object has, which are no languages, or lose their capitals.
 */
export function localeIn(text: string | null | undefined): string | undefined {
  try {
    return text ? Intl.getCanonicalLocales(text.replaceAll('_', '-'))[0] : undefined
  } catch {
    return undefined
  }
}

/** "2026-03-01", and a day that there is: JavaScript takes 30 February for one in March, the database for nothing. */
export const isDay = (text: string): boolean =>
  /^[12]\d{3}-\d{2}-\d{2}$/.test(text) && new Date(`${text}T00:00Z`).toJSON()?.slice(0, 10) === text

/** Whoever asks for more does not mean it, or does not know what it says; nobody is to wait for years. */
const longestWaitSeconds = 3600

/** RFC 9110 §10.2.3: seconds, or a date. Never more than an hour; undefined: it says neither. */
export function retryAfterIn(header: string | null): number | undefined {
  if (header === null) return undefined
  const seconds = /^\d+$/.test(header.trim()) ? Number(header) : (Date.parse(header) - Date.now()) / 1000
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(0, Math.ceil(seconds)), longestWaitSeconds)
}
