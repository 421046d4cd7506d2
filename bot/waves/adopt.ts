// Announcements are not messages of a conversation until their reader presses one: then it becomes the card they stand at.
import type { CardId } from '../../cards/card.ts'
import * as messages from '../conversation/message-store.ts'
import * as people from '../conversation/person-store.ts'
import { stepAside } from '../conversation/speak.ts'
import { tongue } from '../conversation/tongue.ts'
import type { Deps } from '../deps.ts'
import type { EmployeeId } from '../people.ts'
import { createDraw } from './announce.ts'
import * as waves from './wave-store.ts'

interface Sent {
  waveId: string
  name: string
  locale?: string
  teamsLocale?: string
  activityId?: string
  copies: number
}

/** Makes the announcement with this id a message of its reader. Anything else is left alone. */
export const adopt = (deps: Deps) => {
  const draw = createDraw(deps.settings)
  return async (cardId: CardId, employeeId: EmployeeId): Promise<void> => {
    const { db, settings } = deps
    const [sent] = await db.query<Sent>(
      `select d.wave_id as "waveId", d.name, d.locale, p.locale as "teamsLocale", d.activity_id as "activityId", d.copies
         from deliveries d join people p on p.employee_id = d.employee_id
        where d.id = $1 and d.employee_id = $2 and d.copies > 0 and d.recalled_at is null`,
      [cardId, employeeId],
    )
    const wave = sent && (await waves.load(db, sent.waveId))
    const person = wave && (await people.load(db, employeeId))
    if (!person) return
    const { activity, offers } = draw(wave, { id: cardId, ...sent })
    await db.transaction(async (tx) => {
      if (!(await people.take(tx, person))) return
      const before = await messages.newest(tx, employeeId)
      const { activityId, copies } = sent
      if (
        !(await messages.adopt(tx, {
          id: cardId,
          employeeId,
          card: 'announcement',
          offers,
          activity: JSON.parse(activity),
          activityId,
          copies,
        }))
      )
        return
      if (before) await stepAside(tx, person, before, tongue(settings, person.locale))
    })
  }
}
