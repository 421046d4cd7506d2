// Two words that only the person and the helpdesk can read, so that each knows the other on the telephone.
import { randomInt } from 'node:crypto'
import words from './words.json' with { type: 'json' }

/** Not a secret that opens anything: it tells a caller who invents a request from one who has it. */
export const newPhrase = () => `${oneOf(words.first)} ${oneOf(words.second)}`

const oneOf = (list: string[]) => list[randomInt(list.length)] ?? ''
