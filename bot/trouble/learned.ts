// Says how likely each intent is, by weights that were learned from the sayings (learn.ts) and are kept in learned.bin.
import { type Features, isPiece } from './features.ts'

const mostEvidence = 5
/** Pieces of words, the length of a message and a letter or two mean nothing alone. */
const meansNothing = (name: string) => isPiece(name) || name.startsWith('length ') || /^[a-z]{1,2}$/.test(name)

/** Weights of evidence, kept as bytes: a weight is its byte times `scale`. */
export interface Learned {
  labels: readonly string[]
  names: readonly string[]
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

/** The known part of the evidence, at length 1, so that long messages weigh no more than short ones. */
export function rowOf(features: Features, ids: ReadonlyMap<string, number>, rarity: Float32Array): Row {
  const row: Row = { ids: [], values: [] }
  let square = 0
  for (const [name, weight] of features) {
    const id = ids.get(name)
    if (id === undefined) continue
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

export function judgeOf({ labels, names, rarity, weights, scale }: Learned): Judge {
  const ids = new Map(names.map((name, id) => [name, id]))
  return {
    likelihoods: (features) => likelihoods(weights, rowOf(features, ids, rarity), labels.length, scale),
    knows: (features) => [...features.keys()].some((name) => ids.has(name) && !meansNothing(name)),
    evidence: (features, label) => {
      const { ids: found, values } = rowOf(features, ids, rarity)
      const column = labels.indexOf(label)
      const says = found.map((id, index) => ({
        name: names[id] ?? '',
        weight: (values[index] ?? 0) * (weights[id * labels.length + column] ?? 0),
      }))
      return says
        .filter(({ weight }) => weight > 0)
        .sort((one, other) => other.weight - one.weight)
        .slice(0, mostEvidence)
        .map(({ name }) => name)
    },
  }
}

/** One line of JSON, one line of names with tabs between, then the numbers. */
export function written({ names, rarity, weights, ...head }: Learned): Buffer {
  const text = `${JSON.stringify(head)}\n${names.join('\t')}\n`
  return Buffer.concat([Buffer.from(text), Buffer.from(rarity.buffer), Buffer.from(weights.buffer)])
}

export function readLearned(file: Buffer): Learned {
  const headEnd = file.indexOf('\n')
  const namesEnd = file.indexOf('\n', headEnd + 1)
  const head = JSON.parse(file.toString('utf8', 0, headEnd))
  const names = file.toString('utf8', headEnd + 1, namesEnd).split('\t')
  const numbers = file.subarray(namesEnd + 1)
  const rarity = Float32Array.from(names, (_, id) => numbers.readFloatLE(id * 4))
  return { ...head, names, rarity, weights: Int8Array.from(numbers.subarray(names.length * 4)) }
}
