// The templates for Azure and the image, as far as they can be held without Azure: parts fit together, and nothing stands in them that should not.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { BadConfig, readConfig } from '../../bot/config.ts'
import packageFile from '../../package.json' with { type: 'json' }
import { instructions, sent } from './lay-out.ts'

const root = join(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const main = read('infra/main.bicep')
const modules = readdirSync(join(root, 'infra/modules')).map((file) => ({ file, text: read(`infra/modules/${file}`) }))
const templates = [{ file: 'main.bicep', text: main }, ...modules]
const app = read('infra/modules/app.bicep')

const withoutComments = (text: string) => text.replace(/^\s*\/\/.*$/gm, '')
const paramsOf = (text: string) =>
  [...text.matchAll(/^param (\w+) (?:\{.*?\}|\S+)( =)?/gm)].map(([, name = '', hasDefault]) => ({ name, hasDefault: Boolean(hasDefault) }))

/** `module name 'path' = { … params: { … } }`, with the names of what is handed over. */
const uses = [...main.matchAll(/^module (\w+) '([^']+)'[^\n]*\n {2}name:[^\n]*\n {2}params: \{([\s\S]*?)\}\n\}/gm)].map(
  ([, name, path = '', given = '']) => ({
    name,
    path,
    given: [...given.matchAll(/(?:^|[\s,{])(\w+):\s/g)].map(([, key = '']) => key).sort(),
  }),
)

describe('the templates', () => {
  it('are all used by main.bicep, each with just the parameters it has', () => {
    expect(uses.map(({ path }) => path).sort()).toEqual(modules.map(({ file }) => `modules/${file}`).sort())
    for (const { path, given } of uses) {
      const wanted = paramsOf(read(`infra/${path}`)).map(({ name }) => name)
      expect(given, path).toEqual(wanted.sort())
    }
  })

  it.each(templates)('$file uses each parameter and variable that it declares', ({ text }) => {
    const code = withoutComments(text)
    const declared = [...code.matchAll(/^(?:param|var) (\w+)/gm)].map(([, name = '']) => name)
    const count = (pattern: string) => [...code.matchAll(new RegExp(pattern, 'gm'))].length
    // Declared once; the name of a property is no use of it.
    const unused = declared.filter((name) => count(`(?<![\\w.'-])${name}\\b`) - count(`(?:^|[{,])\\s*${name}:`) < 2)
    expect(unused).toEqual([])
  })

  it.each(templates)('$file asks another only for what it gives', ({ text }) => {
    for (const [, name, output = ''] of withoutComments(text).matchAll(/(\w+)!?\.outputs\.(\w+)/g)) {
      const path = uses.find((use) => use.name === name)?.path ?? ''
      expect(read(`infra/${path}`), `${name}.outputs.${output}`).toMatch(new RegExp(`^output ${output} `, 'm'))
    }
  })

  it('get every parameter of the environment from a file that names no other', () => {
    const given = [...read('infra/unlock.bicepparam').matchAll(/^param (\w+) =/gm)].map(([, name = '']) => name)
    const declared = paramsOf(main)
    expect(given.filter((name) => !declared.some((param) => param.name === name))).toEqual([])
    expect(declared.filter(({ name, hasDefault }) => !hasDefault && !given.includes(name))).toEqual([])
  })

  it('hold no secret, and switch every password and key off that can be', () => {
    for (const { file, text } of templates) {
      expect(withoutComments(text), file).not.toMatch(
        /password\s*[:=]\s*'(?!Disabled)|MicrosoftAppPassword|AccountKey=|-----BEGIN|client_?secret/i,
      )
    }
    expect(read('infra/modules/database.bicep')).toContain("passwordAuth: 'Disabled'")
    expect(read('infra/modules/database.bicep')).toContain("publicNetworkAccess: 'Disabled'")
    expect(read('infra/modules/audit-heads.bicep')).toContain('allowSharedKeyAccess: false')
    expect(read('infra/modules/registry.bicep')).toContain('adminUserEnabled: false')
    expect(read('infra/modules/bot.bicep')).toContain('disableLocalAuth: true')
    expect(app).toContain('allowInsecure: false')
  })

  it('open no channel but Teams', () => {
    const channels = [...read('infra/modules/bot.bicep').matchAll(/channelName: '(\w+)'/g)].map(([, name]) => name)
    expect(channels).toEqual(['MsTeamsChannel'])
  })
})

describe('what the bot is started with', () => {
  const variables = Object.fromEntries(
    [...app.matchAll(/\{ name: '(\w+)', value: ([^}]+) \}/g)].map(([, name = '', value = '']) => [name, value]),
  )
  const set = Object.keys(variables).filter((name) => /^[A-Z]|^Microsoft/.test(name))

  it('is all that bot/config.ts asks for, and a right value of each starts it', () => {
    const like: Record<string, string> = {
      PORT: '3978',
      DATABASE_URL: `postgres://id-unlock@host.postgres.database.azure.com:5432/unlock?sslmode=verify-full`,
      MicrosoftAppId: '11111111-2222-3333-4444-555555555555',
      MicrosoftAppTenantId: '11111111-2222-3333-4444-555555555555',
      UNLOCK_CONFIG: join(root, 'unlock.settings.example.jsonc'),
      METRICS_LISTEN: '0.0.0.0:9464',
    }
    const env = Object.fromEntries(set.map((name) => [name, like[name] ?? variables[name]?.replaceAll("'", '') ?? '']))
    expect(readConfig(env)).toMatchObject({ mode: 'production', databaseLogin: 'entra', appType: 'UserAssignedMSI' })
    for (const name of ['MicrosoftAppId', 'MicrosoftAppType', 'MicrosoftAppTenantId', 'UNLOCK_CONFIG'])
      expect(() => readConfig({ ...env, [name]: undefined }), name).toThrow(BadConfig)
  })

  it('is nothing that nobody reads', () => {
    const config = read('bot/config.ts')
    expect(set.filter((name) => name !== 'NODE_ENV' && !config.includes(name))).toEqual([])
  })

  it('leaves out only what Azure needs no word for, and README has them all', () => {
    const config = read('bot/config.ts')
    const named = [...config.matchAll(/want\(\s*'(\w+)'|\benv\.([A-Z]\w+)/g)].map(([, wanted, read]) => wanted ?? read ?? '')
    const left = {
      GRAPH_BASE_URL: 'the public cloud',
      DATA_DIR: 'the database is a server',
      OAuthUrl: 'the demo only',
      IDENTITY_ENDPOINT: 'Azure sets it itself',
    }
    expect(new Set(named.filter((name) => !set.includes(name)))).toEqual(new Set(Object.keys(left)))
    const table = read('README.md')
    for (const name of named.filter((each) => !['OAuthUrl', 'IDENTITY_ENDPOINT'].includes(each)))
      expect(table, name).toContain(`| \`${name}\` |`)
  })

  it('has its files where the settings and the variables look for them', () => {
    expect(app).toContain("mountPath: '/unlock'")
    const files = [...app.matchAll(/secretRef: '([\w-]+)', path: '([\w.-]+)'/g)].map(([, secret, path]) => [secret, `/unlock/${path}`])
    expect(variables.UNLOCK_CONFIG).toBe(`'${files[0]?.[1]}'`)
    for (const [secret = '', path = ''] of files) expect(app, path).toContain(`{ name: '${secret}', `)
    for (const [, path = ''] of files.slice(1)) expect(read('ADMIN.md'), path).toContain(`"key": "${path}"`)
  })

  it('tells metrics on a port that the internet does not reach', () => {
    const [, port] = /var metricsPort = (\d+)/.exec(app) ?? []
    expect(app).toContain('[{ external: false, targetPort: metricsPort, exposedPort: metricsPort }]')
    expect(Number(port)).not.toBe(Number(/var port = (\d+)/.exec(app)?.[1]))
  })

  it('is looked after at addresses that the bot has', () => {
    const server = read('bot/teams/server.ts')
    for (const [, path = ''] of app.matchAll(/httpGet: \{ path: '([^']+)'/g)) expect(server).toContain(`'${path}'`)
  })

  it('and the doctor is a file of the image', () => {
    const [, file = ''] = /command: \['node', '([^']+)'\]/.exec(app) ?? []
    expect(read(file)).toContain('npm run doctor')
    expect(sent(file)).toBe(true)
  })
})

describe('X2 the image', () => {
  const steps = instructions()
  const all = (name: string) => steps.filter(({ instruction }) => instruction === name).map(({ rest }) => rest)

  it('is built on the Node that everything was tried with, named to the last digit, and runs it as npm start does', () => {
    expect(all('ARG')).toEqual([`NODE=node:${packageFile.devDependencies.node}-slim`])
    expect(JSON.parse(all('CMD')[0] ?? '').join(' ')).toBe(packageFile.scripts.start)
  })

  it('runs as a user whose number nobody else has, and no shell is needed to start it', () => {
    const [user = ''] = all('USER')
    expect(Number(user.split(':')[0])).toBeGreaterThanOrEqual(10_000)
    expect(all('CMD')[0]).toMatch(/^\[/)
    expect([...all('ENTRYPOINT'), ...all('HEALTHCHECK'), ...all('ADD')]).toEqual([])
  })

  it('installs what package-lock.json says for production, and lets no package run a script', () => {
    const [install = ''] = all('RUN')
    expect(install).toMatch(/^npm ci .*--omit=dev/)
    expect(install).toContain('--ignore-scripts')
  })

  it.each([
    'test/architecture.test.ts',
    'unlock.settings.json',
    '.env',
    '.git/config',
    '.data/x',
    'infra/main.bicep',
    'cards/samples/step.json',
    'appPackage/manifest.json',
  ])('cannot hold %s, because it is not even sent to the engine', (path) => expect(sent(path)).toBe(false))

  it.each(['bot/main.ts', 'cards/content/en.json', 'package.json', 'package-lock.json', 'LICENSE'])('can hold %s', (path) => {
    expect(sent(path)).toBe(true)
  })
})
