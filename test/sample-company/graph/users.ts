// Users, their managers and what they are members of (graph.md 4.7).
import { groupsOf, mobileOf, rolesOf, type Wire } from '../account.ts'
import { uuidOf } from '../ids.ts'
import { places, rows } from '../people.ts'
import { settings } from '../settings.ts'
import { tellCompany } from '../tenant.ts'
import { type Employee, everyone, upnOf, type World } from '../world.ts'
import { groupWire } from './groups.ts'
import { GraphError, notFound } from './odata.ts'
import { roleWire } from './roles.ts'
import { type GraphCall, list, named, needAdvancedQuery, needPermission, type Outcome, type Route } from './route.ts'

/** What Graph sends of a user when nothing is selected: neither userType nor accountEnabled. */
const usual = [
  'id',
  'businessPhones',
  'displayName',
  'givenName',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
]

export const userRoutes: Route[] = [
  ['GET', '/users', (call) => list([...asked(call).map((employee) => userWire(employee, call)), ...sharedMailbox(call)], { usual })],
  ['GET', '/users/$count', ({ world }) => ({ reply: { status: 200, text: String(world.employees.size) } })],
  ['GET', '/users/:user', (call) => ({ entity: userWire(named(call), call), usual })],
  ['GET', '/users/:user/manager', manager],
  ['GET', '/users/:user/transitiveMemberOf', (call) => list([...rolesWire(call), ...groupsWire(call), ...unitsWire(call)])],
  ['GET', '/users/:user/transitiveMemberOf/graph.group', cast(groupsWire)],
  ['GET', '/users/:user/transitiveMemberOf/graph.directoryRole', cast(rolesWire)],
  ['GET', '/users/:user/ownedObjects', (call) => list(ownedWire(call))],
  ['POST', '/users/:user/revokeSignInSessions', revokeSessions],
  ['POST', '/users/:user/sendMail', sendMail],
]

/** An account of its own to Graph, and nobody to us: it shows where it is asked for by its address. */
function sharedMailbox({ query }: GraphCall): Wire[] {
  const { mailbox } = settings.notices
  if (!query.get('$filter')?.includes(`'${mailbox}'`)) return []
  return [
    { id: uuidOf(`mailbox ${mailbox}`), displayName: 'IT helpdesk', mail: mailbox, userPrincipalName: mailbox, accountEnabled: false },
  ]
}

/** Drawing a crowd to find fifteen of them would take longer than all else; the filter is applied all the same. */
function asked({ world, query }: GraphCall): Employee[] {
  const ids = /^id in \(([^)]*)\)$/.exec(query.get('$filter') ?? '')?.[1]
  if (ids === undefined) return everyone(world)
  return [...ids.matchAll(/'([^']+)'/g)].flatMap(([, id = '']) => world.employees.get(id.toLowerCase()) ?? [])
}

export function userWire(employee: Employee, call: Pick<GraphCall, 'query' | 'world'>): Wire {
  const { row, guest } = employee
  const [givenName = '', ...surname] = employee.name.split(' ')
  const { country, language } = places[row.place]
  const boss = call.query.get('$expand')?.startsWith('manager') ? bossOf(call.world, employee) : undefined
  return {
    '@odata.type': '#microsoft.graph.user',
    id: employee.id,
    displayName: employee.name,
    givenName,
    surname: surname.join(' '),
    userPrincipalName: upnOf(employee),
    mail: employee.mail,
    otherMails: [],
    jobTitle: employee.title,
    department: departmentOf(employee),
    officeLocation: row.place,
    city: row.place,
    country,
    usageLocation: country,
    preferredLanguage: language,
    mobilePhone: mobileOf(row),
    businessPhones: [],
    userType: guest ? 'Guest' : 'Member',
    accountEnabled: employee.account.enabled,
    createdDateTime: (employee.hiredAt ?? new Date('2024-02-01T09:00:00Z')).toISOString(),
    employeeHireDate: (employee.hiredAt ?? new Date('2024-02-01T09:00:00Z')).toISOString(),
    employeeId: employee.number,
    assignedLicenses: !employee.licensed ? [] : [{ disabledPlans: [], skuId: licence }],
    ...(boss ? { manager: { '@odata.type': '#microsoft.graph.user', id: boss.id, displayName: boss.name } } : {}),
  }
}

