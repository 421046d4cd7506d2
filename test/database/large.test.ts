// What keeps a large database quick.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migratedDatabase } from '../support/databases.ts'

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
