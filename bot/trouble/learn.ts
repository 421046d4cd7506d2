// Learns from the sayings of all languages which evidence speaks for which intent: multinomial logistic regression.
// `npm run understand:learn` writes what it learned to learned.bin; the bot only reads it.
import { createHash } from 'node:crypto'
import { type Features, isPiece } from './features.ts'
import { keyOf, type Learned, likelihoods, type Row, rowOf } from './learned.ts'
import type { Phrasebook } from './phrasebook.ts'
import type { Saying } from './sayings.ts'

/** Chosen by cross-validation, see `npm run understand:measure`. */
const rounds = 6
const firstStep = 10
const laterSteps = 0.3
/** A piece of a word, or two things side by side, that fewer sayings show does not come back often enough to be worth its room. */
const leastSayings = 3
const mostByte = 127

const isMany = (name: string) => isPiece(name) || name.includes(' ')

export interface Example {
  label: string
  features: Features
}

export function learn(examples: readonly Example[], labels: readonly string[], fingerprint = ''): Learned {
  const counts = new Map<string, number>()
  for (const { features } of examples) for (const name of features.keys()) counts.set(name, (counts.get(name) ?? 0) + 1)
  const kept = new Map(
    [...counts].filter(([name, count]) => count >= leastSayings || !isMany(name)).map(([name, count]) => [keyOf(name), count]),
  )
  const keys = Uint32Array.from(kept.keys()).sort()
  const rarity = Float32Array.from(keys, (key) => Math.log(1 + examples.length / (kept.get(key) ?? 1)) / Math.log(examples.length))
  const weights = new Float32Array(keys.length * labels.length)
  const rows = examples.map(({ features, label }) => ({ row: rowOf(features, keys, rarity), meant: labels.indexOf(label) }))
  for (let round = 0; round < rounds; round++) {
    const step = firstStep / (1 + round * laterSteps)
    for (const { row, meant } of mixed(rows, round)) correct(weights, row, likelihoods(weights, row, labels.length), meant, step)
  }
  const scale = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / mostByte || 1
  const bytes = Int8Array.from(weights, (weight) => Math.round(weight / scale))
  return { labels, keys, rarity, weights: bytes, scale, fingerprint }
}

/** One step of stochastic gradient descent: from what was thought towards what was meant. */
function correct(weights: Float32Array, { ids, values }: Row, thought: number[], meant: number, step: number) {
  thought[meant] = (thought[meant] ?? 0) - 1
  for (let index = 0; index < ids.length; index++) {
    const from = (ids[index] ?? 0) * thought.length
    const by = step * (values[index] ?? 0)
    for (let label = 0; label < thought.length; label++) weights[from + label] = (weights[from + label] ?? 0) - by * (thought[label] ?? 0)
  }
}

/** In an order that is mixed and the same each time, so that the same sayings always teach the same. */
function mixed<Item>(items: readonly Item[], seed: number): Item[] {
  const order = [...items]
  let state = seed + 1
  for (let last = order.length - 1; last > 0; last--) {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff
    const other = (state >>> 8) % (last + 1)
    const [one, two] = [order[last] as Item, order[other] as Item]
    order[last] = two
    order[other] = one
  }
  return order
}

/** Tells whether learned.bin was made from these sayings and concepts. */
export const fingerprintOf = ({ concepts }: Phrasebook, sayings: readonly Saying[]): string =>
  createHash('sha256')
    .update(JSON.stringify([[...concepts], sayings.map(({ text, intent }) => [text, intent])]))
    .digest('hex')
