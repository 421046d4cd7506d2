import { configDefaults, defineConfig } from 'vitest/config'
import { findChromium } from './test/support/browser.ts'
import { findPostgres } from './test/support/postgres.ts'

const shared = {
  // One process and one running bot for all files, tables emptied between tests: measured 7 times faster than a database a file.
  isolate: false,
  fileParallelism: false,
  testTimeout: 30_000,
  hookTimeout: 60_000,
  // What a job leads to takes as long as the machine is busy; what never comes is still seen.
  expect: { poll: { timeout: 10_000 } },
}

/** What touches SQL is promised on PostgreSQL, which is what a company runs on. */
const folders = [
  'database',
  'jobs',
  'conversation',
  'journey',
  'scenarios',
  'security',
  'audit',
  'escalation',
  'trouble',
  'retention',
  'waves',
]
const withSql = `test/{${folders.join(',')}}/**/*.test.ts`
const withoutSql = ['test/*.test.ts', `test/!(${folders.join('|')})/**/*.test.ts`]

/** The database of the demo speaks the same SQL, so beside PostgreSQL the main lines are enough there; without it everything runs there. */
const mainLines = [
  'test/{database,jobs,journey}/**/*.test.ts',
  'test/scenarios/{main-job,kill,resume,disk-full}.test.ts',
  'test/audit/{chain,command}.test.ts',
  'test/escalation/pass.test.ts',
  'test/waves/main-line.test.ts',
]

const pglite = {
  test: {
    ...shared,
    name: 'pglite',
    include: findPostgres() ? [...withoutSql, ...mainLines] : ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...(findChromium() ? [] : ['test/office/**'])],
    globalSetup: './test/support/setup-pglite.ts',
  },
}
const postgres = { test: { ...shared, name: 'postgres', include: [withSql], globalSetup: './test/support/setup-postgres.ts' } }

if (!findChromium()) console.log('Left out: the page of the office, because no Chromium is installed here (CHROMIUM).')
if (!findPostgres())
  console.log('Left out: several processes at once, because no PostgreSQL 15 or later is installed here: everything else runs on PGlite.')

export default defineConfig({ test: { projects: findPostgres() ? [pglite, postgres] : [pglite] } })
