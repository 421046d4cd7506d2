// `npm run understand:measure`: how well, how fast and in how much room free text is understood, language by language.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readLearned } from '../../bot/trouble/learned.ts'
import { readPhrasebook } from '../../bot/trouble/phrasebook.ts'
import { readSayings, type Saying } from '../../bot/trouble/sayings.ts'
import { learnFrom, type Understand, understanding } from '../../bot/trouble/understanding.ts'
import { blindMessages, developmentMessages, type Figures, figuresOf, type Message } from './figures.ts'

const trouble = join(import.meta.dirname, '../../bot/trouble')
const folds = 5

const before = { heap: process.memoryUsage().heapUsed, at: performance.now() }
const book = readPhrasebook(join(trouble, 'phrases'))
const understand = understanding(book, readLearned(readFileSync(join(trouble, 'learned.bin'))))
const milliseconds = performance.now() - before.at
globalThis.gc?.()
const heap = process.memoryUsage().heapUsed - before.heap + process.memoryUsage().arrayBuffers

const line = (name: string, figures: Figures) => {
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`.padStart(8)
  const { messages, right, macroF1, offered, unsure, missed, urgent, falseAlarms } = figures
  const counts = `${missed}/${urgent}`.padStart(9) + String(falseAlarms).padStart(8)
  return `${name.padEnd(6)}${String(messages).padStart(6)}${percent(right)}${macroF1.toFixed(2).padStart(7)}${percent(offered)}${percent(unsure)}${counts}`
}

function table(title: string, messages: readonly Message[], by: (message: Message) => Understand) {
  const parts = Map.groupBy(messages, ({ lang }) => lang)
  const lookedUp = new Map(messages.map((message) => [message.text, by(message)]))
  const ask: Understand = (text, hint) => (lookedUp.get(text) ?? understand)(text, hint)
  console.log(`\n${title}\nlang    count   right     F1 offered  unsure  missed  alarms`)
  for (const [lang, part] of parts) console.log(line(lang, figuresOf(part, ask)))
  console.log(line('all', figuresOf(messages, ask)))
}

/** Each saying is understood by what was learned from the other folds. */
function crossValidated(sayings: readonly Saying[]): Map<string, Understand> {
  const fold = new Map<Saying, number>()
  for (const group of Map.groupBy(sayings, ({ locale, intent }) => `${locale} ${intent}`).values()) {
    for (const [index, saying] of group.entries()) fold.set(saying, index % folds)
  }
  const learned = Array.from({ length: folds }, (_, left) =>
    understanding(
      book,
      learnFrom(
        book,
        sayings.filter((saying) => fold.get(saying) !== left),
      ),
    ),
  )
  return new Map(sayings.map((saying) => [saying.text, learned[fold.get(saying) ?? 0] ?? understand]))
}

const sayings = readSayings(join(trouble, 'sayings'))
const others = crossValidated(sayings)
table(
  `Cross-validation on the sayings, ${folds} folds`,
  sayings.map(({ text, intent, locale }) => ({ text, intent, lang: locale })),
  ({ text }) => others.get(text) ?? understand,
)
const blind = blindMessages()
table('Blind messages', blind, () => understand)
const development = developmentMessages()
if (development) table('Development set, not learned from', development, () => understand)
else console.log('\nLeft out: the development set, because UNLOCK_EXAMPLES_DIR does not name its folder.')

const from = performance.now()
for (const { text } of blind) understand(text)
const each = ((performance.now() - from) * 1000) / blind.length
console.log(`\n${Math.round(each)} µs a message; ready in ${Math.round(milliseconds)} ms, ${(heap / 2 ** 20).toFixed(1)} MiB`)
