// The groups that the settings name, and whether the people of the rollout could do what they will be asked for.
import { language } from '../../cards/content/language.ts'
import type { PasskeyPolicy } from '../entra/entra.ts'
import type { GroupPeople } from '../entra/tenant.ts'
import { scopeOf } from '../journey/scope.ts'
import { type Finding, finding, is, type Looking, unread } from './finding.ts'

/** Enough to find a rule that shuts out a group; a wave's preview looks at everybody. */
const lookedAt = 20

export async function peopleChecks(looking: Looking): Promise<Finding[]> {
  const { settings, tenant } = looking
  const policy = await tenant.methodPolicy()
  const rollout = settings.rollout.everyone ? [] : settings.rollout.groups
  const waves = await Promise.all(
    rollout.map(({ group }, index) =>
      rolloutGroup(looking, group, `rollout.groups[${index}]`, policy.ok ? policy.value.passkeys : undefined),
    ),
  )
  const others = await Promise.all(otherGroups(looking).map(async ([name, id]) => groupFinding(name, await tenant.group(id))))
  return [...waves.flat(), ...(rollout.length > 0 ? [await languages(looking)] : []), ...others]
}

/** Of the first page of each group: enough to see a language that nobody thought of. */
async function languages({ settings, directory }: Looking): Promise<Finding> {
  const answers = await Promise.all(settings.rollout.groups.map(({ group }) => directory.members(group)))
  const lost = answers.find((answer) => !answer.ok && answer.why !== 'not-found')
  if (lost && !lost.ok) return finding('languages', unread(lost.why))
  const people = new Map(answers.flatMap((answer) => (answer.ok ? answer.value.items : [])).map(({ id, locale }) => [id, locale]))
  const lacking = new Map<string, number>()
  for (const locale of people.values()) {
    const theirs = locale === undefined ? undefined : language(locale).locale
    if (theirs && !settings.languages.includes(theirs)) lacking.set(theirs, (lacking.get(theirs) ?? 0) + 1)
  }
  const most = [...lacking].sort(([one, a], [other, b]) => b - a || one.localeCompare(other))
  const found = most.map(([locale, many]) => `${locale} ${many}`).join(', ')
  return finding('languages', is(lacking.size === 0, lacking.size === 0 ? settings.languages.join(', ') : `not in the settings: ${found}`))
}

function otherGroups({ settings }: Looking): [name: string, id: string][] {
  const { groups, passkeys, bootstrap } = settings
  return [
    ...Object.entries(groups).map(([name, id]): [string, string] => [`groups.${name}`, id]),
    ...passkeys.accepted.flatMap(({ group }, index): [string, string][] =>
      group === 'everyone' ? [] : [[`passkeys.accepted[${index}]`, group]],
    ),
    ...bootstrap.map(({ group }, index): [string, string] => [`bootstrap[${index}]`, group]),
  ]
}

function groupFinding(name: string, answer: Awaited<ReturnType<Looking['tenant']['group']>>): Finding {
  if (answer.ok) return finding('group', { ...is(answer.value.people.length > 0, headcount(answer.value)), about: name })
  if (answer.why === 'not-found') return finding('group', { ...is(false, 'there is no such group'), about: name })
  return finding('group', { ...unread(answer.why), about: name })
}

/** From all over the list: people who were added together often have the same rules. */
const spread = (people: string[]) => people.filter((_, index) => index % Math.ceil(people.length / lookedAt) === 0)

const headcount = ({ people, more }: GroupPeople) =>
  people.length === 0 ? 'nobody is in it' : `${people.length}${more ? ' or more' : ''} ${people.length === 1 ? 'person' : 'people'}`

async function rolloutGroup({ tenant, entra }: Looking, id: string, name: string, policy: PasskeyPolicy | undefined): Promise<Finding[]> {
  const answer = await tenant.group(id)
  const group = groupFinding(name, answer)
  if (!answer.ok || !policy || answer.value.people.length === 0) return [group]
  const some = spread(answer.value.people)
  const memberships = await Promise.all(some.map((person) => entra.memberships(person)))
  const seen = memberships.flatMap((each) => (each.ok ? [scopeOf(policy, each.value)] : []))
  const inside = seen.filter(({ allowed }) => allowed).length
  const found = `${inside} of the ${seen.length} who were looked at${seen.length < some.length ? `; ${some.length - seen.length} could not be read` : ''}`
  const verdict = seen.length === 0 ? 'unknown' : inside === seen.length ? 'present' : 'missing'
  // Some people outside may be meant so; a group of which nobody can do it never is.
  return [group, finding('rollout-scope', { verdict, about: name, found, level: inside === 0 ? 'needed' : 'wanted' })]
}
