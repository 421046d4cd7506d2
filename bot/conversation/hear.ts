// The one way in: take the turn in, work out the reply, write both down, then send. Nothing is said that is not stored first.
import { randomUUID } from 'node:crypto'
import { shut, working } from '../../cards/cards.ts'
import { inputId } from '../../cards/compose.ts'
import type { RefusalId } from '../../cards/content/content.ts'
import type { Deps } from '../deps.ts'
import type { Answer, Hear, Heard, Speaker } from '../teams/teams.ts'
import { answerTurn, current, type Handlers, type Place } from './answer.ts'
import { type Beside, createBeside, pressKey } from './beside.ts'
import { createInPublic } from './in-public.ts'
import { createMeasure, type Measure } from './measure.ts'
import * as messages from './message-store.ts'
import { oneAtATime } from './one-at-a-time.ts'
import * as people from './person-store.ts'
import { refusalText, tongue } from './tongue.ts'
import type { Person, Said } from './turn.ts'
import * as turns from './turn-store.ts'

/** Teams shows its own error when a press is not answered in time; slow work shows its card later. */
const patienceMs = 2000
/** Somebody who wrote sees that they were heard, when the answer takes longer than a blink. */
const blinkMs = 700

/** Reading one can take a tenth of a second, in which nobody else is heard; nobody writes many of them in a row. */
const isLong = (heard: Heard) => ((heard.kind === 'text' ? heard.text : heard.kind === 'press' && heard.inputs?.words) || '').length > 1000

type Spoken = Exclude<Heard, { kind: 'left' | 'read' }>

/** Turns taken in side by side would all see the same count, and a flood would be told of twice or never. */
const counted = oneAtATime()

export function createHear(deps: Deps, handlers: Handlers): Hear & { finish(turn: turns.StoredTurn): Promise<void> } {
  const beside = createBeside(deps, handlers.urgent)
  const readLong = createMeasure(5, 10_000)
  return {
    async personal(speaker, heard) {
      try {
        const before = heard.kind === 'press' ? await beforehand(handlers, beside, speaker, heard) : undefined
        return before ?? (await takeIn(deps, handlers, readLong, speaker, heard))
      } catch (error) {
        // Nothing was stored, so nothing will be answered later: the only honest answer is to say so now.
        return unstored(deps, error)
      }
    },
    refuses: (speaker, refused, why) => ({ refused, why: refusalText(deps.settings, speaker.locale ?? 'en', why) }),
    inPublic: createInPublic(deps),
    inChannel: async (speaker, heard) => {
      const answer = async () => handlers.inChannel?.(speaker, heard) ?? nobodyHere
      // A client asks for as many views as there are cards before its owner's eyes.
      return heard.kind === 'refresh' ? answer() : beside(speaker, heard, answer)
    },
    inDialog: (speaker, heard) => beside(speaker, heard, async () => handlers.inDialog?.(speaker, heard) ?? nobodyHere),
    finish: async (turn) => {
      await answerTurn(deps, handlers, turn)
    },
  }
}

async function takeIn(deps: Deps, handlers: Handlers, readLong: Measure, speaker: Speaker, heard: Heard): Promise<Answer> {
  const { db } = deps
  if (heard.kind === 'left') {
    await people.left(db, speaker.employeeId)
    return { nothing: true }
  }
  if (heard.kind === 'read') {
    await people.hasRead(db, speaker.employeeId, heard.upTo)
    return { nothing: true }
  }
  const place = heard.kind === 'press' ? await placeOfPress(deps, handlers, speaker, heard) : { person: await people.meet(db, speaker) }
  if ('refused' in place) return place
  const measured = isLong(heard) ? readLong(speaker.employeeId) : 'fits'
  if (measured === 'beyond') return { nothing: true }
  const flood = { kind: 'flood' } as const
  const said = { ...(measured === 'over' ? flood : saidIn(heard, handlers, place.person)), client: speaker.client }
  const turn = await counted(speaker.employeeId, () => turns.takeIn(db, keyOf(speaker, heard), speaker.employeeId, said))
  if (!turn) return current(deps, place.person, place.onto)
  if (heard.kind === 'press' && heard.signIn) await turns.isOneWith(db, speaker.employeeId, keyOf(speaker, heard))
  const answer = deps.unfinished.add(answerTurn(deps, handlers, turn, place))
  // The turn is stored: whatever becomes of this attempt, the sweep takes it up again.
  answer.catch((error) => deps.log.error({ turn: turn.id, error: String(error) }, 'a turn was not answered at once'))
  const meanwhile = working({ cardId: place.onto?.id ?? randomUUID(), locale: tongue(deps.settings, place.person.locale) }, {}).json
  const stopTyping = heard.kind === 'press' ? () => {} : after(blinkMs, () => void deps.messenger.typing(speaker.address))
  return inTime(answer, { card: meanwhile }).finally(stopTyping)
}

