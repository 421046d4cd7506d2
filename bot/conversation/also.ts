import type { Queryable } from '../database/database.ts'
import type { Reply } from './turn.ts'

/** The same reply, with `rows` in its transaction after its own. */
export const also = (reply: Reply, rows: (tx: Queryable) => Promise<void>): Reply => ({
  ...reply,
  alongside: async (tx) => {
    await reply.alongside?.(tx)
    await rows(tx)
  },
})
