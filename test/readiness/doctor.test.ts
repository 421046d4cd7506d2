// npm run doctor against the sample company, over HTTP and with the credential that production uses.
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createDirectory } from '../../bot/entra/create-directory.ts'
import { createEntra, openGraph } from '../../bot/entra/create-entra.ts'
import { createTenant } from '../../bot/entra/create-tenant.ts'
import { inspect, obstacles, type Section } from '../../bot/readiness/inspect.ts'
import { exitCode, report } from '../../bot/readiness/report.ts'
import { type Settings, settingsShape } from '../../bot/settings.ts'
import { createChannels } from '../../bot/teams/channels.ts'
import { type SampleCompany, startSampleCompany } from '../sample-company/company.ts'
import { checkRequest, contractIsHere } from '../support/contract.ts'
import { examine } from '../support/doctor.ts'

const nobody = '99999999-9999-4999-8999-999999999999'
const version = '0.1.0'
let company: SampleCompany
let settings: Settings
let webhook: { key: boolean; answers: boolean }

beforeAll(async () => {
  company = await startSampleCompany()
})
beforeEach(() => {
  company.reset()
  company.faults.clear()
  webhook = { key: true, answers: true }
  settings = settingsShape.parse({ ...company.settings, audit: { heads: { file: 'heads.jsonl', key: 'heads.pem' } } })
})
afterAll(() => company.close())

async function token(): Promise<string> {
  const answer = await fetch(`${company.identityUrl}?resource=https://graph.microsoft.com`)
  return ((await answer.json()) as { access_token: string }).access_token
}

/** As the command looks, in this process. */
function look(): Promise<Section[]> {
  const asking = { baseUrl: company.graphUrl, token }
  return inspect({
    tenant: createTenant(asking),
    entra: createEntra(asking),
    directory: createDirectory(asking, openGraph(asking)),
    channels: createChannels({ mode: 'demo', token }),
    webhook: async () => webhook,
    settings,
    appId: company.appId,
    version,
  })
}

/** Everything that is not as it should be, as "verdict level title". */
const found = async (): Promise<string[]> => obstacles(await look()).map(({ verdict, level, title }) => `${verdict} ${level} ${title}`)

/** What a change broke: what was not said of the company as it is. */
async function foundAfter(change: () => unknown): Promise<string[]> {
  const before = await found()
  await change()
  return (await found()).filter((line) => !before.includes(line))
}

test('the sample company as it is passes, with what is worth mending', async () => {
  const { code, said, complained } = await examine(company)
  expect(complained).toBe('')
  await expect(said).toMatchFileSnapshot('../golden/doctor-as-it-is.txt')
  expect(code).toBe(0)
}, 60_000)

test('three broken things are named, with what stops working and what mends them, and fail a pipeline', async () => {
  settings = settingsShape.parse(company.settings)
  company.policy.selfService = false
  company.setUp.permissions.push('Directory.ReadWrite.All')
  Object.assign(settings.rollout.groups[1] ?? {}, { group: nobody })
  const sections = await look()
  await expect(report(sections)).toMatchFileSnapshot('../golden/doctor-three-broken.txt')
  expect(exitCode(sections, false)).toBe(1)
})

test('programs get the same as JSON', async () => {
  const { said } = await examine(company, ['--json'])
  settings = settingsShape.parse(company.settings)
  expect(JSON.parse(said)).toEqual(JSON.parse(JSON.stringify(await look())))
}, 60_000)

test('a settings file can be looked at alone, without a tenant', async () => {
  const example = fileURLToPath(new URL('../../unlock.settings.example.jsonc', import.meta.url))
  const asked: string[] = []
  const stop = company.onGraphRequest(({ path }) => void asked.push(path))
  const { code, said } = await examine(company, ['--settings', example])
  stop()
  expect({ code, asked }).toEqual({ code: 0, asked: [] })
  expect(said).toMatch(/^Settings\n {2}missing {3}No group of the example is left/)
  expect(await examine(company, ['--settings', 'nowhere.json'])).toMatchObject({
    code: 78,
    complained: expect.stringContaining('nowhere.json'),
  })
}, 60_000)

test('a wrong argument is not taken for a good tenant, and neither is a wrong setting', async () => {
  expect(await examine(company, ['--strict', '--stict'])).toMatchObject({ code: 64, complained: expect.stringContaining('npm run doctor') })
  expect(await examine(company, [], { company: {} })).toMatchObject({ code: 78, complained: expect.stringContaining('UNLOCK_CONFIG') })
}, 60_000)

test('a tenant that does not answer is not called broken: the doctor says that it could not look', async () => {
  company.faults.set({ where: 'graph', path: '', fault: { kind: 'status', status: 503 } })
  const sections = await look()
  const said = report(sections)
  expect(exitCode(sections, false)).toBe(2)
  expect(said).not.toContain('MISSING')
  expect(said).toContain('Microsoft Graph did not answer')
}, 60_000)

