// Groups and who is in them (graph.md 4.8).
import { groupsOf, type Wire } from '../account.ts'
import { findGroup, type GroupKey, groupId, groupKeys, groupRow } from '../groups.ts'
import { everyone } from '../world.ts'
import { notFound } from './odata.ts'
import { type GraphCall, list, needAdvancedQuery, type Outcome, type Route } from './route.ts'
import { userWire } from './users.ts'

export const groupRoutes: Route[] = [
  ['GET', '/groups', () => list(groupKeys.map(groupWire))],
  ['GET', '/groups/delta', delta],
  ['GET', '/groups/delta()', delta],
  ['GET', '/groups/graph.delta', delta],
  ['GET', '/groups/graph.delta()', delta],
  ['GET', '/groups/:group', (call) => ({ entity: groupWire(keyOf(call)) })],
  ['GET', '/groups/:group/transitiveMembers', (call) => list([...nested(keyOf(call)).map(groupWire), ...members(call)])],
  ['GET', '/groups/:group/transitiveMembers/$count', (call) => ({ reply: { status: 200, text: String(members(call).length) } })],
  ['GET', '/groups/:group/transitiveMembers/graph.user', memberUsers],
]

export const groupWire = (key: GroupKey): Wire => ({
  '@odata.type': '#microsoft.graph.group',
  id: groupId(key),
  displayName: groupRow(key).name,
  description: null,
  mail: null,
  mailEnabled: false,
  mailNickname: key,
  securityEnabled: true,
  groupTypes: [],
  isAssignableToRole: groupRow(key).role ? true : null,
  createdDateTime: '2024-02-01T09:00:00Z',
})

/** By id only: Graph knows no other name for a group. */
function keyOf({ params }: GraphCall): GroupKey {
  const key = groupKeys.find((each) => groupId(each) === params.group?.toLowerCase())
  if (!key) throw notFound(params.group)
  return key
}

const nested = (key: GroupKey): GroupKey[] => groupKeys.filter((each) => groupRow(key).holds?.includes(each))

const members = (call: GraphCall): Wire[] => {
  const key = keyOf(call)
  return everyone(call.world)
    .filter(({ account }) => groupsOf(account).has(key))
    .map((employee) => userWire(employee, call))
}

function memberUsers(call: GraphCall): Outcome {
  needAdvancedQuery(call)
  return list(members(call))
}

/** One page with everything; nothing ever changes after it but what a caller would see by asking anew. */
function delta({ world, query }: GraphCall): Outcome {
  const wanted = /id eq '([^']+)'/.exec(query.get('$filter') ?? '')?.[1]
  const keys = query.has('$deltatoken') ? [] : groupKeys.filter((key) => !wanted || findGroup(wanted) === key)
  const value = keys.map((key) => ({
    id: groupId(key),
    displayName: groupRow(key).name,
    'members@delta': everyone(world)
      .filter(({ account }) => account.groups.has(key))
      .map(({ id }) => ({ '@odata.type': '#microsoft.graph.user', id })),
  }))
  const body = {
    '@odata.context': 'https://graph.microsoft.com/v1.0/$metadata#groups',
    '@odata.deltaLink': `${world.url}/graph/v1.0/groups/delta?$deltatoken=now`,
    value,
  }
  return { reply: { status: 200, body } }
}
