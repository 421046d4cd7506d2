// Answers a turn that is stored: asks the handler, and says what it replies. Done again from the start when the person moved on.

import { randomUUID } from 'node:crypto'
import { setImmediate as soon } from 'node:timers/promises'
import type { CardId } from '../../cards/card.ts'
import { failed, tooFast } from '../../cards/cards.ts'
import type { Deps } from '../deps.ts'
import type { EmployeeId } from '../people.ts'
import { Refusal } from '../refusal.ts'
import type { Answer, Hear, Heard, Speaker } from '../teams/teams.ts'
import { deliver } from './deliver.ts'
import * as messages from './message-store.ts'
import { oneAtATime } from './one-at-a-time.ts'
import * as people from './person-store.ts'
import { speak } from './speak.ts'
import { refusalText } from './tongue.ts'
import type { Command, Handler, Person, Reply, Said } from './turn.ts'
import * as turns from './turn-store.ts'

export interface Handlers {
  /** What free text means, as codes and ids; see bot/trouble/read.ts. */
  understands: (text: string, locale?: string) => Pick<Extract<Said, { kind: 'intent' }>, 'intent' | 'choices' | 'signs' | 'wish'>
  arrived: Handler
  said: Handler
  verbs: Record<string, Handler>
  /** Words that are a command, read while they are at hand. */
  reads?: (text: string) => Command | undefined
  /** Presses that ask for more of the presser before they are taken in, by verb. Undefined: go on. */
  before?: Record<string, (speaker: Speaker, press: Extract<Heard, { kind: 'press' }>) => Promise<Answer | undefined>>
  /** Of those, what is counted apart: a flood of other presses does not use up its measure. */
  urgent?: readonly string[]
  inDialog?: Hear['inDialog']
  /** A button in the helpdesk channel. */
  inChannel?: Hear['inChannel']
  /** Answers a command; undefined: it is none from this person, and their words count as anybody's. */
  commanded?: Handler
  /** A card that no message knows may be one that was sent to many: it becomes a message, or nothing happens. */
  adopts?: (cardId: CardId, employeeId: EmployeeId) => Promise<void>
}

const mostRounds = 5
/** A person's turns in the order they came: side by side they would only push one another back. */
const inOrder = oneAtATime()

/** Where a turn meets a person. It may be read before the turn's time has come: `version` finds out whether it still holds. */
export interface Place {
  person: Person
  /** The card that was pressed. */
  onto?: messages.Message
  /** The newest card, when one was pressed. */
  live?: messages.Message
}

async function placeOf({ db }: Deps, { employeeId, said }: turns.StoredTurn): Promise<Place> {
  const person = await people.load(db, employeeId)
  if (!person) throw new Error('a turn without a person')
  if (said.kind !== 'press') return { person }
  return { person, onto: await messages.load(db, said.cardId), live: await messages.newest(db, employeeId) }
}

/** Throws when the database fails; the turn stays open then, and is answered by the sweep. */
export function answerTurn(deps: Deps, handlers: Handlers, turn: turns.StoredTurn, place?: Place): Promise<Answer> {
  return inOrder(turn.employeeId, () => inRounds(deps, handlers, turn, place))
}

async function inRounds(deps: Deps, handlers: Handlers, turn: turns.StoredTurn, read?: Place): Promise<Answer> {
  for (let round = 0; round < mostRounds; round++) {
    const place = round === 0 && read ? read : await placeOf(deps, turn)
    const answer = await oneRound(deps, handlers, turn, place)
    if (answer) return answer
    if (!(await turns.isOpen(deps.db, turn.id))) return current(deps, place.person, place.onto)
  }
  throw new Error(`a person was spoken to by others ${mostRounds} times in a row`)
}

/** Undefined: something else was said to them meanwhile, so the reply was for a place where they no longer are. */
async function oneRound(
  deps: Deps,
  handlers: Handlers,
  turn: turns.StoredTurn,
  { person, onto, live }: Place,
): Promise<Answer | undefined> {
  const { db } = deps
  if (onto && live?.id !== onto.id) {
    await turns.close(db, turn.id, 'answered')
    return current(deps, person, onto)
  }
  const reply = await replyTo(deps, handlers, turn, person, onto)
  if (reply === undefined || 'refused' in reply) {
    await turns.close(db, turn.id, 'answered')
    return reply ?? { nothing: true }
  }
  const spoken = await speak(deps, person, reply, onto, (tx) => turns.close(tx, turn.id, 'answered'))
  if (!spoken) return undefined
  // The row is there: whatever becomes of this attempt, the sweep keeps the promise.
  const stopped = (error: unknown) => deps.log.error({ error: String(error) }, 'delivery stopped')
  if (!onto) await deliver(deps, person.id, spoken.id).catch(stopped)
  // The answer goes first: who pressed has the card in it, and who wrote need not wait until an older card has stepped aside.
  void deps.unfinished.add(
    soon()
      .then(() => deliver(deps, person.id))
      .catch(stopped),
  )
  return onto ? { card: spoken.json } : { nothing: true }
}

type Refused = Extract<Answer, { refused: number }>

async function replyTo(
  deps: Deps,
  handlers: Handlers,
  { said }: turns.StoredTurn,
  person: Person,
  onto: messages.Message | undefined,
): Promise<Reply | Refused | undefined> {
  const { client } = said
  try {
    if (said.kind === 'flood') return { card: 'tooFast', draw: (reader) => tooFast(reader, {}) }
    if (said.kind === 'arrived') return await handlers.arrived({ person, client })
    if (said.kind === 'intent') {
      const { intent, choices, signs, command, wish } = said
      const commanded = command && (await handlers.commanded?.({ person, client, command }))
      return commanded ?? (await handlers.said({ person, client, intent, choices, signs, wish }))
    }
    const handler = Object.hasOwn(handlers.verbs, said.verb) ? handlers.verbs[said.verb] : undefined
    if (!handler) throw new Refusal(400, 'button')
    return await handler({ person, client, choice: said.choice, inputs: said.inputs, about: onto?.about })
  } catch (error) {
    if (error instanceof Refusal) return { refused: error.status, why: refusalText(deps.settings, person.locale, error.message) }
    const ref = randomUUID().slice(0, 8)
    deps.log.error({ ref, error: String(error), at: error instanceof Error ? error.stack : undefined }, 'a turn failed')
    return { card: 'failed', draw: (reader) => failed(reader, { ref }) }
  }
}

/** Said before, or said too often: show where things stand, change nothing. */
export async function current(deps: Deps, person: Person, pressed: messages.Message | undefined): Promise<Answer> {
  const live = await messages.newest(deps.db, person.id)
  if (!pressed || !live || live.activityId !== pressed.activityId) return { nothing: true }
  return { card: live.activity.attachments[0]?.content ?? {} }
}
