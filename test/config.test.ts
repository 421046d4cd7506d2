// What stops the start: one line for each thing that is wrong, and exit code 78, because a restart would not help.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'jsonc-parser'
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest'
import { BadConfig, readConfig } from '../bot/config.ts'
import { permissionsIn } from '../bot/entra/own-permissions.ts'
import { forbidden } from '../bot/readiness/permission-checks.ts'
import { type Microsoft, startMicrosoft } from './support/microsoft.ts'

const example = fileURLToPath(new URL('../unlock.settings.example.jsonc', import.meta.url))
const right = {
  MicrosoftAppId: '33333333-3333-4333-8333-333333333333',
  MicrosoftAppType: 'UserAssignedMSI',
  MicrosoftAppTenantId: '11111111-1111-4111-8111-111111111111',
  UNLOCK_CONFIG: example,
}

function refusal(changed: NodeJS.ProcessEnv): string {
  try {
    readConfig({ ...right, ...changed })
    return ''
  } catch (error) {
    if (error instanceof BadConfig) return error.message
    throw error
  }
}

describe('production', () => {
  it('starts with what the example has', () => {
    expect(refusal({})).toBe('')
    expect(refusal({ DATABASE_URL: 'postgres://unlock@db.example/unlock?sslmode=verify-full' })).toBe('')
    expect(refusal({ METRICS_LISTEN: '127.0.0.1:9464', NODE_ENV: 'production' })).toBe('')
  })

  it.each<[string, NodeJS.ProcessEnv]>([
    ['P2 MicrosoftAppId', { MicrosoftAppId: '' }],
    ['P2 MicrosoftAppId', { MicrosoftAppId: ' ' }],
    ['P2 MicrosoftAppId', { MicrosoftAppId: 'unlock' }],
    ['P2 MicrosoftAppType', { MicrosoftAppType: '' }],
    ['P2 MicrosoftAppType', { MicrosoftAppType: 'MultiTenant' }],
    ['P2 MicrosoftAppType', { MicrosoftAppType: 'userAssignedMSI' }],
    ['P2 MicrosoftAppTenantId', { MicrosoftAppTenantId: '' }],
    ['MicrosoftAppPassword', { MicrosoftAppPassword: 'x' }],
    ['MicrosoftAppPassword', { MicrosoftAppType: 'SingleTenant' }],
    ['UNLOCK_MODE', { UNLOCK_MODE: 'test' }],
    ['UNLOCK_CONFIG', { UNLOCK_CONFIG: '/nowhere.json' }],
    ['NODE_ENV', { NODE_ENV: 'development' }],
    ['NODE_TLS_REJECT_UNAUTHORIZED', { NODE_TLS_REJECT_UNAUTHORIZED: '0' }],
    ['NODE_OPTIONS', { NODE_OPTIONS: '--inspect=0.0.0.0:9229' }],
    ['D1 NODE_OPTIONS', { NODE_OPTIONS: '--report-on-fatalerror' }],
    ['D1 NODE_OPTIONS', { NODE_OPTIONS: '--max-old-space-size=512 --heapsnapshot-near-heap-limit=1' }],
    ['D1 NODE_OPTIONS', { NODE_OPTIONS: '--abort-on-uncaught-exception' }],
    ['D1 NODE_OPTIONS', { NODE_OPTIONS: '--tls-keylog=/tmp/keys' }],
    ['D1 NODE_DEBUG', { NODE_DEBUG: 'http' }],
    ['GRAPH_BASE_URL', { GRAPH_BASE_URL: 'http://127.0.0.1:5000' }],
    ['GRAPH_BASE_URL', { GRAPH_BASE_URL: 'https://graph.microsoft.com.evil.example' }],
    ['GRAPH_BASE_URL', { GRAPH_BASE_URL: 'https://graph.microsoft.com:8443' }],
    ['GRAPH_BASE_URL', { GRAPH_BASE_URL: 'https://a@graph.microsoft.com' }],
    ['DATABASE_URL', { DATABASE_URL: 'postgres://unlock@db.example/unlock' }],
    ['DATABASE_URL', { DATABASE_URL: 'postgres://unlock@db.example/unlock?sslmode=prefer' }],
    ['METRICS_LISTEN', { METRICS_LISTEN: '0.0.0.0:3978' }],
    ['METRICS_LISTEN', { METRICS_LISTEN: 'yes' }],
  ])('refuses to start, naming %s', (named, changed) => {
    const [name = ''] = named.split(' ').slice(-1)
    const lines = refusal(changed).split('\n')
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain(name)
  })

  it('lets nothing of the environment say who signs for Teams', () => {
    const places = {
      BotOpenIdMetadata: 'https://evil.example',
      OPENID_METADATA: 'https://evil.example',
      openIdMetadata: 'https://evil.example',
    }
    expect(readConfig({ ...right, ...places }).openIdMetadata).toBe('https://login.botframework.com/v1/.well-known/openidconfiguration')
  })
})

