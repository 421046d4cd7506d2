import { mkdirSync } from 'node:fs'
import { PGlite, type Transaction } from '@electric-sql/pglite'
import type { Database, Queryable } from './database.ts'
import { holdAlone } from './one-process.ts'

/**
 * Opens the embedded database in `folder`; without a folder it lives in memory. One connection: a transaction
 * makes everybody else wait, so it proves guards but never races. Throws when another process has the folder open.
 */
export async function openPglite(folder?: string): Promise<Database> {
  if (folder) mkdirSync(folder, { recursive: true })
  const letGo = folder ? await holdAlone(folder) : async () => {}
  const pglite = await PGlite.create(folder ? { dataDir: folder } : {})

  return {
    kind: 'pglite',
    query: async <Row>(sql: string, params?: readonly unknown[]) => (await pglite.query<Row>(sql, params as unknown[])).rows,
    script: (sql) => scriptOn(pglite, sql),
    transaction: <T>(work: (tx: Queryable) => Promise<T>) => pglite.transaction((tx) => work(over(tx))) as Promise<T>,
    close: () => pglite.close().finally(letGo),
  }
}

function over(tx: Transaction): Queryable {
  return {
    query: async <Row>(sql: string, params?: readonly unknown[]) => (await tx.query<Row>(sql, params as unknown[])).rows,
    script: async (sql) => rowsOf(await tx.exec(sql)),
  }
}

async function scriptOn(pglite: PGlite, sql: string) {
  try {
    return rowsOf(await pglite.exec(sql))
  } catch (error) {
    // A script may carry its own begin; left open it would poison the only connection there is.
    await pglite.query('rollback').catch(() => {})
    throw error
  }
}

const rowsOf = (results: { rows: unknown[] }[]) => results.flatMap((result) => result.rows as Record<string, unknown>[])
