// npm run bench -- waves: what the sender does on PostgreSQL. At the documented ceiling, how much of it is used and how often Teams says
// no; with the ceiling lifted, messages a second, CPU for each, and memory from 1,000 to 300,000 recipients.
import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Database } from '../../bot/database/database.ts'
import { migrate } from '../../bot/database/migrate.ts'
import { openPostgres } from '../../bot/database/postgres.ts'
import { appId, tenantId, uuidOf } from '../sample-company/ids.ts'
import { settings } from '../sample-company/settings.ts'
import { findPostgres, startPostgres } from '../support/postgres.ts'
import { main, program } from '../support/program.ts'

const seconds = Number(process.env.BENCH_SECONDS ?? 180)
const sizes = (process.env.BENCH_SIZES ?? '1000,30000,300000').split(',').map(Number)
const documented = 50
const throng = fileURLToPath(new URL('./throng.ts', import.meta.url))
const group = uuidOf('throng')
const maker = '00000000-0000-4000-9000-ffffffffffff'

const bin = findPostgres()
if (!bin) console.log('Left out: waves, because no PostgreSQL 15 or later is installed here.')
else {
  const postgres = await startPostgres(bin)
  const ceiling = await measure(postgres.url, Math.round(seconds * documented * 0.99), documented, 49.5)
  const share = (ceiling.perSecond / documented) * 100
  console.log(
    `ceiling of ${documented}/s for ${ceiling.lasted.toFixed(0)} s   ${share.toFixed(1)} % of it used   ${ceiling.throttled} times 429   ${ceiling.copies} copies`,
  )
  const lifted = []
  for (const size of sizes) {
    const run = await measure(postgres.url, size, 0, 100_000)
    lifted.push(run)
    console.log(
      `lifted   ${String(size).padStart(7)} recipients   ${run.perSecond.toFixed(0)}/s   CPU ${run.cpuMs.toFixed(2)} ms a message   resident ${run.residentMiB} MiB at most   gathered in ${run.gathered.toFixed(1)} s   ${run.copies} copies`,
    )
  }
  const [first, last] = [lifted[0], lifted.at(-1)]
  if (first && last)
    console.log(`memory   ${(last.residentMiB / first.residentMiB).toFixed(2)} × from ${sizes[0]} to ${sizes.at(-1)} recipients`)
  await postgres.stop()
}

interface Run {
  perSecond: number
  lasted: number
  throttled: number
  copies: number
  cpuMs: number
  residentMiB: number
  gathered: number
}

async function measure(server: string, size: number, ceiling: number, perSecond: number): Promise<Run> {
  const name = `bench_${randomUUID().replaceAll('-', '')}`
  const root = openPostgres(server)
  await root.query(`create database ${name}`)
  const url = new URL(server)
  url.pathname = name
  const db = openPostgres(url.href)
  await migrate(db)
  const company = spawn(process.execPath, [throng, String(size), String(ceiling)], { stdio: ['ignore', 'pipe', 'inherit'] })
  const address = await addressOf(company)
  const place = { settings, graphUrl: `${address}/graph`, appId, tenantId, setBotUrl: () => {} }
  const own = { waves: { ...settings.waves, perSecond, serviceUrl: `${address}/connector` } }
  const bot = program(main, place as never, url.href, [], {}, own)
  await bot.start()
  try {
    return await drain(db, bot.pid(), address, size)
  } finally {
    await bot.remove()
    company.kill()
    await db.close()
    await root.query(`drop database ${name} with (force)`)
    await root.close()
  }
}

async function drain(db: Database, pid: number, address: string, size: number): Promise<Run> {
  const id = randomUUID()
  await db.query(
    `insert into people (employee_id, tenant_id, name, conversation_id, service_url, bot_id, teams_user_id) values ($1, $2, 'Maker', 'maker', $3, 'b', 'u')`,
    [maker, tenantId, `${address}/connector`],
  )
  const content = JSON.stringify({ kind: 'invitation', own: {} })
  const audience = JSON.stringify({ groups: [{ id: group, name: 'Throng' }], minus: [], addresses: [] })
  await db.query(
    `insert into waves (id, name, made_by, content, audience, state, version) values ($1, 'Bench', $2, $3, $4, 'gathering', 1)`,
    [id, maker, content, audience],
  )
  const began = performance.now()
  const job = { waveId: id, version: 1, phase: 'groups', index: 0, chunk: 0, unknown: 0, blind: [], tries: 20 }
  await db.query(`insert into jobs.job (name, data) values ('waves.gather', $1)`, [JSON.stringify(job)])
  await until(db, id, 'previewed')
  const gathered = (performance.now() - began) / 1000
  // Everybody has a chat already, as after the first wave: one request a person.
  await db.query(
    `insert into people (employee_id, tenant_id, name, conversation_id, service_url, bot_id, teams_user_id)
     select employee_id, $2, name, employee_id::text, $3, 'b', 'u' from deliveries where wave_id = $1`,
    [id, tenantId, `${address}/connector`],
  )
  await db.script('analyze people; analyze deliveries')
  const [wave] = await db.query<{ contentHash: string; audienceHash: string; people: number }>(
    'select content_hash as "contentHash", audience_hash as "audienceHash", people from waves where id = $1',
    [id],
  )
  if (!wave || wave.people !== size) throw new Error(`gathered ${wave?.people} of ${size}`)
  const { sealOf } = await import('../../bot/waves/seal.ts')
  await db.query(`update waves set state = 'approved', seal = $2 where id = $1`, [id, sealOf({ id, ...wave })])
  const cpuBefore = cpuMs(pid)
  const residentMiB = await until(db, id, 'finished', pid)
  const counts = (await (await fetch(`${address}/counts`)).json()) as {
    sent: number
    copies: number
    throttled: number
    firstAt: number
    lastAt: number
  }
  const lasted = (counts.lastAt - counts.firstAt) / 1000
  const { throttled, copies } = counts
  return { perSecond: (counts.sent - 1) / lasted, lasted, throttled, copies, cpuMs: (cpuMs(pid) - cpuBefore) / size, residentMiB, gathered }
}

/** The most memory that was seen on the way. */
async function until(db: Database, id: string, state: string, pid?: number): Promise<number> {
  for (let most = 0; ; ) {
    const [row] = await db.query<{ state: string; why: string }>('select state, why, pg_sleep(0.2) from waves where id = $1', [id])
    if (pid !== undefined) most = Math.max(most, residentOf(pid))
    if (row?.state === state) return most
    if (row?.state === 'paused' || row?.state === 'draft') throw new Error(`the wave is ${row.state}: ${row.why}`)
  }
}

function residentOf(pid: number): number {
  return Math.round(Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '0') / 1024)
}

/** User and system time of the process. A clock tick is ten milliseconds on every Linux that Node runs on. */
function cpuMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11]) + Number(fields[12])) * 10
}

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((done, failed) => {
    child.once('exit', (code) => failed(new Error(`the throng ended with ${code}`)))
    child.stdout?.setEncoding('utf8').once('data', (text: string) => done((JSON.parse(text) as { url: string }).url))
  })
}