/** Exit code and what was written, of `npm start` with this environment. */
function begun(env: NodeJS.ProcessEnv, flags: string[] = []): Promise<{ code: number | null; err: string; out: string }> {
  const child = spawn(process.execPath, [...flags, fileURLToPath(new URL('../bot/main.ts', import.meta.url))], {
    env: { PATH: process.env.PATH, PORT: '0', ...right, ...env },
  })
  let err = ''
  let out = ''
  child.stderr.setEncoding('utf8').on('data', (text) => (err += text))
  child.stdout.setEncoding('utf8').on('data', (text) => (out += text))
  return new Promise((done) => child.once('exit', (code) => done({ code, err, out })))
}

test('P2 without an app id the process ends with 78, says which one and never listens', async () => {
  const { code, err, out } = await begun({ MicrosoftAppId: '' })
  expect(code).toBe(78)
  expect(err).toBe('MicrosoftAppId is missing; for example MicrosoftAppId=11111111-2222-3333-4444-555555555555\n')
  expect(out).not.toContain('ready')
})

test.each(['--inspect=127.0.0.1:0', '--report-uncaught-exception'])(
  'D1 a process that shows its memory, %s, does not start',
  async (flag) => {
    const { code, err } = await begun({}, [flag])
    expect(code).toBe(78)
    expect(err).toContain(`take ${flag} away`)
  },
)

describe('T17 the bot’s own permissions', () => {
  const token = (claims: object) => `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`
  const example = { notices: {}, helpdeskChannel: undefined }
  const withDesk = { ...example, helpdeskChannel: { teamId: 'team', channelId: 'channel' } }
  const found = (roles: string[], settings: Parameters<typeof forbidden>[1] = example) => forbidden(roles, settings).map(({ name }) => name)

  it.each([
    'UserAuthenticationMethod.ReadWrite.All',
    'UserAuthMethod-Passkey.ReadWrite.All',
    'RoleManagement.ReadWrite.Directory',
    'RoleManagement.ReadWrite.Exchange',
    'RoleAssignmentSchedule.ReadWrite.Directory',
    'PrivilegedAccess.ReadWrite.AzureADGroup',
    'Application.ReadWrite.All',
    'Application.ReadWrite.OwnedBy',
    'AppRoleAssignment.ReadWrite.All',
    'Directory.ReadWrite.All',
    'Group.ReadWrite.All',
    'GroupMember.ReadWrite.All',
    'User.ReadWrite.All',
    'Policy.ReadWrite.ConditionalAccess',
  ])('may never hold %s', (role) => {
    expect(found(['User.Read.All', role])).toEqual([role])
    expect(found([role], withDesk)).toEqual([role])
  })

  it('may hold the right to delete passes, which could make them too, only where the company has a helpdesk channel', () => {
    expect(found(['UserAuthMethod-TAP.ReadWrite.All'])).toEqual(['UserAuthMethod-TAP.ReadWrite.All'])
    expect(found(['UserAuthMethod-TAP.ReadWrite.All'], withDesk)).toEqual([])
  })

  it('may read', () => {
    expect(
      found(['User.Read.All', 'UserAuthenticationMethod.Read.All', 'GroupMember.Read.All', 'Policy.Read.All', 'RoleManagement.Read.All']),
    ).toEqual([])
  })

  it('are those of its token; a token that cannot be read does not say "none"', () => {
    expect(permissionsIn(token({ roles: ['User.Read.All'] }))).toEqual(new Set(['User.Read.All']))
    expect(permissionsIn(token({}))).toEqual(new Set())
    expect(permissionsIn('opaque')).toBeUndefined()
    expect(permissionsIn(token({ roles: 'User.Read.All' }))).toBeUndefined()
  })
})

describe('T17 at the start', () => {
  let microsoft: Microsoft
  beforeAll(async () => {
    microsoft = await startMicrosoft()
  })
  afterAll(() => microsoft.close())

  it('ends the process with 78 and the name of each permission', async () => {
    microsoft.roles = ['User.Read.All', 'Directory.ReadWrite.All', 'RoleManagement.ReadWrite.Directory']
    const { audit: _, ...settings } = parse(readFileSync(example, 'utf8'))
    const file = join(mkdtempSync(join(tmpdir(), 'unlock-config-')), 'settings.json')
    writeFileSync(file, JSON.stringify(settings))
    const { code, err } = await begun({ ...microsoft.identity, UNLOCK_CONFIG: file })
    rmSync(dirname(file), { recursive: true })
    expect(code).toBe(78)
    expect(
      err
        .trim()
        .split('\n')
        .map((line) => line.split(' ')[3]),
    ).toEqual(['Directory.ReadWrite.All', 'RoleManagement.ReadWrite.Directory'])
  })
})