test('the doctor reads and changes nothing', async () => {
  const asked: string[] = []
  const problems: string[] = []
  const stop = company.onGraphRequest(({ method, path }) => {
    asked.push(method)
    // The contract's files hold no Conditional Access.
    if (contractIsHere && !path.includes('/conditionalAccess/')) problems.push(...checkRequest(method, path))
  })
  await found()
  stop()
  expect(asked.length).toBeGreaterThan(10)
  expect(new Set(asked)).toEqual(new Set(['GET']))
  expect(problems).toEqual([])
})

const second = 'missing wanted There is a second person for executives and administrators'
const without = (group: string) =>
  Object.assign(settings, { groups: Object.fromEntries(Object.entries(settings.groups).filter(([name]) => name !== group)) })

test('P5 the bot’s token for Teams goes to no other address, whatever the settings say', async () => {
  let asked = 0
  const channels = createChannels({ mode: 'production', token: async () => `token ${++asked}` })
  for (const elsewhere of [company.connectorUrl, 'https://smba.trafficmanager.net.evil.example/', 'https://smba.trafficmanager.net:444/'])
    expect(await channels('team', elsewhere)).toEqual({ ok: false, why: 'unavailable' })
  expect(asked).toBe(0)
})

test('a Teams that does not answer is not a channel that is missing', async () => {
  company.faults.set({ where: 'connector', path: '/v3/teams', fault: { kind: 'status', status: 503 } })
  expect(await found()).toContain('unknown wanted The helpdesk has a channel that Unlock can write to')
})

const outside = ['rollout.groups[0]', 'rollout.groups[1]'].map(
  (name) => `missing needed People of the rollout may make a passkey in Authenticator: ${name}`,
)

const passLength = (verdict: string) =>
  `${verdict} wanted A start pass as long as the settings ask for can be made, and none that lives for longer than eight hours`

const broken: [what: string, breakIt: () => unknown, says: string[]][] = [
  ['passkeys are off', () => Object.assign(company.policy, { enabled: false }), ['missing needed Passkeys are switched on', ...outside]],
  ['a wave is excluded', () => company.policy.excluded.push('all-staff'), outside],
  [
    'Authenticator is not among the allowed keys',
    () => {
      for (const profile of company.policy.profiles) profile.onlyAaguids = ['2fc0579f-8113-47ea-b116-555a8db9202a']
    },
    ['missing needed A passkey may be kept in Microsoft Authenticator', ...outside],
  ],
  [
    'Authenticator is off as a method',
    () => Object.assign(company.setUp, { authenticator: false }),
    ['missing wanted Microsoft Authenticator is switched on as a method'],
  ],
  [
    'start passes are off',
    () => company.administerCompany({ do: 'set-pass-rules', rules: { enabled: false } }),
    ['missing wanted Temporary Access Pass is switched on'],
  ],
  [
    'the settings ask for shorter passes than Entra makes',
    () => Object.assign(settings.pass, { lifetimeMinutes: 30 }),
    [passLength('missing')],
  ],
  [
    'passes of the length in the settings would be too long for Entra',
    () => {
      company.administerCompany({ do: 'set-pass-rules', rules: { minimum: 10, maximum: 90 } })
      Object.assign(settings.pass, { lifetimeMinutes: 120 })
    },
    [passLength('missing')],
  ],
  [
    'somebody could make a pass for days',
    () => company.administerCompany({ do: 'set-pass-rules', rules: { maximum: 43_200 } }),
    [passLength('too-much')],
  ],
  [
    'T21 registering security info is not guarded',
    () => Object.assign(company.setUp, { registrationGuarded: false }),
    ['missing wanted Registering security info is guarded by Conditional Access'],
  ],
  [
    'a campaign asks for something else',
    () => Object.assign(company.setUp, { campaign: 'enabled' }),
    ['too-much wanted No registration campaign asks for something else meanwhile'],
  ],
  [
    'the app is not in the catalogue',
    () => Object.assign(company.setUp, { app: undefined }),
    ["missing needed The Teams app is in the company's catalogue"],
  ],
  [
    'the app waits to be published',
    () => Object.assign(company.setUp, { app: { version, published: false } }),
    ["missing needed The Teams app is in the company's catalogue"],
  ],
  [
    'the app is older than the bot',
    () => Object.assign(company.setUp, { app: { version: '0.0.9', published: true } }),
    ['missing wanted The Teams app is as new as the bot'],
  ],
  ['there is no P1', () => Object.assign(company.setUp, { licences: ['P2'] }), ['missing wanted Registration report (Entra ID P1)']],
  ['there is no P2', () => Object.assign(company.setUp, { licences: ['P1'] }), ['missing wanted Risk of accounts (Entra ID P2)']],
  [
    'a group is empty',
    () => company.administer(company.person('Sofia Andersson').id, { do: 'remove-from-group', group: 'security' }),
    ['missing needed Group: groups.security'],
  ],
  ['a group is gone', () => Object.assign(settings.groups, { helpdesk: nobody }), ['missing needed Group: groups.helpdesk', second]],
  [
    'nobody can be reached without Teams',
    () => Object.assign(settings.company, { helpdesk: { name: 'IT' } }),
    ['missing wanted The helpdesk can be reached without Teams'],
  ],
  [
    'Unlock is not in the team of the channel',
    () => Object.assign(settings.helpdeskChannel ?? {}, { teamId: 'another-team' }),
    ['missing wanted The helpdesk has a channel that Unlock can write to'],
  ],
  [
    'the team has no such channel',
    () => Object.assign(settings.helpdeskChannel ?? {}, { channelId: 'another-channel' }),
    ['missing wanted The helpdesk has a channel that Unlock can write to'],
  ],
  ['there is no group of agents', () => without('helpdesk'), ['missing needed Somebody may work on requests', second]],
  ['nobody has rank', () => without('privilegedHelpdesk'), [second]],
  ['nobody hears of alarms', () => without('security'), ['missing wanted Security hears of alarms']],
  [
    'agents are to use their own right and cannot sign in',
    () => Object.assign(settings, { agentSignIn: undefined }),
    ['missing needed Helpdesk agents can sign in to make start passes'],
  ],
  [
    'nobody may approve waves',
    () => without('approvers'),
    ['missing wanted Large waves can be approved by somebody else than their maker'],
  ],
  [
    'notices go nowhere',
    () => Object.assign(settings, { notices: {} }),
    ['too-much wanted Permission Mail.Send', 'missing wanted Requests for a start pass are told outside of Teams'],
  ],
  [
    'the mailbox is not there',
    () => Object.assign(settings.notices, { mailbox: 'nobody@contoso.example' }),
    ['missing needed The mailbox of the notices is there'],
  ],
  [
    'nothing answers where notices go',
    () => {
      webhook.answers = false
      Object.assign(settings.notices, { webhook: { url: 'https://soc.contoso.example', key: 'a-file' } })
    },
    ['missing wanted The system that takes notices can be reached'],
  ],
  [
    'the helpdesk has no German name',
    () => {
      Object.assign(settings, { languages: [...settings.languages, 'de'] })
      Object.assign(settings.company.helpdesk, { name: { en: 'IT helpdesk' } })
    },
    ["missing wanted The company's own texts are there in each language"],
  ],
  ['the audit is not signed', () => Object.assign(settings, { audit: {} }), ['missing wanted The audit is signed outside the database']],
  [
    'reads are set above the limit',
    () => Object.assign(settings, { graph: { methodReads: { requests: 50, perSeconds: 10 } } }),
    ["too-much wanted Unlock reads sign-in methods within Graph's limit"],
  ],
]

