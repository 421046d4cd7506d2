// Users, their managers and what they are members of (graph.md 4.7).
import { groupsOf, mobileOf, rolesOf, type Wire } from '../account.ts'
import { places, rows } from '../people.ts'
import { type Employee, everyone, upnOf, type World } from '../world.ts'
import { groupWire } from './groups.ts'
import { notFound } from './odata.ts'
import { roleWire } from './roles.ts'
import { type GraphCall, list, named, needAdvancedQuery, type Outcome, type Route } from './route.ts'

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
  [
    'GET',
    '/users',
    (call) =>
      list(
        asked(call).map((employee) => userWire(employee, call)),
        { usual },
      ),
  ],
  ['GET', '/users/$count', ({ world }) => ({ reply: { status: 200, text: String(world.employees.size) } })],
  ['GET', '/users/:user', (call) => ({ entity: userWire(named(call), call), usual })],
  ['GET', '/users/:user/manager', manager],
  ['GET', '/users/:user/transitiveMemberOf', (call) => list([...rolesWire(call), ...groupsWire(call)])],
  ['GET', '/users/:user/transitiveMemberOf/graph.group', cast(groupsWire)],
  ['GET', '/users/:user/transitiveMemberOf/graph.directoryRole', cast(rolesWire)],
  ['POST', '/users/:user/sendMail', sendMail],
]

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
    createdDateTime: '2024-02-01T09:00:00Z',
    ...(boss ? { manager: { '@odata.type': '#microsoft.graph.user', id: boss.id, displayName: boss.name } } : {}),
  }
}

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
function bossName({ name, row, guest }: Employee): string | undefined {
  if (guest || name === chief || row.in?.includes('break-glass')) return undefined
  return row.boss ?? 'Lars Haugen'
}

function bossOf(world: World, employee: Employee): Employee | undefined {
  const name = bossName(employee)
  return everyone(world).find((each) => each.name === name)
}

function sendMail(call: GraphCall): Outcome {
  named(call)
  return { reply: { status: 202 } }
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

function rolesWire(call: GraphCall): Wire[] {
  return [...rolesOf(named(call).account)].map(roleWire)
}

function cast(wires: (call: GraphCall) => Wire[]) {
  return (call: GraphCall): Outcome => {
    needAdvancedQuery(call)
    return list(wires(call))
  }
}
