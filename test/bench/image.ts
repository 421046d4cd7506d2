// npm run image: lays the image out without an engine, says what is in it, and starts it in production mode against PostgreSQL,
// as a user without a name, in a folder that it cannot write to. The sample company stands in for Azure's managed identity.
import { spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { contents, instructions, layOut, strangers } from '../infra/lay-out.ts'
import { startSampleCompany } from '../sample-company/company.ts'
import { findPostgres, startPostgres } from '../support/postgres.ts'

const nobody = 10_001
const unsigned = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"type":"message","channelId":"msteams"}' }
const scratch = mkdtempSync(join(tmpdir(), 'unlock-image-'))
chmodSync(scratch, 0o755)
const folder = join(scratch, 'unlock')
layOut(folder)
for (const { name, files, bytes } of contents(folder)) {
  console.log(`${(bytes / 1048576).toFixed(1).padStart(7)} MiB ${String(files).padStart(6)} files  ${name}`)
}
const strange = strangers(folder)
console.log(strange.length === 0 ? 'no test, no private key, no settings of a company' : `these should not be there: ${strange.join(', ')}`)

const bin = findPostgres()
if (bin) await start(bin)
else console.log('Left out: the start, because no PostgreSQL 15 or later is installed here.')
rmSync(scratch, { recursive: true, force: true })

async function start(programs: string): Promise<void> {
  const postgres = await startPostgres(programs)
  const company = await startSampleCompany()
  const settings = join(scratch, 'settings.json')
  writeFileSync(settings, JSON.stringify(company.settings))
  const asRoot = process.getuid?.() === 0
  const command = JSON.parse(instructions().findLast(({ instruction }) => instruction === 'CMD')?.rest ?? '[]') as string[]
  const began = performance.now()
  const child = spawn(process.execPath, command.slice(1), {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
    ...(asRoot ? { uid: nobody, gid: nobody } : {}),
    env: {
      NODE_ENV: 'production',
      UNLOCK_MODE: 'production',
      PORT: '0',
      DATABASE_URL: postgres.url,
      IDENTITY_ENDPOINT: company.identityUrl,
      IDENTITY_HEADER: 'sample',
      MicrosoftAppId: company.appId,
      MicrosoftAppType: 'UserAssignedMSI',
      MicrosoftAppTenantId: company.tenantId,
      UNLOCK_CONFIG: settings,
    },
  })
  let heard = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    heard += text
  })
  const ended = new Promise<number | null>((done) => child.once('exit', done))
  while (!heard.includes('"msg":"ready"') && child.exitCode === null) await pause(10)
  const readyMs = Math.round(performance.now() - began)
  const { url } = JSON.parse(heard.split('\n').find((line) => line.includes('"msg":"ready"')) ?? '{"url":""}') as { url: string }
  const answer = async (path: string, init?: RequestInit) => (await fetch(new URL(path, url), init)).status
  console.log(`ready after ${readyMs} ms${asRoot ? `, as user ${nobody}` : ''}`)
  console.log(
    `/healthz ${await answer('/healthz')}, /readyz ${await answer('/readyz')}, an unsigned activity ${await answer('/api/messages', unsigned)}`,
  )
  console.log('  (503 where Microsoft is out of reach: without its keys nobody can be let in)')
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
  console.log(`resident ${Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024)} MiB`)
  child.kill('SIGTERM')
  console.log(`after SIGTERM it ended with ${await ended}`)
  await company.close()
  await postgres.stop()
}
