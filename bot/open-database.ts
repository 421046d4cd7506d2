// Which database it is: PostgreSQL where one is named, otherwise the embedded one.
import type { Stored } from './config.ts'
import type { Database } from './database/database.ts'
import { openPglite } from './database/pglite.ts'
import { openPostgres } from './database/postgres.ts'
import { azureToken, databaseScope } from './entra/credential.ts'

export async function openDatabase({ databaseUrl, databaseLogin, dataDir, appId }: Stored): Promise<Database> {
  if (!databaseUrl) return openPglite(dataDir)
  return openPostgres(databaseUrl, databaseLogin === 'entra' ? azureToken(appId, databaseScope) : undefined)
}
