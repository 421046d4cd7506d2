// The one way in: take the turn in, work out the reply, write both down, then send. Nothing is said that is not stored first.
import { randomUUID } from 'node:crypto'
import { failed, inPrivate, working } from '../../cards/cards.ts'
import type { Deps } from '../deps.ts'
import { Refusal } from '../refusal.ts'
import type { Answer, Hear, Heard, Speaker } from '../teams/teams.ts'
import { understand } from '../trouble/understand.ts'
import { deliver } from './deliver.ts'
import * as messages from './message-store.ts'
import * as people from './person-store.ts'
import { speak } from './speak.ts'
import type { Handler, Person, Said } from './turn.ts'
import * as turns from './turn-store.ts'

export interface Handlers {
  arrived: Handler
  said: Handler
  verbs: Record<string, Handler>
}

/** Teams shows its own error when a press is not answered in time; slow work shows its card later. */
const patienceMs = 2000

export function createHear(deps: Deps, handlers: Handlers): Hear & { finish(turn: turns.StoredTurn): Promise<void> } {
  return {
    async personal(speaker, heard) {
      if (heard.kind === 'left') return people.left(deps.db, speaker.employeeId).then(() => ({ nothing: true }))
      const person = await people.meet(deps.db, speaker)
      const pressed = heard.kind === 'press' ? await checked(deps, speaker, heard) : undefined
      if (pressed && 'answer' in pressed) return pressed.answer
      const turn = await turns.takeIn(deps.db, keyOf(speaker, heard), speaker.employeeId, { ...saidIn(heard), client: speaker.client })
      if (!turn) return current(deps, person, pressed?.message)
      return inTime(answerTurn(deps, handlers, turn), person)
    },
    inPublic: async () => inPrivate({ cardId: randomUUID(), locale: 'en' }, {}).json,
    finish: async (turn) => {
      await answerTurn(deps, handlers, turn)
    },
  }
}

function keyOf({ address }: Speaker, heard: Exclude<Heard, { kind: 'left' }>): string {
  return heard.kind === 'press'
    ? `p:${heard.cardId}:${heard.verb}:${heard.choice ?? ''}`
    : `m:${address.conversationId}:${heard.activityId}`
}

/** Understood at once and in this process; the words themselves go no further. */
function saidIn(heard: Exclude<Heard, { kind: 'left' }>): Said {
  if (heard.kind === 'arrived') return { kind: 'arrived' }
  if (heard.kind === 'press') return { kind: 'press', verb: heard.verb, choice: heard.choice, cardId: heard.cardId }
  const { intent, choices } = understand(heard.text)
  return { kind: 'intent', intent, choices: choices.map((choice) => choice.intent) }
}

type Checked = { message: messages.Message } | { answer: Answer }

/** A press counts on our own row of the card: this person's, at this place, offering this verb, and still the live one. */
async function checked({ db }: Deps, speaker: Speaker, press: Extract<Heard, { kind: 'press' }>): Promise<Checked> {
  const refuse = (refused: 400 | 403, why: string) => ({ answer: { refused, why } })
  if (!/^[0-9a-f-]{36}$/i.test(press.cardId)) return refuse(400, 'This button is not known.')
  const message = await messages.load(db, press.cardId)
  if (!message) return refuse(400, 'This button is not known.')
  if (message.employeeId !== speaker.employeeId) return refuse(403, 'This card belongs to somebody else.')
  if (!message.offers.includes(press.verb)) return refuse(400, 'This card has no such button.')
  const copy = message.activityId === undefined || message.activityId === null || message.copies > 1
  if (message.activityId !== press.onActivityId && !(copy && press.onActivityId)) return refuse(403, 'This card stands somewhere else.')
  if (copy && press.onActivityId) await messages.standsAt(db, message.id, press.onActivityId)
  return { message: { ...message, activityId: press.onActivityId } }
}

/** Said before: show where things stand, change nothing. */
async function current(deps: Deps, person: Person, pressed: messages.Message | undefined): Promise<Answer> {
  const live = await messages.newest(deps.db, person.id)
  if (!pressed || !live || live.activityId !== pressed.activityId) return { nothing: true }
  return { card: live.activity.attachments[0]?.content ?? {} }
}

async function answerTurn(deps: Deps, handlers: Handlers, turn: turns.StoredTurn): Promise<Answer> {
  const { said } = turn
  for (let round = 0; round < 5; round++) {
    const person = await people.load(deps.db, turn.employeeId)
    if (!person) throw new Error('a turn without a person')
    const onto = said.kind === 'press' ? ((await messages.load(deps.db, said.cardId)) ?? undefined) : undefined
    const live = onto && (await messages.newest(deps.db, person.id))
    if (onto && live?.id !== onto.id) {
      await turns.close(deps.db, turn.id, 'answered')
      return current(deps, person, onto)
    }
    const reply = await replyTo(deps, handlers, turn, person, onto)
    if ('refused' in reply) return reply
    const spoken = await speak(deps.db, person, reply, onto, (tx) => turns.close(tx, turn.id, 'answered'))
    if (!spoken) continue
    // The row is there: whatever becomes of this attempt, the sweep keeps the promise.
    const sending = deliver(deps, person.id).catch((error) => deps.log.error({ error: String(error) }, 'delivery stopped'))
    if (onto) return { card: spoken.json }
    await sending
    return { nothing: true }
  }
  throw new Error('a person was spoken to by others five times in a row')
}

async function replyTo(deps: Deps, handlers: Handlers, turn: turns.StoredTurn, person: Person, onto: messages.Message | undefined) {
  const { said } = turn
  try {
    if (said.kind === 'arrived') return await handlers.arrived({ person, client: said.client })
    if (said.kind === 'intent') return await handlers.said({ person, client: said.client, intent: said.intent, choices: said.choices })
    const handler = handlers.verbs[said.verb]
    if (!handler) throw new Refusal(400, 'This button is not known.')
    return await handler({ person, client: said.client, choice: said.choice, about: onto?.about })
  } catch (error) {
    if (error instanceof Refusal) {
      await turns.close(deps.db, turn.id, 'answered')
      return { refused: error.status, why: error.message }
    }
    const ref = randomUUID().slice(0, 8)
    deps.log.error({ ref, error: String(error), at: error instanceof Error ? error.stack : undefined }, 'a turn failed')
    return { card: 'failed', draw: (reader: Parameters<typeof failed>[0]) => failed(reader, { ref }) }
  }
}

async function inTime(answer: Promise<Answer>, { locale }: Person): Promise<Answer> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Answer>((resolve) => {
    timer = setTimeout(() => resolve({ card: working({ cardId: randomUUID(), locale }, {}).json }), patienceMs)
  })
  answer.catch(() => {})
  return Promise.race([answer, late]).finally(() => clearTimeout(timer))
}
