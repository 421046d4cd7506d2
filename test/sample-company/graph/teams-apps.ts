// The bot's own installations, and chats (graph.md 4.12, 4.13, 4.15).
import type { Wire } from '../account.ts'
import { appId, catalogId, opaqueOf } from '../ids.ts'
import { installApp, uninstallApp } from '../teams.ts'
import { type Employee, everyone, graphChatId, installationId } from '../world.ts'
import { GraphError, notFound } from './odata.ts'
import { type GraphCall, list, named, type Outcome, oneOf, type Route } from './route.ts'

const home = '/users/:user/teamwork/installedApps'

export const teamsRoutes: Route[] = [
  ['GET', home, (call) => list(installations(call))],
  ['POST', home, install],
  ['GET', `${home}/:installation`, (call) => oneOf(installations(call), call.params.installation)],
  ['DELETE', `${home}/:installation`, uninstall],
  ['GET', `${home}/:installation/chat`, chatOf],
  ['GET', '/appCatalogs/teamsApps', (call) => list(call.world.setUp.app ? [catalogEntry(call)] : [])],
  ['GET', '/appCatalogs/teamsApps/:app', (call) => oneOf(call.world.setUp.app ? [catalogEntry(call)] : [], call.params.app)],
  ['GET', '/users/:user/chats', (call) => list(chats([named(call)]))],
  ['GET', '/chats/:chat', (call) => oneOf(chats(everyone(call.world)), call.params.chat)],
]

const teamsApp: Wire = { id: catalogId, externalId: appId, displayName: 'Unlock', distributionMethod: 'organization' }

const catalogEntry = ({ query, world }: GraphCall): Wire => {
  const definition = {
    id: opaqueOf('definition', 12),
    teamsAppId: catalogId,
    displayName: 'Unlock',
    version: world.setUp.app?.version,
    publishingState: world.setUp.app?.published ? 'published' : 'submitted',
  }
  return query.get('$expand')?.startsWith('appDefinitions') ? { ...teamsApp, appDefinitions: [definition] } : teamsApp
}

/** The app itself is sent on `$expand=teamsApp` only, but filters may name it. */
function installations(call: GraphCall): Wire[] {
  const employee = named(call)
  if (!employee.app.installed) return []
  const expand = call.query.get('$expand') ?? ''
  const wire = { id: installationId(employee), ...(expand.includes('teamsApp') || call.query.get('$filter') ? { teamsApp } : {}) }
  return [wire]
}

function install(call: GraphCall): Outcome {
  const employee = named(call)
  const bound = String(call.body['teamsApp@odata.bind'] ?? '')
  if (!bound) throw new GraphError(400, 'BadRequest', 'Bad request: teamsApp@odata.bind is missing.')
  if (!bound.endsWith(`/appCatalogs/teamsApps/${catalogId}`)) throw new GraphError(404, 'NotFound', 'The app is not in the catalogue.')
  if (employee.app.blockedByPolicy) throw new GraphError(403, 'Forbidden', 'App is blocked by app permission policy.')
  if (employee.app.installed) throw new GraphError(409, 'Conflict', 'App already installed.')
  // Teams tells the bot on its own time: the answer does not wait for it.
  void installApp(call.world, employee)
  return { reply: { status: 201 } }
}

function needInstallation(call: GraphCall): void {
  const employee = named(call)
  if (!employee.app.installed || installationId(employee) !== call.params.installation) throw notFound(call.params.installation)
}

function chatOf(call: GraphCall): Outcome {
  needInstallation(call)
  return { entity: chatWire(named(call)) }
}

function uninstall(call: GraphCall): Outcome {
  needInstallation(call)
  void uninstallApp(call.world, named(call))
  return { reply: { status: 204 } }
}

const chatWire = (employee: Employee): Wire => ({
  id: graphChatId(employee),
  topic: null,
  createdDateTime: '2026-08-04T23:10:28.51Z',
  lastUpdatedDateTime: '2026-08-04T23:10:28.51Z',
  chatType: 'oneOnOne',
})

const chats = (employees: Employee[]): Wire[] => employees.filter(({ app }) => app.installed).map(chatWire)
