// What keeps a large database quick, and one process from holding up the others.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { migratedDatabase, server } from '../support/databases.ts'

let at: Awaited<ReturnType<typeof migratedDatabase>>
beforeAll(async () => {
  at = await migratedDatabase()
})
afterAll(() => at.drop())

test('whoever deletes a row finds those that point to it by an index', async () => {
  const unindexed = await at.db.query(
    `select conrelid::regclass::text as table, attname as column from pg_constraint c join pg_attribute a on a.attrelid = conrelid and a.attnum = conkey[1]
      where contype = 'f' and connamespace = 'public'::regnamespace
        and not exists (select 1 from pg_index i where i.indrelid = conrelid and i.indkey[0] = conkey[1] and i.indpred is null)`,
  )
  expect(unindexed).toEqual([])
})

describe.runIf(server() !== '')('on a server', () => {
  const timeout = `select current_setting('idle_in_transaction_session_timeout') as after`
  test('a transaction whose process has vanished is over after half a minute, and its locks are free', async () => {
    expect(await at.db.transaction((tx) => tx.query(timeout))).toEqual([{ after: '30s' }])
    expect(await at.db.query(timeout)).toEqual([{ after: '0' }])
  })
})
