// What every card of those who work with Unlock promises.
import { expect, it } from 'vitest'
import { everyDeskCard } from './every-desk-card.ts'
import { partsOf } from './parts.ts'

it('reads as it did', async () => {
  const pages = everyDeskCard.map(({ name, card }) => {
    const fields = card.offers.filter((offer) => offer.startsWith('in-'))
    const lines = [...partsOf(card).lines, ...(fields.length > 0 ? [`(fields: ${fields.join(', ')})`] : [])]
    return `## ${name}\n\n${lines.map((line) => `> ${line}`).join('\n>\n')}\n`
  })
  await expect(
    `# Every card of those who work with Unlock\n\nWritten by test/cards/desk.test.ts.\n\n${pages.join('\n')}`,
  ).toMatchFileSnapshot('../golden/cards/desk.md')
})

it('leaves no placeholder, and names each thing in words', () => {
  for (const { name, card } of everyDeskCard) {
    expect(card.text.replaceAll(/\{(firstName|company|date)\}/g, ''), name).not.toMatch(/[{}]|undefined/)
    expect(JSON.stringify(card.json), name).not.toMatch(/\$\{|undefined/)
  }
})

it('is small enough for Teams', () => {
  for (const { name, card } of everyDeskCard) expect(Buffer.byteLength(JSON.stringify(card.json)), name).toBeLessThan(28 * 1024)
})
