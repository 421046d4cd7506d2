// A turn that fails each time it is taken up. Whoever asked hears that nothing came of it, and is not left waiting in silence.
import { failed } from '../../cards/cards.ts'
import type { Deps } from '../deps.ts'
import { tell } from './tell.ts'
import * as turns from './turn-store.ts'

export async function giveUp(deps: Deps, { id, employeeId }: turns.StoredTurn): Promise<void> {
  if (!(await turns.close(deps.db, id, 'given-up'))) return
  deps.log.error({ turn: id }, 'a turn was given up')
  await tell(deps, employeeId, async () => ({ card: 'failed', draw: (reader) => failed(reader, { ref: id.slice(0, 8) }) }))
}
