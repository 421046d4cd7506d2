// The whole look: what in the tenant, in Teams and in the settings would break a rollout. It reads, and changes nothing.
import { deskChecks } from './desk-checks.ts'
import type { Finding, Looking } from './finding.ts'
import { noticeChecks } from './notice-checks.ts'
import { licenceChecks, settingsChecks, teamsChecks } from './other-checks.ts'
import { peopleChecks } from './people-checks.ts'
import { permissionChecks } from './permission-checks.ts'
import { policyChecks } from './policy-checks.ts'

export interface Section {
  name: string
  findings: Finding[]
}

/** Sections in the order in which an administrator mends them: what is below may only show once what is above is right. */
export async function inspect(looking: Looking): Promise<Section[]> {
  const [permissions, policy, people, teams, desk, notices, licences] = await Promise.all([
    permissionChecks(looking),
    policyChecks(looking),
    peopleChecks(looking),
    teamsChecks(looking),
    deskChecks(looking),
    noticeChecks(looking),
    licenceChecks(looking),
  ])
  return [
    { name: 'Permissions', findings: permissions },
    { name: 'Sign-in methods', findings: policy },
    { name: 'People', findings: people },
    { name: 'Teams', findings: teams },
    { name: 'Helpdesk and waves', findings: desk },
    { name: 'Notices', findings: notices },
    { name: 'Licences', findings: licences },
    { name: 'Settings', findings: settingsChecks(looking) },
  ]
}

/** What a preview tells an organiser before anybody is written to: all that is not as it should be, the worst first. */
export const obstacles = (sections: Section[]): Finding[] =>
  sections
    .flatMap(({ findings }) => findings)
    .filter(({ verdict }) => verdict !== 'present')
    .sort((a, b) => Number(b.level === 'needed') - Number(a.level === 'needed'))
