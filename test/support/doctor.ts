// The doctor as a process of its own, with the sample company in the place of the tenant and of Azure's managed identity.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { SampleCompany } from '../sample-company/company.ts'

const command = fileURLToPath(new URL('../../bot/doctor-command.ts', import.meta.url))

export interface Examined {
  code: number | null
  said: string
  complained: string
}

export async function examine(company: SampleCompany, args: string[] = [], settings: object = company.settings): Promise<Examined> {
  const scratch = mkdtempSync(join(tmpdir(), 'unlock-doctor-'))
  const file = join(scratch, 'settings.json')
  writeFileSync(file, JSON.stringify(settings))
  const child = spawn(process.execPath, [command, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env.PATH,
      UNLOCK_MODE: 'demo',
      GRAPH_BASE_URL: company.graphUrl,
      // Azure sets these two where a managed identity is.
      IDENTITY_ENDPOINT: company.identityUrl,
      IDENTITY_HEADER: 'sample',
      MicrosoftAppId: company.appId,
      MicrosoftAppType: 'UserAssignedMSI',
      MicrosoftAppTenantId: company.tenantId,
      UNLOCK_CONFIG: file,
    },
  })
  const heard = { said: '', complained: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    heard.said += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    heard.complained += text
  })
  const code = await new Promise<number | null>((done) => child.once('close', done))
  rmSync(scratch, { recursive: true, force: true })
  return { code, ...heard }
}
