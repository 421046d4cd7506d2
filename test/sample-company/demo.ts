// npm run demo: the sample company, its office page and the bot, on one machine and one address to open.
//   npm run demo -- --languages en,fr,ja     the languages this company has chosen; the first is for everybody else
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { startSampleCompany } from './company.ts'

const { values } = parseArgs({ options: { languages: { type: 'string', default: 'en,de,ar' } } })
const wanted = Number(process.env.OFFICE_PORT ?? 4000)
const company = await startSampleCompany({ port: wanted }).catch(() => startSampleCompany())
const scratch = mkdtempSync(join(tmpdir(), 'unlock-demo-'))
const settingsFile = join(scratch, 'settings.json')
const heads = { file: join(scratch, 'heads.jsonl'), key: join(scratch, 'heads.pem') }
const webhook = { url: company.webhookUrl, key: join(scratch, 'webhook.key') }
writeFileSync(webhook.key, randomBytes(32).toString('hex'))
const notices = { ...company.settings.notices, webhook }
writeFileSync(settingsFile, JSON.stringify({ ...company.settings, languages: values.languages.split(','), notices, audit: { heads } }))

// Memory is new each time, as the company is: what the bot remembered would be about people who have not done it yet.
const bot = spawn(process.execPath, [fileURLToPath(new URL('../../bot/main.ts', import.meta.url))], {
  stdio: ['ignore', 'pipe', 'inherit'],
  env: {
    ...process.env,
    UNLOCK_MODE: 'demo',
    PORT: process.env.PORT ?? '0',
    DATA_DIR: join(scratch, 'data'),
    GRAPH_BASE_URL: company.graphUrl,
    OAuthUrl: company.tokenUrl,
    MicrosoftAppId: company.appId,
    MicrosoftAppType: 'SingleTenant',
    MicrosoftAppTenantId: company.tenantId,
    UNLOCK_CONFIG: settingsFile,
  },
})

let heard = ''
bot.stdout.setEncoding('utf8').on('data', (text: string) => {
  heard += text
  const lines = heard.split('\n')
  heard = lines.pop() ?? ''
  for (const line of lines) read(line)
})
bot.once('exit', (code) => leave(code ?? 1))
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => bot.kill('SIGTERM'))

function read(line: string) {
  const { msg, url, level } = JSON.parse(line) as { msg: string; url?: string; level: number }
  if (msg === 'ready' && url) {
    company.setBotUrl(url)
    welcome()
  } else if (level >= 40) process.stdout.write(`bot: ${line}\n`)
}

function welcome() {
  const at = (name: string, on: string) => `${company.url}/#${company.person(name).id}/${on}`
  process.stdout.write(`
Unlock is running, with a sample company of ${company.people.length} people. Nothing leaves this machine.

  Open   ${company.url}

Four things to try:
  1. Ines has an iPhone and has never heard of this. Say "hi", then do on her phone what Unlock asks.
     "auf Deutsch bitte" changes the language, and so does "بالعربية من فضلك":
     ${at('Ines Moreau', 'iOS')}
  2. Carlos saved his passkey in Apple Passwords. See how Unlock notices, and puts it right:
     ${at('Carlos Jiménez', 'iOS')}
  3. Yuki is new and has no way to sign in. Say "hi", press "Talk to a person", and help her as Marcus of the helpdesk:
     press "I take it" in his "Helpdesk channel", and go on in his chat. He asks for the end of her employee number:
     you read it under "Entra now" while you are Yuki:
     ${at('Yuki Tanaka', 'iOS')}
     ${at('Marcus Johansen', 'Windows')}
  4. Take Microsoft Entra away ("What goes wrong" on the page) and talk to anybody. Unlock never says "done" unseen.

Stop with Ctrl+C.
`)
}

async function leave(code: number) {
  await company.close()
  rmSync(scratch, { recursive: true, force: true })
  process.exit(code)
}
