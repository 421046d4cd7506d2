// Says how likely each intent is, by weights that were learned from the sayings (learn.ts) and are kept in learned.bin.
import { type Features, isPiece } from './features.ts'

const mostEvidence = 5
/** Pieces of words, the length of a message and a letter or two mean nothing alone. */
const meansNothing = (name: string) => isPiece(name) || name.startsWith('length ') || /^[a-z]{1,2}$/.test(name)

/** Weights of evidence, kept as bytes: a weight is its byte times `scale`. */
export interface Learned {
  labels: readonly string[]
  /** `keyOf` each piece of evidence, rising. */
  keys: Uint32Array
  /** How much a piece of evidence counts: what few sayings show says more. */
  rarity: Float32Array
  /** For each piece of evidence one weight a label. */
  weights: Int8Array
  scale: number
  /** Of what it was learned from, see `fingerprintOf`. */
  fingerprint: string
}

export interface Judge {
  /** How likely each label is, in the order of `labels`; the sum is 1. */
  likelihoods(features: Features): number[]
  /** False when it has met nothing of it before but how some words look. */
  knows(features: Features): boolean
  /** What speaks most for a label, strongest first. */
  evidence(features: Features, label: string): string[]
}

export interface Row {
  ids: number[]
  values: number[]
}

/**
 * A number for a piece of evidence (FNV-1a, 32 bits). A hundred thousand names would take more memory than all that was learned of them;
 * two of them that share a number share a weight, which happens to a few.
 */
export function keyOf(name: string): number {
  let key = 0x811c9dc5
  for (let at = 0; at < name.length; at++) key = Math.imul(key ^ name.charCodeAt(at), 0x01000193)
  return key >>> 0
}

/** Where a piece of evidence stands among the keys; -1 when it was never met. */
export function placeOf(keys: Uint32Array, name: string): number {
  const key = keyOf(name)
  let [from, to] = [0, keys.length]
  while (from < to) {
    const middle = (from + to) >>> 1
    if ((keys[middle] ?? 0) < key) from = middle + 1
    else to = middle
  }
  return keys[from] === key ? from : -1
}

/** The known part of the evidence, at length 1, so that long messages weigh no more than short ones. */
export function rowOf(features: Features, keys: Uint32Array, rarity: Float32Array): Row {
  const row: Row = { ids: [], values: [] }
  let square = 0
  for (const [name, weight] of features) {
    const id = placeOf(keys, name)
    if (id < 0) continue
    const value = weight * (rarity[id] ?? 0)
    row.ids.push(id)
    row.values.push(value)
    square += value * value
  }
  const length = Math.sqrt(square) || 1
  row.values = row.values.map((value) => value / length)
  return row
}

/** Softmax of the weighted evidence. */
export function likelihoods(weights: Float32Array | Int8Array, { ids, values }: Row, labels: number, scale = 1): number[] {
  const sums = new Array<number>(labels).fill(0)
  for (let index = 0; index < ids.length; index++) {
    const from = (ids[index] ?? 0) * labels
    const value = (values[index] ?? 0) * scale
    for (let label = 0; label < labels; label++) sums[label] = (sums[label] ?? 0) + value * (weights[from + label] ?? 0)
  }
  const most = Math.max(...sums)
  const powers = sums.map((sum) => Math.exp(sum - most))
  const total = powers.reduce((sum, power) => sum + power, 0)
  return powers.map((power) => power / total)
}

export function judgeOf({ labels, keys, rarity, weights, scale }: Learned): Judge {
  return {
    likelihoods: (features) => likelihoods(weights, rowOf(features, keys, rarity), labels.length, scale),
    knows: (features) => [...features.keys()].some((name) => !meansNothing(name) && placeOf(keys, name) >= 0),
    evidence: (features, label) => {
      const column = labels.indexOf(label)
      const says = [...features].map(([name, value]) => {
        const id = placeOf(keys, name)
        return { name, weight: id < 0 ? 0 : value * (rarity[id] ?? 0) * (weights[id * labels.length + column] ?? 0) }
      })
      return says
        .filter(({ weight }) => weight > 0)
        .sort((one, other) => other.weight - one.weight)
        .slice(0, mostEvidence)
        .map(({ name }) => name)
    },
  }
}

/** One line of JSON, then the numbers, those of four bytes first. */
export function written({ keys, rarity, weights, ...head }: Learned): Buffer {
  const bytesOf = ({ buffer, byteOffset, byteLength }: Uint32Array | Float32Array | Int8Array) =>
    new Uint8Array(buffer, byteOffset, byteLength)
  return Buffer.concat([Buffer.from(`${JSON.stringify({ ...head, known: keys.length })}\n`), ...[keys, rarity, weights].map(bytesOf)])
}

export function readLearned(file: Buffer): Learned {
  const headEnd = file.indexOf('\n')
  const { known, ...head }: { known: number } & Omit<Learned, 'keys' | 'rarity' | 'weights'> = JSON.parse(file.toString('utf8', 0, headEnd))
  const numbers = file.subarray(headEnd + 1)
  const keys = Uint32Array.from({ length: known }, (_, id) => numbers.readUInt32LE(id * 4))
  const rarity = Float32Array.from({ length: known }, (_, id) => numbers.readFloatLE((known + id) * 4))
  const weights = numbers.subarray(known * 8)
  return { ...head, keys, rarity, weights: new Int8Array(weights.buffer, weights.byteOffset, weights.length) }
}
