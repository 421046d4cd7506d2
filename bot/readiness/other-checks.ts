// Teams, licences and the company's own settings.
import type { Settings } from '../settings.ts'
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

export function settingsChecks({ settings }: Pick<Looking, 'settings'>): Finding[] {
  const { company, helpdeskChannel, audit, graph } = settings
  const { phone, place } = company.helpdesk
  const { site, word } = company.genuine
  const documented = checks['method-reads'].limit
  const reads = graph.methodReads ?? documented
  const fits = reads.requests / reads.perSeconds <= documented.requests / documented.perSeconds
  const lacking = textsLacking(settings)
  const examples = new Set(JSON.stringify(settings).match(exampleIds)).size
  return [
    finding('own-ids', is(examples === 0, examples === 0 ? undefined : `${examples} ids of unlock.settings.example.jsonc`)),
    finding('helpdesk-outside-teams', is(Boolean(phone ?? place))),
    ...(helpdeskChannel ? [] : [finding('helpdesk-channel', is(false))]),
    ...withoutAsking(settings),
    finding('genuine', is(Boolean(site && word))),
    finding('own-texts', is(lacking.length === 0, lacking.join('; ') || undefined)),
    finding('audit-heads', is(audit.heads !== undefined)),
    finding('method-reads', { verdict: fits ? 'present' : 'too-much', found: `${reads.requests} in ${reads.perSeconds} seconds` }),
  ]
}

/** As unlock.settings.example.jsonc has them. */
const exampleIds = /00000000-0000-4000-8000-[0-9a-f]{12}/g

/** What the settings alone show to be missing: a part of them that another part needs. */
function withoutAsking({ helpdeskChannel, groups, pass, agentSignIn, notices }: Settings): Finding[] {
  return [
    ...(helpdeskChannel ? [finding('helpdesk-group', is(groups.helpdesk !== undefined))] : []),
    ...(helpdeskChannel ? [finding('security-group', is(groups.security !== undefined))] : []),
    ...(helpdeskChannel && pass.mode === 'delegated' ? [finding('agent-sign-in', is(agentSignIn !== undefined))] : []),
    ...(helpdeskChannel ? [finding('notices', is(Boolean(notices.mailbox ?? notices.webhook)))] : []),
  ]
}

/** "company.helpdesk.place: fr, it": a text for everybody lacks none. */
function textsLacking({ company: { helpdesk, worksCouncil }, alternatives, languages }: Settings): string[] {
  const { name, place, hours } = helpdesk
  const texts = {
    'company.helpdesk.name': name,
    'company.helpdesk.place': place,
    'company.helpdesk.hours': hours,
    'company.worksCouncil': worksCouncil,
    ...Object.fromEntries(alternatives.map(({ how }, index) => [`alternatives[${index}].how`, how])),
  }
  return Object.entries(texts).flatMap(([where, text]) => {
    const lacks = typeof text === 'object' ? languages.filter((locale) => text[locale] === undefined) : []
    return lacks.length > 0 ? [`${where}: ${lacks.join(', ')}`] : []
  })
}
