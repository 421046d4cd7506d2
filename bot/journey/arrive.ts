// The first words, and the way back for one who comes again.
import * as cards from '../../cards/cards.ts'
import type { Handler, Person, Reply } from '../conversation/turn.ts'
import type { Deps } from '../deps.ts'
import type { TeamsClient } from '../people.ts'
import { walk } from './walk.ts'

const devices = { ios: 'iphone', android: 'android', computer: 'computer', unknown: 'unknown' } as const

/** Who was welcomed before goes on where they were; who was not is greeted, whatever they said. */
export const start =
  (deps: Deps): Handler =>
  async (turn) => {
    const [row] = await deps.db.query<{ welcomed: boolean }>(
      'select welcomed_at is not null as welcomed from people where employee_id = $1',
      [turn.person.id],
    )
    const walked = await walk(deps, turn, undefined, row?.welcomed ? 'welcome-back' : undefined)
    return row?.welcomed || walked.seen !== 'facts' || walked.reply.card === 'done' ? walked.reply : welcome(deps, turn.person, turn.client)
  }

/** Teams repeats "installed" as it likes. Only the first is answered with a greeting. */
export const arrived =
  (deps: Deps): Handler =>
  async (turn) =>
    welcome(deps, turn.person, turn.client)

function welcome({ settings }: Deps, person: Person, client: TeamsClient): Reply {
  const { company } = settings
  const view = { firstName: person.name.split(' ')[0], company: company.name, device: devices[client], ...company.genuine }
  return {
    card: 'welcome',
    draw: (reader) => cards.welcome(reader, view),
    alongside: async (tx) => {
      await tx.query('update people set welcomed_at = now() where employee_id = $1', [person.id])
    },
  }
}
