// How lines of the log are written, and what never gets into one.
import type { LoggerOptions } from 'pino'
import { withoutSecrets } from './secret.ts'

/** The last wall is on the finished line: whatever a code or token came in by, its value is not written (security.md D1). */
export const logOptions: LoggerOptions = {
  name: 'unlock',
  redact: ['*.text', '*.token', '*.authorization', '*.password'],
  hooks: { streamWrite: withoutSecrets },
}
