// The token service: who acts, and what Entra then lets them do.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type SampleCompany, startSampleCompany } from './company.ts'

let company: SampleCompany
beforeAll(async () => {
  company = await startSampleCompany()
})
beforeEach(() => company.reset())
afterAll(() => company.close())

const ines = () => company.person('Ines Moreau').id

describe('the token service', () => {
  const form = (body: Record<string, string>) => ({ method: 'POST', body: new URLSearchParams(body) })
  const url = () => `${company.tokenUrl}/${company.tenantId}/oauth2/v2.0/token`
  const accessToken = async (body: Record<string, string>) =>
    ((await (await fetch(url(), form(body))).json()) as { access_token: string }).access_token
  const onBehalfOf = (name: string) =>
    accessToken({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      client_id: 'bot',
      assertion: company.ssoToken(company.person(name).id),
    })
  const givePass = async (target: string, token: string) => {
    const path = `${company.graphUrl}/v1.0/users/${company.person(target).id}/authentication/temporaryAccessPassMethods`
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
    return (await fetch(path, { method: 'POST', headers, body: '{}' })).status
  }

  it('lets Entra cap what an agent may do: no administrators, not themselves', async () => {
    const marcus = await onBehalfOf('Marcus Johansen')
    expect(await givePass('Yuki Tanaka', marcus)).toBe(201)
    expect(await givePass('Fatima Zahra Benali', marcus)).toBe(403)
    expect(await givePass('Marcus Johansen', marcus)).toBe(403)
    expect(await givePass('Fatima Zahra Benali', await onBehalfOf('Ingrid Solberg'))).toBe(201)
    expect(await givePass('Yuki Tanaka', await onBehalfOf('Ines Moreau'))).toBe(403)
  })

  it('knows no roles for the app itself, only whether it was permitted, and no pass for an external guest', async () => {
    const app = await accessToken({ grant_type: 'client_credentials', client_id: 'bot', scope: 'https://graph.microsoft.com/.default' })
    company.administerCompany({ do: 'withhold', permission: 'UserAuthMethod-TAP.ReadWrite.All' })
    expect(await givePass('Yuki Tanaka', app)).toBe(403)
    company.administerCompany({ do: 'permit', permission: 'UserAuthMethod-TAP.ReadWrite.All' })
    expect(await givePass('Fatima Zahra Benali', app)).toBe(201)
    expect(await givePass('Dana Whitfield', app)).toBe(400)
  })

  it('keeps a token that was exchanged until its owner is signed out', async () => {
    const { teamsId } = company.addressOf(ines())
    const query = new URLSearchParams({ userId: teamsId, connectionName: 'graph', channelId: 'msteams' })
    const at = (operation: string) => `${company.tokenUrl}/api/usertoken/${operation}?${query}`
    expect((await fetch(at('GetToken'))).status).toBe(404)
    const exchange = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token: company.ssoToken(ines()) }),
    }
    expect((await fetch(at('exchange'), exchange)).status).toBe(200)
    expect((await fetch(at('GetToken'))).status).toBe(200)
    await fetch(at('SignOut'), { method: 'DELETE' })
    expect((await fetch(at('GetToken'))).status).toBe(404)
  })
})
