// Once a week organisers are told what came of the waves of the last seven days. A week without a wave is nothing to tell.
import { waveWeek } from '../../cards/desk/wave-outcome.ts'
import { maySpeakFirst } from '../conversation/may-speak-first.ts'
import { tell } from '../conversation/tell.ts'
import type { Deps } from '../deps.ts'
import { outcomeOfDays } from './outcome-store.ts'

const days = 7

export const tellWeek = (deps: Deps) => async (): Promise<void> => {
  const group = deps.settings.groups.organisers
  if (!group) return
  const week = await outcomeOfDays(deps.db, days)
  if (week.waves === 0) return
  for (let next: string | undefined, first = true; first || next; first = false) {
    const page = await deps.directory.members(group, next)
    if (!page.ok) throw new Error('organisers could not be read')
    for (const { id } of page.value.items)
      await tell(deps, id, async (person) =>
        maySpeakFirst(person) ? { card: 'waveWeek', draw: (reader) => waveWeek(reader, week) } : undefined,
      )
    next = page.value.next
  }
}
