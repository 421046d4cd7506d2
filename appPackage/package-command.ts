// `npm run package`: one zip for each environment, to be uploaded in the Teams admin center.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import packageFile from '../package.json' with { type: 'json' }
import { buildPackage, zip } from './build.ts'

const usage = `npm run package -- --bot-id <GUID> --company <name> --site <https address> [--privacy <address>] [--terms <address>]
                  [--env production|test|…] [--sso-app <GUID>] [--read-receipts]

  --bot-id         the bot's app id: MicrosoftAppId
  --company        as people read it under the app's name
  --site           a page of your own about Unlock; --privacy and --terms where they have pages of their own
  --env            another environment is another app with another bot; its name stands behind "Unlock"
  --sso-app        app registration for single sign-on, when the bot is a managed identity; ADMIN.md says when it is needed
  --read-receipts  asks to see that a message was read; installing then needs TeamsAppInstallation.ReadWriteAndConsentSelfForUser.All
`
const guid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const string = { type: 'string' } as const

try {
  const { values } = parseArgs({
    options: {
      'bot-id': string,
      company: string,
      site: string,
      privacy: string,
      terms: string,
      'sso-app': string,
      env: { ...string, default: 'production' },
      'read-receipts': { type: 'boolean', default: false },
    },
  })
  const { company, site, privacy, terms, env: environment, 'bot-id': botId, 'sso-app': ssoApp, 'read-receipts': readReceipts } = values
  if (!botId || !guid.test(botId)) throw new Error('--bot-id is a GUID, for example 11111111-2222-3333-4444-555555555555')
  if (ssoApp !== undefined && !guid.test(ssoApp)) throw new Error('--sso-app is the GUID of an app registration')
  if (!company) throw new Error('--company is the name that people know, for example Contoso')
  for (const address of [site, privacy ?? site, terms ?? site])
    if (URL.parse(address ?? '')?.protocol !== 'https:')
      throw new Error('--site, --privacy and --terms are addresses that begin with https://')
  if (!/^[a-z][a-z0-9-]{0,9}$/.test(environment)) throw new Error('--env is a short word in small letters, for example test')

  const folder = join(import.meta.dirname, 'build')
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `unlock-${environment}-${packageFile.version}.zip`)
  writeFileSync(file, zip(await buildPackage({ botId, company, site: site ?? '', privacy, terms, environment, ssoApp, readReceipts })))
  process.stdout.write(`${file}\n`)
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n\n${usage}`)
  process.exitCode = 64
}
