// The first words, and the way back for one who comes again.
import * as cards from '../../cards/cards.ts'
import type { Answering, Handler, Person, Reply } from '../conversation/turn.ts'
import type { Deps } from '../deps.ts'
import type { TeamsClient } from '../people.ts'
import { load } from './progress-store.ts'
import { isOfPlace, walk } from './walk.ts'

const devices = { ios: 'iphone', android: 'android', computer: 'computer', unknown: 'unknown' } as const

/** A greeting is answered with ours until they have begun; after that, with where they were. */
export const greet =
  (deps: Deps, lead = 'welcome-back'): Answering =>
  async (turn) => {
    const { phone, told } = await load(deps.db, turn.person.id)
    const begun = phone !== undefined || told.some((fact) => !isOfPlace(fact))
    const walked = await walk(deps, turn, undefined, begun ? lead : undefined)
    return begun || walked.seen !== 'facts' || walked.reply.card === 'done' ? walked.reply : welcome(deps, turn.person, turn.client)
  }

/** Teams repeats "installed" as it likes. Only the first is answered. */
export const arrived =
  (deps: Deps): Handler =>
  async (turn) =>
    (await isWelcomed(deps, turn.person)) ? undefined : welcome(deps, turn.person, turn.client)

async function isWelcomed({ db }: Deps, { id }: Person): Promise<boolean> {
  const rows = await db.query('select 1 from people where employee_id = $1 and welcomed_at is not null', [id])
  return rows.length > 0
}

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
