// A wave must not bring more people to the helpdesk than it can help.
import type { Deps } from '../deps.ts'
import { countOpen } from '../escalation/queue-store.ts'

export const helpdeskIsFull = async ({ db, settings }: Pick<Deps, 'db' | 'settings'>): Promise<boolean> =>
  (await countOpen(db)) >= settings.waves.stopAt.openRequests
