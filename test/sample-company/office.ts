// The office: what administrators see and do, and the office API over HTTP (office-api.ts).
import { groupsOf, passkeyMethod, rolesOf } from './account.ts'
import { tellBot } from './bot.ts'
import { viewOf } from './chat.ts'
import { faultsOf, setFaults } from './faults.ts'
import { bossOf } from './graph/users.ts'
import { findGroup, groupRow } from './groups.ts'
import { type Asked, json, match, type Reply } from './http.ts'
import type {
  AppDeed,
  CompanyDeed,
  EntraDeed,
  EntraView,
  Fault,
  OpenChat,
  Person,
  PhoneDeed,
  PhoneState,
  Press,
  Say,
} from './office-api.ts'
import { givePass, passAudit, passOf } from './passes.ts'
import { phoneState } from './phone.ts'
import { PhoneSays, usePhone } from './phones.ts'
import { profilesFor } from './policy.ts'
import { changeApp, openChat, press, say, TeamsSays } from './teams.ts'
import { changeCompany, companyView } from './tenant.ts'
import { type Employee, everyone, upnOf, type World } from './world.ts'

export const personOf = ({ id, name, title, mail, story, phoneModel, teamsId, helpdesk }: Employee): Person => ({
  id,
  name,
  title,
  mail,
  story,
  phoneModel,
  teamsId,
  helpdesk,
})

