// Looks now and then who the managers of those are who talk with us, so that there is something to trust when it matters.
import type { Deps } from '../deps.ts'
import { seenAsManager, unlookedAt } from './seen-manager-store.ts'

/** An hour's worth, beside everything else that Entra is asked. */
const atATime = 100
/** One whom Entra will not speak of says nothing about the others; several in a row do, and asking on would only make it worse. */
const mostInARow = 3

export const learnManagers =
  ({ db, entra }: Deps) =>
  async () => {
    let unread = 0
    for (const id of await unlookedAt(db, atATime)) {
      const manager = await entra.manager(id)
      // Whatever the reason, another hour asks again.
      unread = manager.ok || manager.why === 'not-found' ? 0 : unread + 1
      if (unread === mostInARow) return
      if (unread === 0) await seenAsManager(db, id, manager.ok ? manager.value?.id : undefined)
    }
  }
