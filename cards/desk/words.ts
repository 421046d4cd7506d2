// Words for those who work at the helpdesk: English only, in desk.json, apart from what employees read.
import { plain, setting } from '../plain.ts'
import words from './desk.json' with { type: 'json' }

export { words }

/** Puts values where their names stand. They were made harmless before; a name without a value is a bug and stays to be seen. */
export const fill = (text: string, values: Record<string, string | number | undefined> = {}): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))

/** Of a table in desk.json; a code that it does not hold is shown as it is, made harmless. */
export const wordFor = (table: Record<string, string>, code: string): string =>
  Object.hasOwn(table, code) ? (table[code] ?? '') : setting(code)

export const nameOr = (name: string | undefined, otherwise: string): string => (name ? plain(name) : otherwise)
