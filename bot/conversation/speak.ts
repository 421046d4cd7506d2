// Turns a reply into rows: the change, the message and its jobs in one transaction, guarded by the version that was read.
import { randomUUID } from 'node:crypto'
import type { Card, CardId } from '../../cards/card.ts'
import { moved } from '../../cards/cards.ts'
import { setAside } from '../../cards/desk/desk.ts'
import { withoutButtons } from '../../cards/without-buttons.ts'
import type { Queryable } from '../database/database.ts'
import type { Deps } from '../deps.ts'
import type { JsonObject } from '../secret.ts'
import * as messages from './message-store.ts'
import * as people from './person-store.ts'
import { readerOf } from './tongue.ts'
import { Overtaken, type Person, type Reply } from './turn.ts'

export interface Spoken {
  id: CardId
  /** The card's JSON, as it stands in the chat. */
  json: JsonObject
}

/**
 * Undefined: not said, because the person, or what it is about, moved on since they were read, or `answers` found its turn answered already.
 * `onto`: the message whose place it takes; absent, it stands at the bottom and an older live card steps aside.
 */
export async function speak(
  { db, settings }: Pick<Deps, 'db' | 'settings'>,
  person: Person,
  reply: Reply,
  onto?: messages.Message,
  answers?: (tx: Queryable) => Promise<boolean>,
): Promise<Spoken | undefined> {
  const cardId = randomUUID()
  const reader = readerOf(settings, person, cardId)
  const card = reply.draw(reader)
  const said = db.transaction(async (tx) => {
    if (!(await people.take(tx, person))) return undefined
    if (answers && !(await answers(tx))) return undefined
    const before = onto ? undefined : await messages.newest(tx, person.id)
    await messages.write(tx, {
      id: cardId,
      employeeId: person.id,
      card: reply.card,
      about: reply.about,
      offers: card.offers,
      activity: activityOf(card),
      replaces: onto?.activityId,
    })
    // Written second, so sent second: the answer comes first.
    if (before) await stepAside(tx, person, before, reader.locale, reply.card)
    // Last: from its entry in the audit on, nobody else can add one until the commit.
    await reply.alongside?.(tx)
    return { id: cardId, json: card.json }
  })
  return said.catch((error) => {
    if (error instanceof Overtaken) return undefined
    throw error
  })
}

/**
 * One live card at a time: buttons further up would act on what is over. `next`: the card that came below. "Done" keeps its words unless they
 * are said again there: nothing else takes them further down.
 */
export async function stepAside(tx: Queryable, person: Person, before: messages.Message, locale: string, next?: string) {
  const { activity, activityId, offers } = before
  if (!activityId || offers.length === 0) return
  const id = randomUUID()
  const stays = messages.isDone(before.card) && !messages.isDone(next)
  const json = activity.attachments[0]?.content
  const what = workOf(before.card)
  const aside = () => (what && what !== workOf(next) ? setAside({ cardId: id, locale }, { what }) : moved({ cardId: id, locale }, {}))
  const card = stays && json ? withoutButtons(json) : aside()
  await messages.write(tx, {
    id,
    employeeId: person.id,
    card: 'moved',
    about: before.id,
    offers: [],
    activity: activityOf(card),
    replaces: activityId,
  })
}

const ofRequests = [
  'case',
  'chooseEvidence',
  'howEvidence',
  'checkNumber',
  'askPerson',
  'deskMore',
  'handOver',
  'beforePass',
  'requestList',
  'reviewList',
  'deskNote',
]

/** Cards of those who work with Unlock. Nothing of theirs stands further down when what came is for them as an employee. */
function workOf(card: string | undefined): 'desk' | 'waves' | undefined {
  if (card !== undefined && ofRequests.includes(card)) return 'desk'
  return card?.startsWith('wave') || card === 'correctionForm' ? 'waves' : undefined
}

/** `summary` is what a notification shows; `speak` what a screen reader hears. The card says the rest. */
export function activityOf({ json, text }: Card) {
  const summary = text.split('\n', 1)[0] ?? ''
  return {
    type: 'message',
    summary,
    speak: text,
    attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', content: json }],
  }
}
