// `npm run understand:learn`: learns from sayings/ and writes learned.bin. To be run after a saying or a concept has changed.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fingerprintOf } from './learn.ts'
import { written } from './learned.ts'
import { readPhrasebook } from './phrasebook.ts'
import { readSayings } from './sayings.ts'
import { learnFrom } from './understanding.ts'

const book = readPhrasebook(join(import.meta.dirname, 'phrases'))
const sayings = readSayings(join(import.meta.dirname, 'sayings'))
const learned = learnFrom(book, sayings, fingerprintOf(book, sayings))
const file = written(learned)
writeFileSync(join(import.meta.dirname, 'learned.bin'), file)
process.stdout.write(`${sayings.length} sayings, ${learned.keys.length} pieces of evidence, ${Math.round(file.length / 1024)} KiB\n`)
