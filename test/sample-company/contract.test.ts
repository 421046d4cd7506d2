// Every answer that the sample company gives in Graph's name keeps Graph's own contract.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkAnswer, checkRequest, contractIsHere } from '../support/contract.ts'
import { type SampleCompany, startSampleCompany } from './company.ts'
import { groupId, roleId } from './groups.ts'
import { uuidOf } from './ids.ts'

if (!contractIsHere) console.log('Left out: the Graph contract test, because UNLOCK_CONTRACT_DIR does not name its folder.')

const ofAPerson = [
  '',
  '?$select=id,displayName,userType,accountEnabled,preferredLanguage,mobilePhone',
  '?$expand=manager($select=id,displayName)',
  '/manager',
  '/transitiveMemberOf',
  '/transitiveMemberOf?$select=id,displayName&$top=2',
  '/transitiveMemberOf/microsoft.graph.group?$count=true&$select=id',
  '/transitiveMemberOf/graph.directoryRole?$count=true',
  '/transitiveMemberOf/graph.directoryRole',
  '/transitiveMemberOf?$select=id,displayName,roleTemplateId,isAssignableToRole,isMemberManagementRestricted&$top=999',
  '?$select=id,displayName,userPrincipalName,userType,accountEnabled,assignedLicenses,createdDateTime,employeeHireDate,employeeId,otherMails',
  '/authentication/methods',
  '/authentication/methods/28c10230-6103-485e-b985-444c60001490',
  '/authentication/fido2Methods',
  '/authentication/fido2Methods/none',
  '/authentication/microsoftAuthenticatorMethods',
  '/authentication/temporaryAccessPassMethods',
  '/registeredDevices',
  '/registeredDevices/microsoft.graph.device?$count=true',
  '/managedDevices',
  '/teamwork/installedApps',
  '/teamwork/installedApps?$expand=teamsApp',
  '/chats',
]

const ofTheCompany = [
  '/users?$top=7&$select=id,displayName,userPrincipalName,accountEnabled&$count=true',
  "/users?$filter=userType eq 'Guest'&$select=id",
  '/users?$filter=whatever(x)',
  '/users?$top=5000',
  '/groups',
  '/groups/delta',
  `/groups/${groupId('wave-1')}`,
  `/groups/${groupId('wave-1')}/transitiveMembers`,
  `/groups/${groupId('wave-1')}/transitiveMembers/microsoft.graph.user?$count=true&$top=5`,
  `/groups/${groupId('wave-1')}/transitiveMembers/microsoft.graph.user`,
  '/groups/00000000-0000-0000-0000-00000000dead',
  '/directoryRoles',
  `/directoryRoles/${roleId('Exchange Administrator')}/members`,
  `/directoryRoles/${roleId('User Administrator')}/members`,
  `/roleManagement/directory/roleAssignments?$filter=principalId eq '${uuidOf('Fatima Zahra Benali')}'`,
  '/policies/authenticationMethodsPolicy',
  '/policies/authenticationMethodsPolicy/authenticationMethodConfigurations',
  '/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/fido2',
  '/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/temporaryAccessPass',
  '/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/none',
  '/reports/authenticationMethods/userRegistrationDetails?$top=10',
  `/reports/authenticationMethods/userRegistrationDetails/${uuidOf('Amara Okafor')}`,
  "/reports/authenticationMethods/userRegistrationDetails?$filter=methodsRegistered/any(m:m eq 'passKeyDeviceBound')",
  "/identityProtection/riskyUsers?$filter=riskLevel eq 'high' and riskState eq 'atRisk'",
  `/identityProtection/riskyUsers/${uuidOf('Diego Fuentes')}`,
  `/identityProtection/riskyUsers/${uuidOf('Ines Moreau')}`,
  `/auditLogs/signIns?$filter=userId eq '${uuidOf('Amara Okafor')}' and createdDateTime ge 2026-01-01T00:00:00Z`,
  `/auditLogs/signIns?$filter=userId eq '${uuidOf('Amara Okafor')}'&$select=createdDateTime,status&$top=50`,
  `/identityProtection/riskyUsers/${uuidOf('Diego Fuentes')}?$select=riskState,riskLevel`,
  "/auditLogs/signIns?$filter=signInEventTypes/any(t:t eq 'interactiveUser')",
  '/appCatalogs/teamsApps',
  '/appCatalogs/teamsApps?$expand=appDefinitions',
  '/deviceManagement/managedDevices?$top=3',
]

