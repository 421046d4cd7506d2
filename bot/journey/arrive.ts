// The first words, and the way back for one who comes again.
import * as cards from '../../cards/cards.ts'
import { maySpeakFirst } from '../conversation/may-speak-first.ts'
import * as people from '../conversation/person-store.ts'
import type { Answering, Handler, Person, Reply } from '../conversation/turn.ts'
import type { Deps } from '../deps.ts'
import type { TeamsClient } from '../people.ts'
import { load } from './progress-store.ts'
import { isOfPlace, type Walk, type Walker, walk } from './walk.ts'

const devices = { ios: 'iphone', android: 'android', computer: 'computer', unknown: 'unknown' } as const

/** A greeting is answered with ours until they have begun; after that, with where they were. */
export const greet =
  (deps: Deps, lead = 'welcome-back'): Answering =>
  async (turn) =>
    (await meetAgain(deps, turn, lead)).reply

/** Who has not begun is told who writes, wherever they stand. */
export async function meetAgain(deps: Deps, walker: Walker, lead: string): Promise<Walk> {
  const { phone, told } = await load(deps.db, walker.person.id)
  const begun = phone !== undefined || told.some((fact) => !isOfPlace(fact))
  const walked = await walk(deps, walker, undefined, begun ? lead : undefined)
  if (begun || walked.seen !== 'facts' || walked.reply.card === 'done') return walked
  return { ...walked, reply: welcome(deps, walker.person, walker.client) }
}

/** Teams repeats "installed" as it likes, and an admin may install anew. Only the first is answered, and nobody who wants quiet. */
export const arrived =
  (deps: Deps): Handler =>
  async (turn) =>
    !maySpeakFirst(turn.person) || turn.person.welcomed ? undefined : welcome(deps, turn.person, turn.client)

function welcome({ settings }: Deps, person: Person, client: TeamsClient): Reply {
  const { company } = settings
  const view = { firstName: person.name.split(' ')[0], company: company.name, device: devices[client], ...company.genuine }
  return {
    card: 'welcome',
    draw: (reader) => cards.welcome(reader, view),
    alongside: (tx) => people.welcomed(tx, person.id),
  }
}
