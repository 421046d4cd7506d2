import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { azureToken } from '../../bot/entra/credential.ts'

afterEach(() => vi.unstubAllEnvs())

test('the managed identity is asked once, for Microsoft Graph, by its client id', async () => {
  const asked: URL[] = []
  // Azure App Service's identity endpoint: learn.microsoft.com/azure/app-service/overview-managed-identity, REST protocol.
  const server = createServer((request, response) => {
    asked.push(new URL(request.url ?? '', 'http://identity'))
    const token = { access_token: 'azure-token', expires_on: Math.floor(Date.now() / 1000) + 86_400, resource: 'x', token_type: 'Bearer' }
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(token))
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  vi.stubEnv('IDENTITY_ENDPOINT', `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`)
  vi.stubEnv('IDENTITY_HEADER', 'header')
  const token = azureToken('a11ce000-0000-4000-8000-000000000001')
  expect([await token(), await token()]).toEqual(['azure-token', 'azure-token'])
  server.close()
  expect(asked).toHaveLength(1)
  expect(asked[0]?.searchParams.get('resource')).toBe('https://graph.microsoft.com')
  expect(asked[0]?.searchParams.get('client_id')).toBe('a11ce000-0000-4000-8000-000000000001')
})
