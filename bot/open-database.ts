// Which database it is: PostgreSQL where one is named, otherwise the embedded one.
import type { Config } from './config.ts'
import type { Database } from './database/database.ts'
import { openPglite } from './database/pglite.ts'
import { openPostgres } from './database/postgres.ts'

export const openDatabase = async ({ databaseUrl, dataDir }: Pick<Config, 'databaseUrl' | 'dataDir'>): Promise<Database> =>
  databaseUrl ? openPostgres(databaseUrl) : openPglite(dataDir)
