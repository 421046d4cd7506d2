// What must be proved before a pass, for whom, and how long is waited then. The tables are evidence.json and tiers.json.
import evidenceFile from './evidence.json' with { type: 'json' }
import tiersFile from './tiers.json' with { type: 'json' }

export type EvidenceClass = keyof typeof evidenceFile.classes
export type Tier = keyof typeof tiersFile.tiers

/** A class, a strength, or `other`: anything on another channel than the rest. */
type Wanted = EvidenceClass | 'strong' | 'medium' | 'other'

interface TierRule {
  refused?: boolean
  /** Any one of these is enough; each is all of its parts, every part by another channel. */
  ways: Wanted[][]
  /** One who proves, and for two another who approves. */
  people: number
  waitMinutes: { 'in-person'?: number; strong?: number; otherwise?: number }
}

export const evidenceClasses = Object.keys(evidenceFile.classes) as EvidenceClass[]
const rules = tiersFile.tiers as Record<Tier, TierRule>

export const isEvidence = (name: string): name is EvidenceClass => Object.hasOwn(evidenceFile.classes, name)
export const refuses = (tier: Tier) => rules[tier].refused === true
export const peopleFor = (tier: Tier) => rules[tier].people

/**
 * Whether what held is enough. Two classes by one channel count once: they would fall to the same thief. What failed stands against the
 * rest, until the same class holds or somebody has seen the person themselves.
 */
export function isProved(tier: Tier, given: readonly EvidenceClass[], failed: readonly EvidenceClass[] = []): boolean {
  if (refuses(tier) || (failed.length > 0 && !given.includes('in-person'))) return false
  return rules[tier].ways.some((way) => covers(way, [...new Set(given)]))
}

/** What can still help towards enough, for the card: nothing else is offered. */
export function counting(tier: Tier): EvidenceClass[] {
  const wanted = new Set(rules[tier].ways.flat())
  return evidenceClasses.filter((name) => [...wanted].some((one) => fits(one, name)))
}

/** Minutes between proof and approval: time for the notices to reach whoever the account belongs to. */
export function waitMinutes(tier: Tier, given: readonly EvidenceClass[]): number {
  const { waitMinutes: waits } = rules[tier]
  const shortest = [
    given.includes('in-person') ? waits['in-person'] : undefined,
    given.some((name) => strengthOf(name) === 'strong') ? waits.strong : undefined,
    waits.otherwise,
  ].filter((minutes) => minutes !== undefined)
  return Math.min(...shortest)
}

/** Every part of the way has evidence of its own, no two by the same channel. */
function covers([wanted, ...rest]: Wanted[], given: EvidenceClass[], channels = new Set<string>()): boolean {
  if (wanted === undefined) return true
  return given.some((name) => {
    const channel = channelOf(name)
    if (!fits(wanted, name) || channels.has(channel)) return false
    return covers(
      rest,
      given.filter((other) => other !== name),
      new Set([...channels, channel]),
    )
  })
}

const strengthOf = (name: EvidenceClass) => evidenceFile.classes[name].strength
const channelOf = (name: EvidenceClass) => evidenceFile.classes[name].channel
const fits = (wanted: Wanted, name: EvidenceClass) => wanted === 'other' || wanted === name || wanted === strengthOf(name)
