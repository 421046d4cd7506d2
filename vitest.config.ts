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

/** What touches SQL is promised on both databases. */
const withSql = [
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
].map((folder) => `test/${folder}/**/*.test.ts`)

const pglite = {
  test: {
    ...shared,
    name: 'pglite',
    include: ['test/**/*.test.ts'],
    exclude: [...configDefaults.exclude, ...(findChromium() ? [] : ['test/office/**'])],
    globalSetup: './test/support/setup-pglite.ts',
  },
}
const postgres = { test: { ...shared, name: 'postgres', include: withSql, globalSetup: './test/support/setup-postgres.ts' } }

if (!findChromium()) console.log('Left out: the page of the office, because no Chromium is installed here (CHROMIUM).')
if (!findPostgres()) console.log('Left out: everything on PostgreSQL, because no PostgreSQL 15 or later is installed here.')

export default defineConfig({ test: { projects: findPostgres() ? [pglite, postgres] : [pglite] } })