export function entraView(world: World, employee: Employee): EntraView {
  const { account } = employee
  passOf(account)
  return {
    profile: {
      userType: employee.guest ? 'Guest' : 'Member',
      enabled: account.enabled,
      userPrincipalName: upnOf(employee),
      employeeNumber: employee.number,
    },
    methods: account.methods.map((method) => ({
      type: method['@odata.type'].replace(/^#microsoft\.graph\.(.*)AuthenticationMethod$/, '$1'),
      id: method.id,
      name: method.displayName as string | undefined,
      aaGuid: method.aaGuid as string | undefined,
      createdAt: method.createdDateTime as string | undefined,
    })),
    groups: [...groupsOf(account)].map((key) => groupRow(key).name),
    roles: [...rolesOf(account)],
    signIn: structuredClone(employee.signIn),
    manager: bossOf(world, employee)?.name,
    risk: account.risk && { level: account.risk.level, state: account.risk.state },
  }
}

/** Something an administrator cannot do. */
class NotPossible extends Error {}

export function administer(world: World, employee: Employee, deed: EntraDeed): EntraView {
  const { account } = employee
  switch (deed.do) {
    case 'delete-method':
      account.methods = account.methods.filter(({ id }) => id !== deed.id)
      break
    case 'issue-pass':
      issueByHand(world, employee, deed)
      break
    case 'set-sign-in':
      Object.assign(employee.signIn, deed.signIn)
      break
    case 'set-manager':
      employee.boss = deed.manager
      break
    case 'set-hired':
      employee.hiredAt = deed.daysAgo === null ? undefined : new Date(Date.now() - deed.daysAgo * 86_400_000)
      break
    case 'set-self-service':
      world.policy.selfService = deed.on
      break
    case 'set-enabled':
      account.enabled = deed.enabled
      break
    case 'set-directory':
      Object.assign(employee, { number: deed.employeeId ?? employee.number, licensed: deed.licensed ?? employee.licensed })
      break
    case 'add-passkey':
      account.methods.push(Object.assign(passkeyMethod('google', employee.phone.model, false), { aaGuid: deed.aaguid, model: null }))
      break
    case 'add-security-key':
      account.methods.push(passkeyMethod('security-key', employee.phone.model, true))
      break
    case 'set-attestation':
      // A rule of the company, so it changes for everybody under the same profile.
      for (const profile of profilesFor(world.policy, account)) profile.attestation = deed.on
      break
    default: {
      const group = findGroup(deed.group)
      if (!group) throw new NotPossible(`No group is called ${deed.group}.`)
      if (deed.do === 'add-to-group') account.groups.add(group)
      else account.groups.delete(group)
    }
  }
  return tellAccount(world, employee)
}

/** In the portal: Entra writes down who, and the bot knows of nothing. */
function issueByHand(world: World, target: Employee, { by, start, minutes, once }: Extract<EntraDeed, { do: 'issue-pass' }>): void {
  const admin = everyone(world).find(({ name }) => name === (by ?? 'Ingrid Solberg'))
  if (!admin) throw new NotPossible(`Nobody is called ${by}.`)
  world.audits.push(
    passAudit({
      pass: givePass(target.account, { start: start === undefined ? undefined : new Date(start), minutes, once }),
      target,
      by: admin,
    }),
  )
}

function tellAccount(world: World, employee: Employee): EntraView {
  const entra = entraView(world, employee)
  world.tell({ type: 'entra', personId: employee.id, entra })
  world.tell({ type: 'phone', personId: employee.id, phone: phoneState(employee.phone, employee.account) })
  return entra
}

export function doOnPhone(world: World, employee: Employee, deed: PhoneDeed): PhoneState {
  try {
    usePhone(employee, deed)
  } finally {
    // A refused passkey is left over on the phone: that shows too.
    tellAccount(world, employee)
  }
  return phoneState(employee.phone, employee.account)
}

async function accepted(work: Promise<void> | void): Promise<Reply> {
  await work
  return json(202, {})
}

function switchFaults(world: World, faults: unknown): Reply {
  if (!Array.isArray(faults)) return json(400, { error: 'A list of faults is needed.' })
  setFaults(world, faults as Fault[])
  return json(200, faultsOf(world))
}

function administerCompany(world: World, deed: CompanyDeed): Reply {
  const view = changeCompany(world, deed)
  return view ? json(200, view) : json(400, { error: 'No such permission.' })
}

type Handler = (world: World, body: unknown, employee: Employee, query: URLSearchParams) => Reply | Promise<Reply>

const ofPerson: [string, string, Handler][] = [
  [
    'GET',
    'chat',
    (_, __, employee) =>
      json(
        200,
        employee.chat.items.map((item) => viewOf(item, employee.id)),
      ),
  ],
  ['POST', 'open', (world, body, employee) => accepted(openChat(world, employee, (body as OpenChat).on))],
  ['POST', 'say', async (world, body, employee) => json(202, await say(world, employee, body as Say))],
  ['POST', 'press', async (world, body, employee) => json(200, await press(world, employee, body as Press))],
  ['POST', 'app', (world, body, employee) => accepted(changeApp(world, employee, body as AppDeed))],
  ['GET', 'phone', (_, __, employee) => json(200, phoneState(employee.phone, employee.account))],
  ['POST', 'phone', (world, body, employee) => json(200, doOnPhone(world, employee, body as PhoneDeed))],
  ['GET', 'entra', (world, _, employee) => json(200, entraView(world, employee))],
  ['POST', 'entra', (world, body, employee) => json(200, administer(world, employee, body as EntraDeed))],
]

type CompanyHandler = (world: World, body: unknown, query: URLSearchParams) => Reply | Promise<Reply>

const ofCompany: [string, string, CompanyHandler][] = [
  ['GET', '/people', (world) => json(200, everyone(world).map(personOf))],
  [
    'GET',
    '/channel',
    (world, _, query) =>
      json(
        200,
        world.channel.items.map((item) => viewOf(item, query.get('as') ?? undefined)),
      ),
  ],
  ['GET', '/company', (world) => json(200, companyView(world))],
  ['POST', '/company', (world, body) => administerCompany(world, body as CompanyDeed)],
  ['GET', '/faults', (world) => json(200, faultsOf(world))],
  ['PUT', '/faults', switchFaults],
  ['POST', '/reset', (world) => accepted(world.reset())],
  ['GET', '/log', (world) => json(200, world.log)],
  ['POST', '/raw', async (world, body) => json(200, await raw(world, body as { activity: unknown; headers?: Record<string, string> }))],
]

const raw = (world: World, { activity, headers }: { activity: unknown; headers?: Record<string, string> }) =>
  tellBot(world, activity, headers)

export async function answerOffice(world: World, asked: Asked): Promise<Reply> {
  const [path = '', search = ''] = asked.path.split('?')
  const query = new URLSearchParams(search)
  try {
    for (const [method, pattern, handler] of ofCompany) {
      if (method === asked.method && match(pattern, path)) return await handler(world, asked.body, query)
    }
    const found = match('/people/:id/:thing', path)
    const employee = world.employees.get(found?.id?.toLowerCase() ?? '')
    if (found && !employee) return json(404, { error: 'No such person.' })
    const handler = ofPerson.find(([method, thing]) => method === asked.method && thing === found?.thing)?.[2]
    if (!handler || !employee) return json(404, { error: 'No such office.' })
    return await handler(world, asked.body ?? {}, employee, query)
  } catch (error) {
    if (error instanceof PhoneSays || error instanceof TeamsSays) return json(409, { error: error.message })
    if (error instanceof NotPossible) return json(400, { error: error.message })
    throw error
  }
}
