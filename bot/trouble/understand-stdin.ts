// `npm run understand`: JSON lines in, a JSON line out for each, for measuring the free-text front end alone.
// With `-- --why` each line also says what speaks for the intent.
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { evidenceOf, understand } from './understand.ts'

const why = process.argv.includes('--why')

function answer(line: string): unknown {
  let asked: unknown
  try {
    asked = JSON.parse(line)
  } catch {
    return { error: 'This line is not JSON. Write {"text": "…"} with optional "lang", "step" and "platform".' }
  }
  const { text, ...rest } = Object(asked) as Record<string, unknown>
  if (typeof text !== 'string') return { error: 'This line has no "text", or it is not a string.' }
  const hint = (key: string) => (typeof rest[key] === 'string' ? rest[key] : undefined)
  const understood = understand(text, { lang: hint('lang'), step: hint('step'), platform: hint('platform') })
  return why && understood.intent ? { ...understood, because: evidenceOf(text, understood.intent) } : understood
}

for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
  if (line.trim() === '') continue
  if (!process.stdout.write(`${JSON.stringify(answer(line))}\n`)) await once(process.stdout, 'drain')
}
