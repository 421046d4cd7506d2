// A new phone takes the place of the old: nothing that was told holds for it, and the old one's passkey does not count.
import * as cards from '../../cards/cards.ts'
import type { Person, Reply } from '../conversation/turn.ts'
import { load, type Progress, save } from './progress-store.ts'
import { isOfPlace } from './walk.ts'

/** Asks which phone; `oldPhone`: whether the old one can still let its owner in. */
export function startOver(person: Person, oldPhone: 'here' | 'gone', known?: Progress): Reply {
  return {
    card: 'choosePhone',
    draw: (reader) => cards.choosePhone(reader, {}),
    alongside: async (tx) => {
      const progress = known ?? (await load(tx, person.id))
      await save(tx, person.id, {
        told: progress.told.filter(isOfPlace),
        troubles: {},
        watch: progress.watch + 1,
        replacingSince: new Date(),
        oldPhone,
      })
    },
  }
}
