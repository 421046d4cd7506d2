// Urgent requests are taken in however often, but nobody is to be kept busy by somebody who opens and takes them back all day.
import * as cards from '../../cards/request.ts'
import type { Reply, Turn } from '../conversation/turn.ts'
import type { Deps } from '../deps.ts'
import { change } from './change.ts'
import * as store from './escalation-store.ts'
import { forget } from './evidence-store.ts'

/**
 * The request that they took back last, open again: the same number, the same card in the channel, and no notice to anybody. Undefined: it was
 * in somebody's hands, or of a kind that others are told of.
 */
export async function openedAgain(deps: Deps, { person }: Turn): Promise<Reply | undefined> {
  const last = await store.lastOpened(deps.db, person.id)
  if (last?.kind !== 'security' || last.outcome !== 'withdrawn' || last.claimedBy !== undefined) return undefined
  const { helpdesk } = deps.settings.company
  const by = { kind: 'employee', id: person.id } as const
  return {
    card: 'request',
    about: last.id,
    draw: (reader) => cards.request(reader, { ...last, state: 'urgent', helpdesk }),
    alongside: async (tx) => {
      const rows = () => forget(tx, last.id, { failed: false })
      await change(deps, tx, last, 'request-reopened', { by, changes: { outcome: null }, rows })
    },
  }
}
