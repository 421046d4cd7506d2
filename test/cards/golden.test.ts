// The pages a reviewer reads: every message as a person gets it, and one card of each layout as it is sent.
import { expect, it } from 'vitest'
import { locales } from '../../cards/content/language.ts'
import { draw, everyMessage, samples } from './every-message.ts'
import { partsOf } from './parts.ts'

it.each(locales)('every message in %s reads as it did', async (locale) => {
  const pages = everyMessage(locale).map(({ name, card }) => {
    return `## ${name}\n\n${partsOf(card)
      .lines.map((line) => `> ${line}`)
      .join('\n>\n')}\n`
  })
  await expect(`# Every message in ${locale}\n\nWritten by test/cards/golden.test.ts.\n\n${pages.join('\n')}`).toMatchFileSnapshot(
    `../golden/cards/${locale}.md`,
  )
})

it.each([
  ['message', 'notSeen', 'with-helpdesk'],
  ['step', 'step', 'move-to-phone'],
  ['choice', 'choosePhone', 'default'],
])('the layout %s is sent as it was', async (layout, card, variant) => {
  const { json } = draw(card, { cardId: 'card-1', locale: 'en' }, samples.get(card)?.[variant] ?? {})
  await expect(`${JSON.stringify(json, null, 2)}\n`).toMatchFileSnapshot(`../golden/cards/${layout}.json`)
})
