// bot/readiness/permissions.json against what the bot really asks of Graph, and against what Microsoft wants for it.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createDirectory } from '../../bot/entra/create-directory.ts'
import { createEntra, openGraph } from '../../bot/entra/create-entra.ts'
import { createTenant } from '../../bot/entra/create-tenant.ts'
import file from '../../bot/readiness/permissions.json' with { type: 'json' }
import { Secret } from '../../bot/secret.ts'
import { type SampleCompany, startSampleCompany } from '../sample-company/company.ts'
import { groupId } from '../sample-company/groups.ts'
import { catalogId } from '../sample-company/ids.ts'
import { mayDo } from '../sample-company/permissions.ts'

let company: SampleCompany
beforeAll(async () => {
  company = await startSampleCompany()
})
beforeEach(() => company.reset())
afterAll(() => company.close())

const own = [...file.permissions, ...file.optional]
const names = own.map(({ name }) => name)
const callsOf = (permissions: { calls: string[] }[]) => permissions.flatMap(({ calls }) => calls)

/** "GET /users/{id}/manager", as the list has it. */
const general = (method: string, path: string) =>
  `${method} ${path
    .replace(/^\/(v1\.0|beta)/, '')
    .replace(/\?.*$/, '')
    .replace(/\/(users|groups|riskyUsers|temporaryAccessPassMethods)\/[^/]+/g, '/$1/{id}')}`

/** Everything the bot can ask of Graph, once. A method that is new has to be named here. */
async function askEverything(): Promise<void> {
  // More than Microsoft allows: with the real limit, what may wait would not be asked here.
  const limits = { authenticationMethods: { requests: 100, perSeconds: 10 } }
  const asking = { baseUrl: company.graphUrl, token: async () => 'token', limits }
  const ask = openGraph(asking)
  const { id } = company.person('Ines Moreau')
  const group = groupId('wave-1')
  const agents = new Secret('token of an agent')
  const entra = createEntra(asking, ask)
  const directory = createDirectory(asking, ask)
  const tenant = createTenant(asking)
  const asked = {
    entra: {
      profile: () => entra.profile(id),
      memberships: () => entra.memberships(id),
      methods: () => entra.methods(id),
      passkeyPolicy: () => entra.passkeyPolicy(),
      risk: () => entra.risk(id),
      signInFailures: () => entra.signInFailures(id, new Date()),
      standing: () => entra.standing(id),
      manager: () => entra.manager(id),
      members: () => entra.members(group),
      passes: () => entra.passes(id),
      passPolicy: () => entra.passPolicy(),
      createPass: () => entra.createPass(id, { lifetimeMinutes: 60, usableOnce: true }, agents),
      deletePass: () => entra.deletePass(id, 'pass'),
      revokeSessions: () => entra.revokeSessions(id),
      sendMail: () => entra.sendMail('help@contoso.example', { to: ['a@contoso.example'], subject: 'a', text: 'b' }),
      passAudits: () => entra.passAudits(new Date()),
    },
    directory: {
      findGroups: () => directory.findGroups('Wave'),
      members: () => directory.members(group),
      byAddress: () => directory.byAddress(['ines.moreau@contoso.example']),
      stillHere: () => directory.stillHere([id]),
      registrations: () => directory.registrations(),
      install: () => directory.install(id, catalogId),
    },
    tenant: {
      permissions: () => tenant.permissions(),
      methodPolicy: () => tenant.methodPolicy(),
      registrationRules: () => tenant.registrationRules(),
      group: () => tenant.group(group),
      app: () => tenant.app(company.appId),
      registrationReport: () => tenant.registrationReport(),
      risk: () => tenant.risk(),
    },
  }
  for (const [room, methods] of Object.entries({ entra, directory, tenant }))
    expect(Object.keys(asked[room as keyof typeof asked]).sort(), room).toEqual(Object.keys(methods).sort())
  await Promise.all(Object.values(asked).flatMap((each) => Object.values(each).map((call) => call())))
}

test('the list names every call that the bot makes, and no other', async () => {
  const seen = new Set<string>()
  const stop = company.onGraphRequest(({ method, path }) => void seen.add(general(method, path)))
  await askEverything()
  stop()
  expect([...seen].sort()).toEqual([...new Set([...callsOf(own), ...callsOf(file.delegated)])].sort())
})

test.each(own.filter(({ calls }) => calls.length > 0))(
  '$name is enough for its calls, and no other on the list would do',
  ({ name, calls }) => {
    for (const call of calls) {
      const [method = '', path = ''] = call.replaceAll('{id}', 'an-id').split(' ')
      expect(mayDo([name], method, path), call).toBe(true)
      const others = names.filter((each) => each !== name && !coveredBy[name]?.includes(each))
      expect(mayDo(others, method, path), call).toBe(false)
    }
  },
)

/** A larger one that the bot holds for another reason; the smaller one stays, so that the larger can go. */
const coveredBy: Record<string, string[]> = {
  'GroupMember.ReadBasic.All': ['Group.ReadBasic.All'],
  'Policy.Read.AuthenticationMethod': ['Policy.Read.All'],
  'RoleEligibilitySchedule.Read.Directory': ['RoleManagement.Read.Directory'],
}

test('nothing on the list is forbidden, but what the settings have to ask for', () => {
  const caught = names.filter((name) => file.forbidden.some(({ pattern }) => new RegExp(pattern).test(name)))
  expect(caught).toEqual(['UserAuthMethod-TAP.ReadWrite.All'])
  expect(file.optional.map(({ name }) => name)).toContain('UserAuthMethod-TAP.ReadWrite.All')
})