// Office 365 E3, as every tenant names it.
const licence = '6fd2c87f-b296-42f0-b197-1e91e994b900'

const departments: Record<string, string> = {
  'Lars Haugen': 'Operations',
  'Greta Schneider': 'Finance',
  'Sofia Andersson': 'IT',
  'Ingrid Solberg': 'IT',
  'Camille Laurent': 'Communications',
}

const departmentOf = (employee: Employee) => departments[employee.name] ?? departments[bossName(employee) ?? ''] ?? null

const chief = rows.find(({ in: groups }) => groups?.includes('vip'))?.name

/** Most people report to the head of operations; the chief, guests and emergency accounts to nobody. */
function bossName({ name, row, guest, boss }: Employee): string | undefined {
  if (boss !== undefined) return boss ?? undefined
  if (guest || name === chief || row.in?.includes('break-glass')) return undefined
  return row.boss ?? 'Lars Haugen'
}

export function bossOf(world: World, employee: Employee): Employee | undefined {
  const name = bossName(employee)
  return everyone(world).find((each) => each.name === name)
}

/** From the helpdesk's mailbox, or a person's. */
function sendMail(call: GraphCall): Outcome {
  needPermission(call, 'Mail.Send')
  const mailbox = settings.notices.mailbox
  const mail = call.params.user === mailbox ? mailbox : named(call).mail
  const { message } = call.body as { message?: { subject?: string; body?: { content?: string }; toRecipients?: Recipient[] } }
  const to = (message?.toRecipients ?? []).flatMap(({ emailAddress }) => emailAddress?.address ?? [])
  if (!message || to.length === 0) throw new GraphError(400, 'ErrorInvalidRecipients', 'At least one recipient is needed.')
  const { subject = '', body } = message
  call.world.mails.push({ at: new Date().toISOString(), from: mail, to, subject, text: body?.content ?? '' })
  tellCompany(call.world)
  return { reply: { status: 202 } }
}

interface Recipient {
  emailAddress?: { address?: string }
}

function revokeSessions(call: GraphCall): Outcome {
  needPermission(call, 'User.RevokeSessions.All')
  named(call)
  return { reply: { status: 200, body: { value: true } } }
}

function manager(call: GraphCall): Outcome {
  const employee = named(call)
  const boss = bossOf(call.world, employee)
  if (!boss) throw notFound('manager')
  return { entity: userWire(boss, { query: new URLSearchParams(), world: call.world }), usual }
}

function groupsWire(call: GraphCall): Wire[] {
  return [...groupsOf(named(call).account)].map(groupWire)
}

function ownedWire(call: GraphCall): Wire[] {
  const { owns } = named(call).row
  return owns ? [groupWire(owns)] : []
}

/** Board and emergency accounts are in a unit of their own, which admins of the whole tenant may not touch. */
function unitsWire(call: GraphCall): Wire[] {
  if (!named(call).row.restricted) return []
  const unit = { id: uuidOf('unit board'), displayName: 'Board', isMemberManagementRestricted: true }
  return [{ '@odata.type': '#microsoft.graph.administrativeUnit', ...unit, description: null, visibility: null }]
}

function rolesWire(call: GraphCall): Wire[] {
  return [...rolesOf(named(call).account)].map(roleWire)
}

function cast(wires: (call: GraphCall) => Wire[]) {
  return (call: GraphCall): Outcome => {
    needAdvancedQuery(call)
    return list(wires(call))
  }
}
