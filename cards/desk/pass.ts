// What an agent reads in the moment a pass is made. The code itself is put into the answer by bot/teams/dialog.ts; here it is an object without a text.
import type { Card, Reader } from '../card.ts'
import { button, show } from './parts.ts'
import { words as all, fill } from './words.ts'

const { cards, refused } = all
const { body: signIn, approve: signInToApprove } = cards['sign-in']
export const words = { title: cards.shown.title, signIn, signInToApprove, noSignIn: refused['sign-in'] }

export function beforePass(reader: Reader, { seconds }: { seconds: number }): Card {
  const go = { ...button('show-pass'), dialog: true } as const
  return show(reader, {
    layout: 'form',
    title: cards.make.title,
    paragraphs: [fill(cards.make.body, { seconds })],
    rows: [[go], [button('back')]],
  })
}

/** Not a `Card`: it holds a secret, and nothing that sends cards takes it. */
export function shownPass(reader: Reader, code: object): Record<string, unknown> {
  const { json } = show(reader, { layout: 'form', paragraphs: [cards.shown.body] })
  const shown = { type: 'TextBlock', text: code, size: 'ExtraLarge', weight: 'Bolder', fontType: 'Monospace', wrap: true }
  return { ...json, body: [shown, ...((json.body as object[]) ?? [])] }
}

/** Why there is no code to see. */
export function passNote(reader: Reader, what: string): Record<string, unknown> {
  const own: Record<string, string> = {
    'shown-already': cards['shown-already'].body,
    'unknown-outcome': cards['unknown-outcome'].body,
    changed: cards.changed.body,
    unread: cards['cannot-see'].body,
  }
  const why = own[what] ?? fill(cards['not-made'].body, { why: Object.hasOwn(refused, what) ? refused[what as keyof typeof refused] : '' })
  return show(reader, { layout: 'form', paragraphs: [why] }).json
}
