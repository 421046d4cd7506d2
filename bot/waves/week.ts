// Once a week organisers are told what came of the waves of the last seven days. A week without a wave is nothing to tell.
import { waveWeek } from '../../cards/desk/wave-outcome.ts'
import type { Deps } from '../deps.ts'
import { outcomeOfDays } from './outcome-store.ts'
import { tellGroup } from './tell-group.ts'
import * as told from './told-store.ts'

const days = 7

export const tellWeek = (deps: Deps) => async (): Promise<void> => {
  await told.forget(deps.db)
  const group = deps.settings.groups.organisers
  if (!group) return
  const week = await outcomeOfDays(deps.db, days)
  if (week.waves === 0) return
  await tellGroup(deps, group, await told.thisWeek(deps.db), async () => ({
    card: 'waveWeek',
    draw: (reader) => waveWeek(reader, week),
  }))
}
