import { execFile } from 'node:child_process'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const run = promisify(execFile)
const credential = new URL('../../bot/entra/credential.ts', import.meta.url).href

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
  // In a process of its own: the library keeps the endpoint that it saw first for as long as the process lives.
  const script = `const { azureToken } = await import('${credential}')
    const token = azureToken('a11ce000-0000-4000-8000-000000000001')
    console.log(await token(), await token())`
  const env = {
    PATH: process.env.PATH,
    IDENTITY_ENDPOINT: `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`,
    IDENTITY_HEADER: 'header',
  }
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], { env })
  server.close()
  expect(stdout.trim()).toBe('azure-token azure-token')
  expect(asked).toHaveLength(1)
  expect(asked[0]?.searchParams.get('resource')).toBe('https://graph.microsoft.com')
  expect(asked[0]?.searchParams.get('client_id')).toBe('a11ce000-0000-4000-8000-000000000001')
})
