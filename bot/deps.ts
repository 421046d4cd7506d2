// What handlers work with. Built once, in app.ts.
import type { Unfinished } from './conversation/unfinished.ts'
import type { Database } from './database/database.ts'
import type { Directory } from './entra/directory.ts'
import type { Entra } from './entra/entra.ts'
import type { Jobs } from './jobs/jobs.ts'
import type { Notices } from './notices/notices.ts'
import type { Settings } from './settings.ts'
import type { Bulk } from './teams/bulk.ts'
import type { AgentSignIn, Messenger } from './teams/teams.ts'

export interface Log {
  info(what: object, text: string): void
  warn(what: object, text: string): void
  error(what: object, text: string): void
}

export interface Deps {
  db: Database
  entra: Entra
  directory: Directory
  jobs: Jobs
  messenger: Messenger
  bulk: Bulk
  agents: AgentSignIn
  notices: Notices
  settings: Settings
  /** The bot's own id in Teams. */
  appId: string
  log: Log
  unfinished: Unfinished
}