/** Some presses ask more of the presser first. The verb is the client's: only one of ours is looked up. */
const beforehand = ({ before = {} }: Handlers, beside: Beside, speaker: Speaker, press: Extract<Heard, { kind: 'press' }>) =>
  Object.hasOwn(before, press.verb) ? beside(speaker, press, async () => before[press.verb]?.(speaker, press)) : undefined

const nobodyHere = { refused: 403 as const, why: 'This works in your own chat only.' }

function keyOf({ address }: Speaker, heard: Spoken): string {
  return heard.kind === 'press' ? pressKey(heard) : `m:${address.conversationId}:${heard.activityId}`
}

/** Understood at once and in this process; the words themselves go no further. */
function saidIn(heard: Spoken, { reads, understands }: Handlers, { locale }: Person): Said {
  if (heard.kind === 'arrived') return { kind: 'arrived' }
  if (heard.kind === 'press') return pressIn(heard, understands)
  return { kind: 'intent', ...understands(heard.text, locale), command: reads?.(heard.text) }
}

/** `words` is what somebody writes to a person: a secret in it must not come to rest, as in the chat itself. */
function pressIn({ verb, choice, cardId, inputs }: Extract<Heard, { kind: 'press' }>, understands: Handlers['understands']): Said {
  const secret = inputs?.words !== undefined && understands(inputs.words).intent === 'secret_shared'
  return secret ? { kind: 'intent', intent: 'secret_shared', choices: [] } : { kind: 'press', verb, choice, cardId, inputs }
}

type Refused = Extract<Answer, { refused: number }>

/** A press counts on our own row of the card: this person's, in their own chat, at this place, and offering this verb. */
async function placeOfPress(
  { db, settings }: Deps,
  { adopts }: Handlers,
  speaker: Speaker,
  press: Extract<Heard, { kind: 'press' }>,
): Promise<Place | Refused> {
  const refuse = (refused: 400 | 403, why: RefusalId, locale = speaker.locale ?? 'en') => ({
    refused,
    why: refusalText(settings, locale, why),
  })
  const read = () => Promise.all([people.inOwnChat(db, speaker), messages.load(db, press.cardId), messages.newest(db, speaker.employeeId)])
  let [person, onto, live] = await read()
  if (person && !onto && adopts) {
    await adopts(press.cardId, speaker.employeeId)
    ;[person, onto, live] = await read()
  }
  if (!person) return refuse(403, 'elsewhere')
  if (!onto) return refuse(400, 'button')
  if (onto.employeeId !== speaker.employeeId) return refuse(403, 'not-yours')
  if (!onto.offers.includes(press.verb)) return refuse(400, 'button')
  if (Object.keys(press.inputs ?? {}).some((name) => !onto.offers.includes(inputId(name)))) return refuse(400, 'button')
  if (!press.onActivityId) return refuse(400, 'button')
  // After a crash between sending and noting where, or when two copies stand, the press itself tells.
  const untold = !onto.activityId || onto.copies > 1
  if (onto.activityId !== press.onActivityId && !untold) return refuse(403, 'elsewhere')
  if (untold) await messages.standsAt(db, onto.id, press.onActivityId)
  return { person, onto: { ...onto, activityId: press.onActivityId }, live }
}

function unstored({ log, settings }: Deps, error: unknown): Answer {
  const ref = randomUUID().slice(0, 8)
  log.error({ ref, error: String(error), at: error instanceof Error ? error.stack : undefined }, 'a turn could not be taken in')
  return { text: shut({ cardId: ref, locale: tongue(settings, 'en') }, { helpdesk: settings.company.helpdesk }).text }
}

function inTime(answer: Promise<Answer>, otherwise: Answer): Promise<Answer> {
  const late = Promise.withResolvers<Answer>()
  const stop = after(patienceMs, () => late.resolve(otherwise))
  return Promise.race([answer.catch(() => otherwise), late.promise]).finally(stop)
}

/** Returns what calls it off. */
function after(ms: number, deed: () => void): () => void {
  const timer = setTimeout(deed, ms)
  return () => clearTimeout(timer)
}