test.each(broken)('when %s, it says so and nothing that is not so', async (_what, breakIt, says) => {
  expect(await foundAfter(breakIt)).toEqual(says)
})

test.each([
  ['User.Read.All', 'needed'],
  ['UserAuthenticationMethod.Read.All', 'needed'],
  ['Policy.Read.AuthenticationMethod', 'needed'],
  ['GroupMember.ReadBasic.All', 'wanted'],
  ['Policy.Read.All', 'wanted'],
])('without %s it says what stops, and what it could not look at counts as unknown, not as missing', async (name, level) => {
  const without = company.setUp.permissions.filter((permission) => permission !== name)
  const said = await foundAfter(() => Object.assign(company.setUp, { permissions: without }))
  expect(said.filter((line) => !line.startsWith('unknown'))).toEqual([`missing ${level} Permission ${name}`])
})

test.each([
  'UserAuthenticationMethod.ReadWrite.All',
  'RoleManagement.ReadWrite.Directory',
  'Application.ReadWrite.All',
  'AppRoleAssignment.ReadWrite.All',
  'Directory.ReadWrite.All',
  'Policy.ReadWrite.AuthenticationMethod',
])('T17 %s is too much, and stops a pipeline', async (name) => {
  company.setUp.permissions.push(name)
  expect(await found()).toContain(`too-much needed Permission ${name}`)
})

test('a permission that is only more than Unlock uses is worth mending, and stops nothing', async () => {
  company.setUp.permissions.push('Mail.Read')
  expect(await found()).toContain('too-much wanted Permission Mail.Read')
})

test('the exit code tells missing from unread, and counts the wanted only when it is strict', () => {
  const section = (verdict: 'missing' | 'unknown', level: 'needed' | 'wanted') => [
    { name: '', findings: [{ verdict, level, title: '', without: '', mend: '' }] },
  ]
  expect(exitCode(section('missing', 'needed'), false)).toBe(1)
  expect(exitCode(section('unknown', 'needed'), false)).toBe(2)
  expect(exitCode(section('missing', 'wanted'), false)).toBe(0)
  expect(exitCode(section('missing', 'wanted'), true)).toBe(1)
})