describe.skipIf(!contractIsHere)('the Graph of the sample company', () => {
  let company: SampleCompany
  beforeAll(async () => {
    company = await startSampleCompany()
    company.usePhone(uuidOf('Amara Okafor'), { do: 'sign-in-with-passkey' })
    await company.open(uuidOf('Ines Moreau'), 'iOS')
    company.administer(uuidOf('Tomasz Nowak'), { do: 'issue-pass' })
    company.administerCompany({ do: 'permit', permission: 'UserAuthMethod-TAP.ReadWrite.All' })
  })
  afterAll(() => company.close())

  async function problemsOf(path: string, request: { method?: string; body?: unknown; token?: string } = {}): Promise<string[]> {
    const { method = 'GET', body, token = 'Bearer sample' } = request
    const headers = { authorization: token, consistencylevel: 'eventual', 'content-type': 'application/json' }
    const response = await fetch(`${company.graphUrl}${path}`, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
    })
    const text = await response.text()
    const answer: unknown = text === '' ? undefined : JSON.parse(text)
    return [...checkRequest(method, path, body), ...checkAnswer(method, path, response.status, answer)]
  }

  it.each(['v1.0', 'beta'])('answers about every person as the contract says (%s)', async (version) => {
    const problems: string[] = []
    for (const { id } of company.people) {
      for (const path of ofAPerson) problems.push(...(await problemsOf(`/${version}/users/${id}${path}`)))
    }
    expect(problems).toEqual([])
  })

  it.each(['v1.0', 'beta'].flatMap((version) => ofTheCompany.map((path) => `/${version}${path}`)))(
    'answers %s as the contract says',
    async (path) => {
      expect(await problemsOf(path)).toEqual([])
    },
  )

  it('refuses in the shape of the contract', async () => {
    const nobody = '/v1.0/users/00000000-0000-0000-0000-00000000dead'
    for (const path of [nobody, `${nobody}/manager`, `${nobody}/authentication/methods`]) expect(await problemsOf(path)).toEqual([])
    expect(await problemsOf('/v1.0/users', { token: '' })).toEqual([])
    company.faults.set({ where: 'graph', path: '', fault: { kind: 'status', status: 503, retryAfter: 1 } })
    expect(await problemsOf('/v1.0/users')).toEqual([])
    company.faults.clear()
  })

  it.each(['v1.0', 'beta'])('gives and takes back a pass as the contract says (%s)', async (version) => {
    const passes = `/${version}/users/${uuidOf('Yuki Tanaka')}/authentication/temporaryAccessPassMethods`
    expect(await problemsOf(passes, { method: 'POST', body: { lifetimeInMinutes: 60, isUsableOnce: true } })).toEqual([])
    expect(await problemsOf(passes, { method: 'POST', body: { lifetimeInMinutes: 5 } })).toEqual([])
    expect(await problemsOf(passes)).toEqual([])
    const pass = company.entraOf(uuidOf('Yuki Tanaka')).methods.find(({ type }) => type === 'temporaryAccessPass')
    expect(await problemsOf(`${passes}/${pass?.id}`, { method: 'DELETE' })).toEqual([])
    expect(await problemsOf(`${passes}/${pass?.id}`, { method: 'DELETE' })).toEqual([])
  })

  it('installs the app and answers batches as the contract says', async () => {
    const home = `/v1.0/users/${uuidOf('Freja Nielsen')}`
    const body = { 'teamsApp@odata.bind': `https://graph.microsoft.com/v1.0/appCatalogs/teamsApps/${company.catalogId}` }
    expect(await problemsOf(`${home}/teamwork/installedApps`, { method: 'POST', body })).toEqual([])
    expect(await problemsOf(`${home}/teamwork/installedApps`, { method: 'POST', body })).toEqual([])
    const requests = ['/users', '/users/nobody'].map((url, index) => ({ id: String(index), method: 'GET', url }))
    expect(await problemsOf('/v1.0/$batch', { method: 'POST', body: { requests } })).toEqual([])
    expect(await problemsOf('/v1.0/$batch', { method: 'POST', body: { requests: [requests[0], requests[0]] } })).toEqual([])
  })

  it('would notice a property that Graph does not have', () => {
    const path = `/v1.0/users/${uuidOf('Ines Moreau')}/authentication/fido2Methods`
    expect(checkAnswer('GET', path, 200, { value: [{ id: 'a', clientAppName: 'x' }] })).not.toEqual([])
    expect(checkAnswer('GET', path, 200, { value: [{ id: 'a', createdDateTime: 'yesterday' }] })).not.toEqual([])
    expect(checkRequest('GET', '/v1.0/users?$wrong=1')).not.toEqual([])
    expect(checkRequest('PATCH', path)).not.toEqual([])
  })
})
