// Builds the rooms in the order they need each other, opens the door last, and shuts all of it in the other order.
import type { Logger } from 'pino'
import { createApp } from './app.ts'
import { makeKey, openHeads } from './audit/heads.ts'
import { rightsOf } from './audit/rights-store.ts'
import { BadConfig, type Config } from './config.ts'
import type { Database } from './database/database.ts'
import { migrate } from './database/migrate.ts'
import { createDirectory } from './entra/create-directory.ts'
import { createEntra, openGraph } from './entra/create-entra.ts'
import { azureToken, storageScope } from './entra/credential.ts'
import type { Entra } from './entra/entra.ts'
import { permissionsIn } from './entra/own-permissions.ts'
import { guardAppOnly } from './escalation/app-only.ts'
import { openMetrics } from './metrics/metrics.ts'
import { createNotices } from './notices/create-notices.ts'
import type { Notices } from './notices/notices.ts'
import { keyIn } from './notices/webhook.ts'
import { nowAndThen } from './now-and-then.ts'
import { openDatabase } from './open-database.ts'
import { forbidden } from './readiness/permission-checks.ts'
import { openTeams } from './teams/server.ts'

/** Shorter than the 30 seconds that the templates give a process to end. */
const stopWithinMs = 20_000

export interface Running {
  /** Where it listens. */
  url: string
  /** Lets what has begun come to its end, then closes everything. */
  stop(): Promise<void>
}

/**
 * Resolves when activities are taken in. `opened`: a database that stays open when it stops. Throws `BadConfig` for a key that is none,
 * for a right too many and for passes by our own right without what guards them; and an error of its own when the database cannot be opened
 * or brought up to date.
 */
export async function start(config: Config, log: Logger, opened?: Database): Promise<Running> {
  const heads = headsOf(config, log)
  const token = tokenFor(config)
  if (config.mode === 'production') refuseTooMuch(await token(), config)
  const db = opened ?? (await openDatabase(config))
  await migrate(db)
  if (config.mode === 'production') await warnOfRights(db, log)
  const { methodReads, riskReads } = config.settings.graph
  const limits = {
    ...(methodReads && { authenticationMethods: methodReads }),
    ...(riskReads && { identityProtection: riskReads }),
  }
  const graph = { baseUrl: config.graphBaseUrl, token, log, limits }
  const ask = openGraph(graph)
  const [entra, directory] = [createEntra(graph, ask), createDirectory(graph, ask)]
  await guardAppOnly(config.settings, entra)
  const tell = nowAndThen(log, 'a request was turned away')
  const teams = openTeams({
    ...config,
    helpdeskChannelId: config.settings.helpdeskChannel?.channelId,
    signInConnection: config.settings.agentSignIn?.connection,
    log,
    silent: log.child({}, { level: 'silent' }),
    turnedAway(why) {
      tell(why)
      metrics.turnedAway(why)
    },
  })
  const lag = { jobLagSeconds: async () => 0 }
  const metrics = await openMetrics(config.metrics, { jobLagSeconds: () => lag.jobLagSeconds(), keysAgeSeconds: teams.keysAgeSeconds })
  const messenger = metrics.messenger(teams.messenger)
  const { agents, bulk } = teams
  const app = await createApp({ config, db, entra, directory, messenger, bulk, agents, notices: noticesOf(config, entra), log, heads })
  lag.jobLagSeconds = app.lagSeconds
  const door = await teams.listen({ hear: metrics.hear(app.hear), ready: app.ready })
  return {
    url: door.url,
    async stop() {
      const until = performance.now() + stopWithinMs
      await door.close()
      await app.stop(until)
      await metrics.stop()
      if (!opened) await db.close()
    },
  }
}

function headsOf({ settings: { audit }, appId }: Config, log: Logger) {
  if (audit.heads) makeKey(audit.heads)
  else log.warn('audit.heads is not set: who owns the database could write the audit anew without being noticed')
  return audit.heads && openHeads(audit.heads, azureToken(appId, storageScope))
}

async function warnOfRights(db: Database, log: Logger): Promise<void> {
  const { role, rewrites } = await rightsOf(db)
  if (rewrites) log.warn({ role }, 'the bot could change its own audit: npm run migrate gives its role less')
}

function noticesOf({ settings: { notices } }: Config, entra: Entra): Notices {
  const { mailbox, webhook } = notices
  return createNotices({
    sendMail: mailbox === undefined ? undefined : (mail) => entra.sendMail(mailbox, mail),
    webhook: webhook && { url: webhook.url, key: keyOf(webhook.key) },
  })
}

function keyOf(file: string): string {
  const key = keyIn(file)
  if (!key) throw new BadConfig(`UNLOCK_CONFIG: notices.webhook.key: ${file} has to hold a secret of 32 characters or more`)
  return key
}

/** The sample company takes any token from this machine; Microsoft wants the bot's own. */
function tokenFor({ mode, appType, appId }: Config): () => Promise<string> {
  return mode === 'demo' ? async () => 'demo' : azureToken(appType === 'UserAssignedMSI' ? appId : undefined)
}

/** A right that nobody needs is one that a thief would have. What the token does not say counts as dangerous. */
function refuseTooMuch(token: string, { settings }: Config): void {
  const held = permissionsIn(token)
  if (!held) throw new Error('the token of the bot does not say what the bot may do')
  const lines = forbidden(held, settings).map(
    ({ name, because }) => `Microsoft Graph permission ${name} must be taken from the bot: ${because}`,
  )
  if (lines.length > 0) throw new BadConfig(lines.join('\n'))
}
