// Looks now and then who the managers of those are who talk with us, so that there is something to trust when it matters.
import type { Deps } from '../deps.ts'
import { seenAsManager, unlookedAt } from './seen-manager-store.ts'

/** An hour's worth, beside everything else that Entra is asked. */
const atATime = 100

export const learnManagers =
  ({ db, entra }: Deps) =>
  async () => {
    for (const id of await unlookedAt(db, atATime)) {
      const manager = await entra.manager(id)
      // Whatever the reason, the next hour asks again; asking on would only make it worse.
      if (!manager.ok && manager.why !== 'not-found') return
      await seenAsManager(db, id, manager.ok ? manager.value?.id : undefined)
    }
  }
