// Whether requests for a person and large waves can be worked on: where they stand, and who may.
import { type Finding, finding, is, type Looking, unread } from './finding.ts'

export async function deskChecks(looking: Looking): Promise<Finding[]> {
  const { groups, helpdeskChannel } = looking.settings
  const checks = [
    ...(helpdeskChannel ? [channel(looking, helpdeskChannel), secondPerson(looking)] : []),
    ...(groups.organisers === undefined ? [] : [secondForWaves(looking)]),
  ]
  return Promise.all(checks)
}

type Channel = NonNullable<Looking['settings']['helpdeskChannel']>

async function channel({ channels }: Looking, { teamId, channelId, serviceUrl }: Channel): Promise<Finding> {
  const seen = await channels(teamId, serviceUrl)
  if (seen.ok) return finding('helpdesk-channel', seen.value.has(channelId) ? is(true) : is(false, 'the team has no such channel'))
  if (seen.why === 'not-there') return finding('helpdesk-channel', is(false, 'no such team, or Unlock is not in it'))
  return finding('helpdesk-channel', { verdict: 'unknown', found: 'Teams did not answer' })
}

/** Nobody may prove and approve; who approves for accounts with power needs rank. */
async function secondPerson(looking: Looking): Promise<Finding> {
  const ranked = await peopleOf(looking, ['privilegedHelpdesk'])
  const all = await peopleOf(looking, ['helpdesk', 'privilegedHelpdesk', 'supplierHelpdesk'])
  if (!ranked.ok || !all.ok) return finding('second-person', unread(ranked.ok ? 'unavailable' : ranked.why))
  return finding(
    'second-person',
    is(ranked.people.size > 0 && all.people.size > 1, `${all.people.size} agents, ${ranked.people.size} of rank`),
  )
}

async function secondForWaves(looking: Looking): Promise<Finding> {
  const approvers = await peopleOf(looking, ['approvers'])
  const organisers = await peopleOf(looking, ['organisers'])
  if (!approvers.ok || !organisers.ok) return finding('waves-second-person', unread('unavailable'))
  const everyMaker = [...organisers.people].every((maker) => [...approvers.people].some((approver) => approver !== maker))
  return finding('waves-second-person', is(everyMaker, `${organisers.people.size} organisers, ${approvers.people.size} approvers`))
}

type People = { ok: true; people: Set<string> } | { ok: false; why: Parameters<typeof unread>[0] }

async function peopleOf({ settings: { groups }, tenant }: Looking, names: string[]): Promise<People> {
  const ids = names.flatMap((name) => groups[name] ?? [])
  const answers = await Promise.all(ids.map((id) => tenant.group(id)))
  const people = new Set<string>()
  for (const answer of answers) {
    // A group that is gone has nobody in it; it has a line of its own.
    if (!answer.ok && answer.why !== 'not-found') return answer
    if (answer.ok) for (const id of answer.value.people) people.add(id)
  }
  return { ok: true, people }
}
