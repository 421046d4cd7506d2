// Builds the rooms in the order they need each other, opens the door last, and shuts all of it in the other order.
import type { Logger } from 'pino'
import { createApp } from './app.ts'
import type { Config } from './config.ts'
import type { Database } from './database/database.ts'
import { migrate } from './database/migrate.ts'
import { openPglite } from './database/pglite.ts'
import { openPostgres } from './database/postgres.ts'
import { createEntra } from './entra/create-entra.ts'
import { azureToken } from './entra/credential.ts'
import { openTeams } from './teams/server.ts'

export interface Running {
  /** Where it listens. */
  url: string
  /** Lets what has begun come to its end, then closes everything. */
  stop(): Promise<void>
}

/** Resolves when activities are taken in. Throws when the database cannot be opened or brought up to date. `opened` stays open. */
export async function start(config: Config, log: Logger, opened?: Database): Promise<Running> {
  const db = opened ?? (await open(config))
  await migrate(db)
  const { methodReads } = config.settings.graph
  const limits = methodReads && { authenticationMethods: methodReads }
  const entra = createEntra({ baseUrl: config.graphBaseUrl, token: tokenFor(config), log, limits })
  const ready = async () => (await db.query('select 1')).length === 1
  const { messenger, listen } = openTeams({ ...config, log, silent: log.child({}, { level: 'silent' }), ready })
  const app = await createApp({ config, db, entra, messenger, log })
  const door = await listen(app.hear)
  return {
    url: door.url,
    async stop() {
      await door.close()
      await app.stop()
      if (!opened) await db.close()
    },
  }
}

const open = async ({ databaseUrl, dataDir }: Config) => (databaseUrl ? openPostgres(databaseUrl) : openPglite(dataDir))

/** The sample company takes any token from this machine; Microsoft wants the bot's own. */
function tokenFor({ mode, appType, appId }: Config): () => Promise<string> {
  return mode === 'demo' ? async () => 'demo' : azureToken(appType === 'UserAssignedMSI' ? appId : undefined)
}
