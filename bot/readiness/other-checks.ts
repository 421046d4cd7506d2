// Teams, licences and the company's own settings.
import checks from './checks.json' with { type: 'json' }
import { type Finding, finding, is, type Looking, unread } from './finding.ts'

export async function teamsChecks({ tenant, appId, version }: Looking): Promise<Finding[]> {
  const app = await tenant.app(appId)
  if (!app.ok) return [finding('app-in-catalogue', unread(app.why))]
  if (!app.value?.published)
    return [finding('app-in-catalogue', is(false, app.value ? 'it waits to be published' : "no app with the bot's id is there"))]
  return [
    finding('app-in-catalogue', is(true)),
    finding('app-version', is(app.value.version === version, `${app.value.version ?? 'unknown'} in Teams, ${version} here`)),
  ]
}

/** The same 403 means a missing licence or a missing permission; the permission has a line of its own. */
export async function licenceChecks({ tenant }: Looking): Promise<Finding[]> {
  const [report, risk] = await Promise.all([tenant.registrationReport(), tenant.risk()])
  const seen = (answer: typeof report) => {
    if (answer.ok) return is(true)
    if (answer.why === 'unlicensed') return is(false, 'the licence is missing')
    return answer.why === 'forbidden' ? is(false, 'Microsoft Graph refused: the licence or the permission is missing') : unread(answer.why)
  }
  return [finding('reports-readable', seen(report)), finding('risk-readable', seen(risk))]
}

export function settingsChecks({ settings: { company, helpdeskChannel, audit, graph } }: Pick<Looking, 'settings'>): Finding[] {
  const { phone, place } = company.helpdesk
  const { site, word } = company.genuine
  const documented = checks['method-reads'].limit
  const reads = graph.methodReads ?? documented
  const fits = reads.requests / reads.perSeconds <= documented.requests / documented.perSeconds
  return [
    finding('helpdesk-outside-teams', is(Boolean(phone ?? place))),
    finding('helpdesk-channel', is(helpdeskChannel !== undefined)),
    finding('genuine', is(Boolean(site && word))),
    finding('audit-heads', is(audit.heads !== undefined)),
    finding('method-reads', { verdict: fits ? 'present' : 'too-much', found: `${reads.requests} in ${reads.perSeconds} seconds` }),
  ]
}
