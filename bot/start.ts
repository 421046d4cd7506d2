// Builds the rooms in the order they need each other, opens the door last, and shuts all of it in the other order.
import type { Logger } from 'pino'
import { createApp } from './app.ts'
import { makeKey, openHeads } from './audit/heads.ts'
import type { Config } from './config.ts'
import type { Database } from './database/database.ts'
import { migrate } from './database/migrate.ts'
import { createDirectory } from './entra/create-directory.ts'
import { createEntra, openGraph } from './entra/create-entra.ts'
import { azureToken } from './entra/credential.ts'
import { openDatabase } from './open-database.ts'
import { openTeams } from './teams/server.ts'

export interface Running {
  /** Where it listens. */
  url: string
  /** Lets what has begun come to its end, then closes everything. */
  stop(): Promise<void>
}

/** Resolves when activities are taken in. Throws `BadConfig` for a key that is none, and when the database cannot be opened or brought up to date. `opened` stays open. */
export async function start(config: Config, log: Logger, opened?: Database): Promise<Running> {
  const heads = headsOf(config, log)
  const db = opened ?? (await openDatabase(config))
  await migrate(db)
  const { methodReads } = config.settings.graph
  const limits = methodReads && { authenticationMethods: methodReads }
  const graph = { baseUrl: config.graphBaseUrl, token: tokenFor(config), log, limits }
  const ask = openGraph(graph)
  const [entra, directory] = [createEntra(graph, ask), createDirectory(graph, ask)]
  const ready = async () => (await db.query('select 1')).length === 1
  const { messenger, bulk, listen } = openTeams({ ...config, log, silent: log.child({}, { level: 'silent' }), ready })
  const app = await createApp({ config, db, entra, directory, messenger, bulk, log, heads })
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

function headsOf({ settings: { audit } }: Config, log: Logger) {
  if (audit.heads) makeKey(audit.heads)
  else log.warn('audit.heads is not set: who owns the database could write the audit anew without being noticed')
  return audit.heads && openHeads(audit.heads)
}

/** The sample company takes any token from this machine; Microsoft wants the bot's own. */
function tokenFor({ mode, appType, appId }: Config): () => Promise<string> {
  return mode === 'demo' ? async () => 'demo' : azureToken(appType === 'UserAssignedMSI' ? appId : undefined)
}
