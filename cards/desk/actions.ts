// What Teams needs in a card for a channel or a dialog, beyond what every card has.
import type { JsonObject } from '../../bot/secret.ts'
import type { CardId } from '../card.ts'

/** More ids than that, and Teams asks for nobody (learn.microsoft.com, user-specific views). */
export const mostOwnViews = 60

interface Button {
  title: string
  verb: string
  cardId: CardId
  choice?: string
}

const carried = ({ verb, cardId, choice }: Button) => ({ verb, card: cardId, ...(choice === undefined ? {} : { choice }) })

/** A button on a message that opens a dialog. Universal actions cannot, so it is a submit in every client. */
export const opensDialog = (button: Button): JsonObject => ({
  type: 'Action.Submit',
  title: button.title,
  data: { msteams: { type: 'task/fetch' }, ...carried(button) },
})

/** A button inside of a dialog; what was filled in comes with it. */
export const inDialog = (button: Button): JsonObject => ({ type: 'Action.Submit', title: button.title, data: carried(button) })

/** The card with views of their own for these people (`29:` ids): their clients ask for them by `verb`, and nobody else's does. */
export function withOwnViews(card: JsonObject, { verb, cardId, userIds }: { verb: string; cardId: CardId; userIds: string[] }): JsonObject {
  if (userIds.length === 0) return card
  const action = { type: 'Action.Execute', title: '', verb, data: { card: cardId } }
  return { ...card, refresh: { action, userIds: userIds.slice(0, mostOwnViews) } }
}
