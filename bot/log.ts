// What may stand in the log. Whatever is handed in, nothing leaves that is a secret or leads to a person: looked for by the name of a
// key and by how the text looks, because the two miss different things (security.md D1).
import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino'
import { withoutSecrets } from './secret.ts'

/** Whole words of a key's name, in camelCase or not. `code` only where it does not look like the code of an error. */
const secretKey =
  /^(authorization|cookie|set-?cookie|password|secret|client_?secret|token|access_?token|refresh_?token|id_?token|assertion|temporary_?access_?pass|access_?pass|pass|tap|pass_?code|text|words)$/i
const errorCode = /^(E[A-Z]{3,}|ERR_[A-Z_]+|[0-9A-Z]{5})$/
const hidden = '[hidden]'
const deepest = 8

/** Over the finished line, so that no message, stack or text of somebody's error goes past. */
const looks: [RegExp, string][] = [
  [/eyJ[\w-]{6,}(\.[\w-]*){0,4}/g, '[token]'],
  [/\bBearer\s+[\w.~+/=-]+/gi, 'Bearer [token]'],
  // The code of a Temporary Access Pass has 8 to 48 characters of any kind; the word before it is what tells.
  [
    /\b((?:temporary ?access ?)?pass(?:code|word)?|tap|code)(\\?["']?\s*[:=]\s*\\?["']?)(?!\[hidden\]|E[A-Z]{3,}\b|ERR_|[0-9A-Z]{5}\b)[^\s"'\\,}]{6,48}/gi,
    `$1$2${hidden}`,
  ],
  [/(:\/\/[^\s/:@"]+):[^\s/@"]+@/g, `$1:${hidden}@`],
  // No name before the sign is longer (RFC 5321), and without an end a long word would be tried from each of its letters on.
  [/[\w.+'-]{1,64}@[\w-]+(\.[\w-]+)+/g, '[mail]'],
  [/(?<![\w.+-])(\+|00)[1-9]\d?[\d ()/-]{6,17}\d(?![\w.-])/g, '[phone]'],
  // Of Graph and the connector: the id of a person, as an address holds it.
  [/(\/users\/|\/members\/)[\w%@.:-]+/g, '$1[person]'],
]

export const struckOut = (line: string): string => looks.reduce((text, [look, instead]) => text.replace(look, instead), line)

/** What is struck out last, on the finished line: values of Secrets that are alive, and whatever looks like one (security.md D1). */
export const logOptions: LoggerOptions = {
  name: 'unlock',
  formatters: { log: (fields) => clean(fields, 0) as Record<string, unknown> },
  hooks: { streamWrite: (line) => struckOut(withoutSecrets(line)) },
}

/** JSON lines, each one event, whatever stands in it: a line break in a text stays within its line (security.md D4). */
export const createLog = (to: DestinationStream): Logger => pino(logOptions, to)

/** A copy without what may not be said. Of an error its name, text and place: what else hangs on it are whole requests. */
function clean(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (depth > deepest) return '[deep]'
  if (value instanceof Error) {
    const { name, message, stack, code, cause } = value as Error & { code?: unknown }
    return {
      type: name,
      message,
      stack,
      ...(typeof code === 'string' ? { code } : {}),
      ...(cause ? { cause: clean(cause, depth + 1) } : {}),
    }
  }
  if (Array.isArray(value)) return value.map((each) => clean(each, depth + 1))
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, sayable(key, inner) ? clean(inner, depth + 1) : hidden]))
}

const sayable = (key: string, value: unknown) =>
  !secretKey.test(key) && (key.toLowerCase() !== 'code' || typeof value !== 'string' || errorCode.test(value))
